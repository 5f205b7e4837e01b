/** How events of AWS name what they are about. */
import { arnOf } from '../aws/arn.ts';
import { uuidFrom } from '../world/made-ids.ts';
import type { Simulation } from './simulation.ts';

type InWorld = Pick<Simulation, 'scenario' | 'fleet' | 'names'>;

/** An EC2 instance is one of EC2; a hybrid node is one of Systems Manager. */
export function nodeArn({ scenario, fleet, names }: InWorld, node: number): string {
  const id = names.idOf(node);
  const isHybrid = fleet.groupOf(node).hybridActivation !== null;
  return isHybrid
    ? arnOf('ssm', scenario.account, `managed-instance/${id}`)
    : arnOf('ec2', scenario.account, `instance/${id}`);
}

/** As compliance and registration name any node. */
export function managedInstanceArn({ scenario, names }: InWorld, node: number): string {
  return arnOf('ssm', scenario.account, `managed-instance/${names.idOf(node)}`);
}

/** The id that AWS would give, such as that of a command. */
export function awsUuid({ scenario }: Pick<Simulation, 'scenario'>, kind: string, id: string): string {
  return uuidFrom(scenario.name, kind, id);
}
