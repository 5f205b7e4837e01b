/** How events of AWS name what they are about. */
import { arnOf } from '../aws/arn.ts';
import { uuidFrom } from '../world/made-ids.ts';
import { accountNamed } from '../world/scenario.ts';
import type { Simulation } from './simulation.ts';

type InWorld = Pick<Simulation, 'scenario' | 'fleet' | 'names'>;

/** An EC2 instance is one of EC2; a hybrid node is one of Systems Manager. */
export function nodeArn({ scenario, fleet, names }: InWorld, node: number): string {
  const id = names.idOf(node);
  const { hybridActivation, account = '' } = fleet.groupOf(node);
  const home = accountNamed(scenario, account);
  return hybridActivation === null
    ? arnOf('ec2', home, `instance/${id}`)
    : arnOf('ssm', home, `managed-instance/${id}`);
}

/** As compliance and registration name any node. */
export function managedInstanceArn({ scenario, fleet, names }: InWorld, node: number): string {
  return arnOf(
    'ssm',
    accountNamed(scenario, fleet.groupOf(node).account ?? ''),
    `managed-instance/${names.idOf(node)}`,
  );
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
