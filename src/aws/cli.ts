/**
 * Lines of the AWS CLI that look at one node of a real account. Each is complete: ids that only AWS knows are asked for
 * by a command within the line.
 */
import { commandLine } from '../diagnostics/command-line.ts';

/** The node that is looked at. */
export interface NodeInAccount {
  readonly id: string;
  readonly isHybrid: boolean;
  readonly region: string;
}

/** `inner` is a line whose output is the last word. */
function line({ region }: Pick<NodeInAccount, 'region'>, words: readonly string[], inner?: string): string {
  const rest = inner === undefined ? '' : ` "$(${inner})"`;
  return `${commandLine(['aws', '--region', region, ...words])}${rest}`;
}

/** The list of managed nodes: ping status, last ping, agent. */
export function managedNode(node: NodeInAccount): string {
  const filters = ['--filters', `Key=InstanceIds,Values=${node.id}`];
  const query = 'InstanceInformationList[].[InstanceId,PingStatus,LastPingDateTime,AgentVersion]';
  return line(node, ['ssm', 'describe-instance-information', ...filters, '--query', query]);
}

/** Values of parameters, decrypted, as the caller may read them. */
export function parameterValues(node: NodeInAccount, names: readonly string[]): string {
  const query = '[Parameters[].[Name,Version,Type],InvalidParameters]';
  return line(node, ['ssm', 'get-parameters', '--with-decryption', '--names', ...names, '--query', query]);
}

/** Whether the machine runs. A machine in a data centre is known by its agent alone. */
export function machine(node: NodeInAccount): string {
  if (node.isHybrid) return managedNode(node);
  return line(node, [
    ...['ec2', 'describe-instance-status', '--include-all-instances', '--instance-ids', node.id],
    ...['--query', 'InstanceStatuses[].[InstanceState.Name,SystemStatus.Status,InstanceStatus.Status]'],
  ]);
}

export function credentials(node: NodeInAccount): string {
  if (node.isHybrid) {
    const query =
      'ActivationList[].[ActivationId,IamRole,RegistrationsCount,RegistrationLimit,ExpirationDate,Expired]';
    return line(node, ['ssm', 'describe-activations', '--query', query]);
  }
  return line(node, [
    ...[
      'ec2',
      'describe-iam-instance-profile-associations',
      '--filters',
      `Name=instance-id,Values=${node.id}`,
    ],
    ...['--query', 'IamInstanceProfileAssociations[].[State,IamInstanceProfile.Arn]'],
  ]);
}

/** What the policies allow, Denies included: of a role, or of the one in an instance profile. */
export function permissions(
  node: NodeInAccount,
  policies: { readonly name: string; readonly isRole: boolean },
  actions: readonly string[],
): string {
  const simulate = ['iam', 'simulate-principal-policy', '--action-names', ...actions];
  const query = ['--query', 'EvaluationResults[].[EvalActionName,EvalDecision]', '--policy-source-arn'];
  const { name, isRole } = policies;
  const role = isRole
    ? line(node, ['iam', 'get-role', '--role-name', name, '--query', 'Role.Arn', '--output', 'text'])
    : line(node, [
        ...['iam', 'get-instance-profile', '--instance-profile-name', name],
        ...['--query', 'InstanceProfile.Roles[0].Arn', '--output', 'text'],
      ]);
  return line(node, [...simulate, ...query], role);
}

/** Text of one property of the instance. */
function ofInstance(node: NodeInAccount, property: string): string {
  return line(node, [
    ...['ec2', 'describe-instances', '--instance-ids', node.id],
    ...['--query', `Reservations[0].Instances[0].${property}`, '--output', 'text'],
  ]);
}

/** Filters take their value after an equals sign, so the answer is part of the word. */
function filtered(node: NodeInAccount, words: readonly string[], name: string, property: string): string {
  return `${line(node, words)} --filters "Name=${name},Values=$(${ofInstance(node, property)})"`;
}

export function endpoints(node: NodeInAccount): string {
  if (node.isHybrid) return connection(node);
  const query = 'VpcEndpoints[].[ServiceName,State,VpcEndpointType]';
  return filtered(node, ['ec2', 'describe-vpc-endpoints', '--query', query], 'vpc-id', 'VpcId');
}

export function routes(node: NodeInAccount): string {
  if (node.isHybrid) return connection(node);
  const query = 'RouteTables[].Routes[].[DestinationCidrBlock,GatewayId,NatGatewayId,State]';
  const words = ['ec2', 'describe-route-tables', '--query', query];
  return filtered(node, words, 'association.subnet-id', 'SubnetId');
}

export function egress(node: NodeInAccount): string {
  if (node.isHybrid) return connection(node);
  const query = ['--query', 'SecurityGroups[].IpPermissionsEgress[]', '--group-ids'];
  // Without quotation marks: there may be several groups.
  return `${line(node, ['ec2', 'describe-security-groups', ...query])} $(${ofInstance(node, 'SecurityGroups[].GroupId')})`;
}

/** Whether the agent has its channel open. */
export function connection(node: NodeInAccount): string {
  return line(node, ['ssm', 'get-connection-status', '--target', node.id]);
}

export function tags(node: NodeInAccount): string {
  if (node.isHybrid) {
    const resource = ['--resource-type', 'ManagedInstance', '--resource-id', node.id];
    return line(node, ['ssm', 'list-tags-for-resource', ...resource]);
  }
  const query = ['--query', 'Tags[].[Key,Value]'];
  return line(node, ['ec2', 'describe-tags', '--filters', `Name=resource-id,Values=${node.id}`, ...query]);
}

export function baseline(node: NodeInAccount, os: string, patchGroup: string | null): string {
  if (patchGroup === null) return line(node, ['ssm', 'get-default-patch-baseline', '--operating-system', os]);
  const group = ['--patch-group', patchGroup, '--operating-system', os];
  return line(node, ['ssm', 'get-patch-baseline-for-patch-group', ...group]);
}

export function windowsOf(node: NodeInAccount): string {
  const target = ['--resource-type', 'INSTANCE', '--targets', `Key=InstanceIds,Values=${node.id}`];
  return line(node, ['ssm', 'describe-maintenance-windows-for-target', ...target]);
}

/** `after`: ISO 8601 to the second. */
export function executions(node: NodeInAccount, windowName: string, after: string): string {
  const id = line(node, [
    ...['ssm', 'describe-maintenance-windows', '--filters', `Key=Name,Values=${windowName}`],
    ...['--query', 'WindowIdentities[0].WindowId', '--output', 'text'],
  ]);
  const filters = ['--filters', `Key=ExecutedAfter,Values=${after}`];
  const query = ['--query', 'WindowExecutions[].[WindowExecutionId,Status,StatusDetails,StartTime]'];
  const words = ['ssm', 'describe-maintenance-window-executions', ...filters, ...query, '--window-id'];
  return line(node, words, id);
}

export function commands(node: NodeInAccount, after: string): string {
  const filters = [
    '--filters',
    'key=DocumentName,value=AWS-RunPatchBaseline',
    `key=InvokedAfter,value=${after}`,
  ];
  const query =
    'Commands[].[CommandId,StatusDetails,TargetCount,CompletedCount,ErrorCount,DeliveryTimedOutCount,MaxConcurrency,MaxErrors]';
  return line(node, ['ssm', 'list-commands', ...filters, '--query', query]);
}

/** What State Manager last said of every association on the node. */
export function associations(node: NodeInAccount): string {
  const query =
    'InstanceAssociationStatusInfos[].[Name,AssociationName,Status,DetailedStatus,ExecutionDate,ErrorCode]';
  return line(node, [
    'ssm',
    'describe-instance-associations-status',
    '--instance-id',
    node.id,
    '--query',
    query,
  ]);
}

export function invocations(node: NodeInAccount, after: string): string {
  const filters = ['--instance-id', node.id, '--filters', `key=InvokedAfter,value=${after}`, '--details'];
  const query =
    'CommandInvocations[].[CommandId,DocumentName,StatusDetails,CommandPlugins[].[Name,StatusDetails,ResponseCode]]';
  return line(node, ['ssm', 'list-command-invocations', ...filters, '--query', query]);
}

export function patchState(node: NodeInAccount): string {
  return line(node, ['ssm', 'describe-instance-patch-states', '--instance-ids', node.id]);
}

export function patches(node: NodeInAccount, states: readonly string[]): string {
  const filters = ['--filters', `Key=State,Values=${states.join(',')}`];
  return line(node, ['ssm', 'describe-instance-patches', '--instance-id', node.id, ...filters]);
}

/** What a rule of EventBridge invokes, and in whose name. */
export function targetsOfRule(node: NodeInAccount, rule: string): string {
  return line(node, [
    ...['events', 'list-targets-by-rule', '--rule', rule],
    ...['--query', 'Targets[].[Id,Arn,RoleArn,DeadLetterConfig.Arn]'],
  ]);
}

/** The steps of an execution of a runbook, with what made each of them fail. */
export function stepsOfExecution(node: NodeInAccount, executionId: string): string {
  return line(node, [
    ...['ssm', 'describe-automation-step-executions', '--automation-execution-id', executionId],
    ...['--query', 'StepExecutions[].[StepName,StepStatus,FailureMessage]'],
  ]);
}

/** The policy of a topic, the key that it is encrypted with, and how often it is published to. */
export function topicAttributes(node: NodeInAccount, arn: string): string {
  return line(node, ['sns', 'get-topic-attributes', '--topic-arn', arn]);
}

/** What rules of AWS Config say of what the node reports. */
export function configCompliance(node: NodeInAccount, resourceType: string): string {
  const of = ['--resource-type', resourceType, '--resource-id', node.id];
  return line(node, ['configservice', 'get-compliance-details-by-resource', ...of]);
}
