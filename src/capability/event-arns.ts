/** How events of AWS name what they are about. */
import { type AccountAndRegion, arnOf } from '../aws/arn.ts';
import { uuidFrom } from '../world/made-ids.ts';
import { accountNamed } from '../world/scenario.ts';
import type { Simulation } from './simulation.ts';

type InWorld = Pick<Simulation, 'scenario' | 'fleet' | 'names'>;

/** An EC2 instance is one of EC2; a hybrid node is one of Systems Manager. */
export function nodeArn(world: InWorld, node: number): string {
  return world.fleet.groupOf(node).hybridActivation === null
    ? arnOf('ec2', homeOf(world, node), `instance/${world.names.idOf(node)}`)
    : managedInstanceArn(world, node);
}

/** As compliance and registration name any node. */
export function managedInstanceArn(world: InWorld, node: number): string {
  return arnOf('ssm', homeOf(world, node), `managed-instance/${world.names.idOf(node)}`);
}

/** The account and Region of a node; of what is about none those of `account`. */
export function homeOf({ scenario, fleet }: Omit<InWorld, 'names'>, node: number | null): AccountAndRegion {
  return node === null ? scenario.account : accountNamed(scenario, fleet.groupOf(node).account ?? '');
}

const uuids = new WeakMap<Simulation['scenario'], Map<string, string>>();

/** The id that AWS would give, such as that of a command. Made once: every event of a command has it. */
export function awsUuid({ scenario }: Pick<Simulation, 'scenario'>, kind: string, id: string): string {
  const made = uuids.get(scenario) ?? new Map<string, string>();
  uuids.set(scenario, made);
  const key = `${kind}/${id}`;
  const uuid = made.get(key) ?? uuidFrom(scenario.name, kind, id);
  made.set(key, uuid);
  return uuid;
}
