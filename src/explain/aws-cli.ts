/**
 * Lines of the AWS CLI that look at one node of a real account. Each is complete: ids that only AWS knows are asked for
 * by a command within the line.
 */
import { defaultHostManagementProfile } from '../capabilities/managed-nodes/rules-credentials.ts';
import { commandLine } from '../result/command-line.ts';
import type { Situation } from './situation.ts';

type Who = Pick<Situation, 'id' | 'isHybrid' | 'region'>;

/** `inner` is a line whose output is the last word. */
function line({ region }: Pick<Who, 'region'>, words: readonly string[], inner?: string): string {
  const rest = inner === undefined ? '' : ` "$(${inner})"`;
  return `${commandLine(['aws', '--region', region, ...words])}${rest}`;
}

/** The list of managed nodes: ping status, last ping, agent. */
export function managedNode(who: Who): string {
  const filters = ['--filters', `Key=InstanceIds,Values=${who.id}`];
  const query = 'InstanceInformationList[].[InstanceId,PingStatus,LastPingDateTime,AgentVersion]';
  return line(who, ['ssm', 'describe-instance-information', ...filters, '--query', query]);
}

/** Whether the machine runs. A machine in a data centre is known by its agent alone. */
export function machine(who: Who): string {
  if (who.isHybrid) return managedNode(who);
  return line(who, [
    ...['ec2', 'describe-instance-status', '--include-all-instances', '--instance-ids', who.id],
    ...['--query', 'InstanceStatuses[].[InstanceState.Name,SystemStatus.Status,InstanceStatus.Status]'],
  ]);
}

export function credentials(who: Who): string {
  if (who.isHybrid) {
    const query =
      'ActivationList[].[ActivationId,IamRole,RegistrationsCount,RegistrationLimit,ExpirationDate,Expired]';
    return line(who, ['ssm', 'describe-activations', '--query', query]);
  }
  return line(who, [
    ...[
      'ec2',
      'describe-iam-instance-profile-associations',
      '--filters',
      `Name=instance-id,Values=${who.id}`,
    ],
    ...['--query', 'IamInstanceProfileAssociations[].[State,IamInstanceProfile.Arn]'],
  ]);
}

/** What the policies of a role allow, Denies included. */
export function permissions(who: Who, profileName: string, actions: readonly string[]): string {
  const simulate = ['iam', 'simulate-principal-policy', '--action-names', ...actions];
  const query = ['--query', 'EvaluationResults[].[EvalActionName,EvalDecision]', '--policy-source-arn'];
  const isRole = who.isHybrid || profileName === defaultHostManagementProfile.name;
  const role = isRole
    ? line(who, ['iam', 'get-role', '--role-name', profileName, '--query', 'Role.Arn', '--output', 'text'])
    : line(who, [
        ...['iam', 'get-instance-profile', '--instance-profile-name', profileName],
        ...['--query', 'InstanceProfile.Roles[0].Arn', '--output', 'text'],
      ]);
  return line(who, [...simulate, ...query], role);
}

/** Text of one property of the instance. */
function ofInstance(who: Who, property: string): string {
  return line(who, [
    ...['ec2', 'describe-instances', '--instance-ids', who.id],
    ...['--query', `Reservations[0].Instances[0].${property}`, '--output', 'text'],
  ]);
}

/** Filters take their value after an equals sign, so the answer stands within the word. */
function filtered(who: Who, words: readonly string[], name: string, property: string): string {
  return `${line(who, words)} --filters "Name=${name},Values=$(${ofInstance(who, property)})"`;
}

export function endpoints(who: Who): string {
  if (who.isHybrid) return connection(who);
  const query = 'VpcEndpoints[].[ServiceName,State,VpcEndpointType]';
  return filtered(who, ['ec2', 'describe-vpc-endpoints', '--query', query], 'vpc-id', 'VpcId');
}

export function routes(who: Who): string {
  if (who.isHybrid) return connection(who);
  const query = 'RouteTables[].Routes[].[DestinationCidrBlock,GatewayId,NatGatewayId,State]';
  const words = ['ec2', 'describe-route-tables', '--query', query];
  return filtered(who, words, 'association.subnet-id', 'SubnetId');
}

export function egress(who: Who): string {
  if (who.isHybrid) return connection(who);
  const query = ['--query', 'SecurityGroups[].IpPermissionsEgress[]', '--group-ids'];
  // Without quotation marks: there may be several groups.
  return `${line(who, ['ec2', 'describe-security-groups', ...query])} $(${ofInstance(who, 'SecurityGroups[].GroupId')})`;
}

/** Whether the agent has its channel open. */
export function connection(who: Who): string {
  return line(who, ['ssm', 'get-connection-status', '--target', who.id]);
}

export function tags(who: Who): string {
  if (who.isHybrid) {
    const resource = ['--resource-type', 'ManagedInstance', '--resource-id', who.id];
    return line(who, ['ssm', 'list-tags-for-resource', ...resource]);
  }
  const query = ['--query', 'Tags[].[Key,Value]'];
  return line(who, ['ec2', 'describe-tags', '--filters', `Name=resource-id,Values=${who.id}`, ...query]);
}

export function baseline(who: Who, os: string, patchGroup: string | null): string {
  if (patchGroup === null) return line(who, ['ssm', 'get-default-patch-baseline', '--operating-system', os]);
  const group = ['--patch-group', patchGroup, '--operating-system', os];
  return line(who, ['ssm', 'get-patch-baseline-for-patch-group', ...group]);
}

export function windowsOf(who: Who): string {
  const target = ['--resource-type', 'INSTANCE', '--targets', `Key=InstanceIds,Values=${who.id}`];
  return line(who, ['ssm', 'describe-maintenance-windows-for-target', ...target]);
}

/** `after`: ISO 8601 to the second. */
export function executions(who: Who, windowName: string, after: string): string {
  const id = line(who, [
    ...['ssm', 'describe-maintenance-windows', '--filters', `Key=Name,Values=${windowName}`],
    ...['--query', 'WindowIdentities[0].WindowId', '--output', 'text'],
  ]);
  const filters = ['--filters', `Key=ExecutedAfter,Values=${after}`];
  const query = ['--query', 'WindowExecutions[].[WindowExecutionId,Status,StatusDetails,StartTime]'];
  const words = ['ssm', 'describe-maintenance-window-executions', ...filters, ...query, '--window-id'];
  return line(who, words, id);
}

export function commands(who: Who, after: string): string {
  const filters = [
    '--filters',
    'key=DocumentName,value=AWS-RunPatchBaseline',
    `key=InvokedAfter,value=${after}`,
  ];
  const query =
    'Commands[].[CommandId,StatusDetails,TargetCount,CompletedCount,ErrorCount,DeliveryTimedOutCount,MaxConcurrency,MaxErrors]';
  return line(who, ['ssm', 'list-commands', ...filters, '--query', query]);
}

export function invocations(who: Who, after: string): string {
  const filters = ['--instance-id', who.id, '--filters', `key=InvokedAfter,value=${after}`, '--details'];
  const query =
    'CommandInvocations[].[CommandId,DocumentName,StatusDetails,CommandPlugins[].[Name,StatusDetails,ResponseCode]]';
  return line(who, ['ssm', 'list-command-invocations', ...filters, '--query', query]);
}

export function patchState(who: Who): string {
  return line(who, ['ssm', 'describe-instance-patch-states', '--instance-ids', who.id]);
}

export function patches(who: Who, states: readonly string[]): string {
  const filters = ['--filters', `Key=State,Values=${states.join(',')}`];
  return line(who, ['ssm', 'describe-instance-patches', '--instance-id', who.id, ...filters]);
}
