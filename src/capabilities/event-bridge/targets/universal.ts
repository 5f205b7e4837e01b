/**
 * Universal targets of EventBridge Scheduler: calls of the API by their ARN, with the request as Input.
 *
 * AWS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
import { type Limit, limitOr } from '../../../aws/rate-control.ts';
import { documentName } from '../../../cloudformation/document-spec.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { PowerAction } from '../../managed-nodes/facts.ts';
import type { RuleTarget } from '../state.ts';

export type ApiRequest = Readonly<Record<string, unknown>>;

export interface UniversalCall {
  /** `SendCommand` */
  readonly name: string;
  /** Null: this version does not make it. */
  readonly made: MadeCall | null;
}

interface MadeCall {
  /** Keys that the request must have; one of several where `|` is between them. */
  readonly required: readonly string[];
  readonly example: string;
  /** The same as the target of a rule. */
  readonly asTarget: (request: ApiRequest) => Partial<RuleTarget>;
}

/** Null: the ARN is none of a universal target. */
export function universalCall(arn: string): UniversalCall | null {
  const found = /^arn:[^:]+:scheduler:::aws-sdk:([a-z0-9]+):([a-zA-Z0-9]+)$/.exec(arn);
  if (found === null) return null;
  const [, service, api] = found as unknown as [string, string, string];
  return {
    name: `${api[0]!.toUpperCase()}${api.slice(1)}`,
    made: madeCalls[`${service}:${api}`] ?? null,
  };
}

const ofInstances = (action: PowerAction): MadeCall => ({
  required: ['InstanceIds'],
  example: '{ "InstanceIds": ["i-0123456789abcdef0"] }',
  asTarget: ({ InstanceIds }) => ({ power: { action, instanceIds: textsIn(InstanceIds) }, input: null }),
});

const madeCalls: Readonly<Record<string, MadeCall>> = {
  'ssm:sendCommand': {
    required: ['DocumentName', 'Targets|InstanceIds'],
    example:
      '{ "DocumentName": "AWS-RunPatchBaseline", "Targets": [{ "Key": "tag:Patch Group", "Values": ["web"] }] }',
    asTarget: (request) => ({
      arn: arnOfDocument('document', request['DocumentName']),
      input: JSON.stringify(request['Parameters'] ?? {}),
      runCommandTargets: [
        ...targetsIn(request['Targets']),
        ...(request['InstanceIds'] === undefined
          ? []
          : [{ key: 'InstanceIds', values: textsIn(request['InstanceIds']) }]),
      ],
      limits: limitsIn(request),
    }),
  },
  'ssm:startAutomationExecution': {
    required: ['DocumentName'],
    example:
      '{ "DocumentName": "AWS-StopEC2Instance", "Parameters": { "InstanceId": ["i-0123456789abcdef0"] } }',
    asTarget: (request) => ({
      arn: arnOfDocument('automation-definition', request['DocumentName']),
      input: JSON.stringify(request['Parameters'] ?? {}),
      ...(request['Targets'] === undefined
        ? {}
        : {
            runCommandTargets: targetsIn(request['Targets']),
            targetParameterName: textOf(request['TargetParameterName']),
            limits: limitsIn(request),
          }),
    }),
  },
  'ec2:startInstances': ofInstances('start'),
  'ec2:stopInstances': ofInstances('stop'),
  'ec2:rebootInstances': ofInstances('reboot'),
  'ec2:terminateInstances': ofInstances('terminate'),
  'sns:publish': {
    required: ['TopicArn', 'Message'],
    example: '{ "TopicArn": "arn:aws:sns:us-east-1:123456789012:oncall", "Message": "It is time" }',
    asTarget: ({ TopicArn, Message }) => ({ arn: textOf(TopicArn), input: JSON.stringify(textOf(Message)) }),
  },
  'lambda:invoke': {
    required: ['FunctionName'],
    example: '{ "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:count" }',
    asTarget: ({ FunctionName, Payload }) => ({ arn: textOf(FunctionName), input: jsonOf(Payload) }),
  },
  'sfn:startExecution': {
    required: ['StateMachineArn'],
    example: '{ "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:patch" }',
    asTarget: ({ StateMachineArn, Input }) => ({ arn: textOf(StateMachineArn), input: jsonOf(Input) }),
  },
};

/** As the target of a rule names it. */
function arnOfDocument(kind: 'document' | 'automation-definition', name: unknown): string {
  return `arn:aws:ssm:::${kind}/${documentName(textOf(name))}:$DEFAULT`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : textOf(value);
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

function targetsIn(value: unknown): { readonly key: string; readonly values: readonly string[] }[] {
  return (Array.isArray(value) ? value : []).flatMap((one) =>
    isMap(one) ? [{ key: textOf(one['Key']), values: textsIn(one['Values']) }] : [],
  );
}

/** API_SendCommand.html and API_StartAutomationExecution.html; what is no limit counts as left out. */
function limitsIn({ MaxConcurrency, MaxErrors }: ApiRequest): { maxConcurrency: Limit; maxErrors: Limit } {
  const limit = (value: unknown, otherwise: string) =>
    limitOr(value === undefined ? otherwise : textOf(value), otherwise);
  return { maxConcurrency: limit(MaxConcurrency, '50'), maxErrors: limit(MaxErrors, '0') };
}
