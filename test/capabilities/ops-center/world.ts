/** OpsItems in the quiet world. */
import type { Simulated } from '../../support/simulate.ts';
import { at, type Sections, simulate } from '../quiet-world.ts';

/** Operational data with a deduplication string, and the rest as flow YAML: `, /aws/resources: …`. */
export const dedup = (string: string, more = '') =>
  `OperationalData: { /aws/dedup: { Type: SearchableString, Value: '{"dedupString":"${string}"}' }${more} }`;

export const resources = (...arns: readonly string[]) =>
  `, /aws/resources: { Type: SearchableString, Value: '${JSON.stringify(arns.map((arn) => ({ arn })))}' }`;

export const runbooks = (...names: readonly string[]) =>
  `, /aws/automations: { Value: '${JSON.stringify(
    names.map((automationId) => ({ automationType: 'AWS:SSM:Automation', automationId })),
  )}' }`;

export const create = (id: string, clock = '1', more = '') =>
  `{ id: ${id}, at: ${at(clock)}, CreateOpsItem: { Title: disk full, Description: the disk is full, Source: EC2${more === '' ? '' : `, ${more}`} } }`;

export const update = (item: string, clock: string, more = 'Status: Resolved') =>
  `{ id: update-${clock.replaceAll(':', '-')}, at: ${at(clock)}, UpdateOpsItem: { OpsItemId: ${item}, ${more} } }`;

export const everything = '{ statements: [{ Effect: Allow, Action: "*", Resource: "*" }] }';

/** Operators of these models, each a principal who may do everything. */
export function operators(models: Readonly<Record<string, string>>): Sections {
  const names = Object.keys(models);
  return {
    principals: `{ ${names.map((name) => `${name}: ${everything}`).join(', ')} }`,
    model: `{ operators: { ${names.map((name) => `${name}: ${models[name]}`).join(', ')} } }`,
  };
}

export function opsItems(actions: readonly string[], sections: Sections = {}): Simulated {
  return simulate({ actions: `[${actions.join(', ')}]`, ...sections });
}

/** What AWS refused, by action. */
export function refusals({ outcome }: Simulated): string[] {
  return outcome.simulation.refused.map(({ action, error }) => `${action.id} ${error.replace(/:.*/s, '')}`);
}

/** An alarm on nodes that are down, which creates an OpsItem. */
export const alarm = (id = 'Down', action = '2#CATEGORY=Availability', key = 'AlarmActions') =>
  `{ Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: ${id}, Namespace: fleetsim, MetricName: NodesDown,
    Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold,
    ${key}: ["arn:aws:ssm:us-east-1:123456789012:opsitem:${action}"] } }`;

export const fault = (action: string, clock: string, node = 'web-0001') =>
  `{ id: ${action}-${clock.replaceAll(':', '-')}, at: ${at(clock)}, nodes: { names: [${node}] }, action: ${action} }`;

const role = `{ Type: AWS::IAM::Role, Properties: {
  AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: "sts:AssumeRole" }] },
  Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: "ssm:CreateOpsItem", Resource: "*" }] } }] } }`;

/** A rule on stopped instances whose target is an OpsItem. */
export const rule = (target = '', rest = role) =>
  `{ Stopped: { Type: AWS::Events::Rule, Properties: {
      EventPattern: { source: [aws.ec2], detail-type: ["EC2 Instance State-change Notification"], detail: { state: [stopped] } },
      Targets: [{ Id: item, Arn: "arn:aws:ssm:us-east-1:123456789012:opsitem", RoleArn: !GetAtt Role.Arn${target} }] } },
    Role: ${rest} }`;

/** The template of AWS's own default rules, with these parts beside title, description and source. */
export const template = (parts: object = {}) => {
  const written = {
    title: 'Instance stopped',
    description: '<id> stopped',
    source: 'EC2',
    severity: '3',
    ...parts,
  };
  return `, InputTransformer: { InputPathsMap: { id: "$.detail.instance-id" }, InputTemplate: '${JSON.stringify(written)}' }`;
};

export const dedupData = (dedupString: string) => ({
  '/aws/dedup': { type: 'SearchableString', value: JSON.stringify({ dedupString }) },
});
