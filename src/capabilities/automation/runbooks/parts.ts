/**
 * What AWS's own runbooks are made of. Order, names and actions of steps are AWS's, as far as it has published them.
 *
 * ASSUMPTION managed-runbooks: AWS revises its runbooks, and publishes the steps of few. Where it has published no property of a step, the step
 * has the default: it aborts, and is tried once.
 */
import {
  type Runbook,
  type RunbookParameter,
  type Step,
  stepDefaults,
  type Value,
  type ValueMap,
} from '../content/runbook.ts';

/** By name. Made when something starts one, so that a run that starts none pays nothing. */
export type ManagedRunbooks = Readonly<Record<string, () => Runbook>>;

type Parameters = Readonly<Record<string, RunbookParameter>>;

export const required = (type = 'String'): RunbookParameter => ({ type });
export const optional = (value: Value = '', type = 'String'): RunbookParameter => ({ type, default: value });

/** The role is optional unless the runbook says otherwise. */
export function runbook(
  parameters: Parameters,
  steps: readonly Step[],
  outputs: readonly string[] = [],
): Runbook {
  return {
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: { AutomationAssumeRole: optional(), ...parameters },
    variables: {},
    steps,
    outputs,
  };
}

export function step(
  name: string,
  action: string,
  inputs: ValueMap,
  properties: Partial<Omit<Step, 'name' | 'action' | 'inputs'>> = {},
): Step {
  return {
    name,
    action: `aws:${action}`,
    inputs,
    outputs: [],
    steps: [],
    ...stepDefaults,
    ...properties,
  };
}

export const approvers: Parameters = { Approvers: required('StringList'), SNSTopicArn: required() };

export function approval(name: string, what: string): Step {
  return step(name, 'approve', {
    NotificationArn: '{{ SNSTopicArn }}',
    Message: `Approve before AWS Systems Manager goes on to ${what}`,
    MinRequiredApprovals: 1,
    Approvers: '{{ Approvers }}',
  });
}

export const lambdaRole: Parameters = { LambdaAssumeRole: optional() };

/** A function that the runbook itself has put up. The file describes it by its name without the id of the execution. */
export function lambda(name: string, functionName: string, properties: Partial<Step> = {}): Step {
  return step(name, 'invokeLambdaFunction', { FunctionName: functionName }, properties);
}

/** Many older runbooks put up a stack with a function, invoke it, and delete the stack. */
export function withStack(
  stack: string,
  steps: readonly Step[],
  [first, last] = ['createDocumentStack', 'deleteCloudFormationTemplate'],
): Step[] {
  const StackName = `${stack}{{ automation:EXECUTION_ID }}`;
  return [
    step(first!, 'createStack', { StackName, Capabilities: ['CAPABILITY_IAM'] }),
    ...steps,
    step(last!, 'deleteStack', { StackName }),
  ];
}

export const changeState = (name: string, inputs: ValueMap, properties: Partial<Step> = {}): Step =>
  step(name, 'changeInstanceState', { InstanceIds: '{{ InstanceId }}', ...inputs }, properties);

export const jumpTo = (name: string): Pick<Step, 'onFailure'> => ({ onFailure: { step: name } });
