/** Functions and state machines, as names, and who may invoke them. */
import * as z from 'zod/mini';
import { documentName } from '../../cloudformation/document-spec.ts';
import { type AnyResourceSpec, resource } from '../../cloudformation/resource-spec.ts';
import { tagList } from '../../fields/aws-fields.ts';
import { ignored, integer, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import type { ResourceStatement } from '../../world/identity.ts';

export interface Callee {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
}

const ofFunctions = [
  'Architectures',
  'CapacityProviderConfig',
  'Code',
  'CodeSigningConfigArn',
  'DeadLetterConfig',
  'DurableConfig',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'FunctionScalingConfig',
  'Handler',
  'ImageConfig',
  'KmsKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'PublishToLatestPublished',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'RuntimeManagementConfig',
  'SnapStart',
  'TenancyConfig',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
] as const;

export const lambdaFunction = resource({
  type: 'AWS::Lambda::Function',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html',
  is: 'A function, which does what model.functions says',
  attributes: [
    'Arn',
    'SnapStartResponse',
    'SnapStartResponse.ApplyOn',
    'SnapStartResponse.OptimizationStatus',
  ],
  nameProperty: 'FunctionName',
  arn: (name, { partition, region, id }) => `arn:${partition}:lambda:${region}:${id}:function:${name}`,
  awsError: 'InvalidParameterValueException',
  fields: () => ({
    ...ignored(...ofFunctions),
    Description: z.optional(text('a description', { max: 256 })),
    FunctionName: z.optional(
      text('a function name of letters, digits and _ -', { min: 1, max: 140, pattern: /^[\w:-]+$/ }),
    ),
    Tags: z.optional(tagList()),
  }),
  refusals() {},
  build: ({ FunctionName }, { logicalId, arn }): Callee => ({
    logicalId,
    name: FunctionName ?? logicalId,
    arn,
  }),
});

const ofMachines = [
  'Definition',
  'DefinitionS3Location',
  'DefinitionString',
  'DefinitionSubstitutions',
  'EncryptionConfiguration',
  'LoggingConfiguration',
  'RoleArn',
  'StateMachineType',
  'TracingConfiguration',
] as const;

export const stateMachine = resource({
  type: 'AWS::StepFunctions::StateMachine',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html',
  is: 'A state machine, which does what model.functions says',
  attributes: ['Arn', 'Name', 'StateMachineRevisionId'],
  nameProperty: 'StateMachineName',
  refersByArn: true,
  arn: (name, { partition, region, id }) => `arn:${partition}:states:${region}:${id}:stateMachine:${name}`,
  awsError: 'InvalidName',
  fields: () => ({
    ...ignored(...ofMachines),
    StateMachineName: z.optional(text('the name of a state machine', { min: 1, max: 80 })),
    Tags: z.optional(tagList()),
  }),
  refusals() {},
  build: ({ StateMachineName }, { logicalId, arn }): Callee => ({
    logicalId,
    name: StateMachineName ?? logicalId,
    arn,
  }),
});

export interface Permission {
  /** Name of the function. */
  readonly function: string;
  readonly statement: ResourceStatement;
}

/**
 * One statement of a function's policy.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions
 */
export const permission = resource({
  type: 'AWS::Lambda::Permission',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html',
  is: 'Lets a service invoke a function',
  attributes: ['Id'],
  awsError: 'InvalidParameterValueException',
  fields: () => ({
    Action: text('an action, such as lambda:InvokeFunction', {
      pattern: /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
    }),
    ...ignored('EventSourceToken', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'PrincipalOrgID'),
    FunctionName: text('the name or ARN of a function, such as !Ref PageOnTwo', { min: 1, max: 140 }),
    // The schema of the type has the length; API_AddPermission.html has no space in it.
    Principal: text('who may invoke it, such as events.amazonaws.com', {
      min: 1,
      max: 256,
      pattern: /^\S+$/,
    }),
    SourceAccount: z.optional(text('an account of twelve digits', { pattern: /^\d{12}$/ })),
    SourceArn: z.optional(text('the ARN of a rule, such as !GetAtt Rule.Arn', { min: 1, max: 1024 })),
  }),
  refusals() {},
  build({ Action, FunctionName, Principal, SourceAccount, SourceArn }): Permission {
    const condition = (operator: string, key: string, value: string | undefined) =>
      value === undefined ? [] : [{ operator, key, values: [value] }];
    return {
      function: documentName(FunctionName),
      statement: {
        effect: 'Allow',
        principals: [Principal],
        actions: [Action],
        conditions: [
          ...condition('ArnLike', 'aws:sourcearn', SourceArn),
          ...condition('StringEquals', 'aws:sourceaccount', SourceAccount),
        ],
      },
    };
  },
});

/** How often Lambda tries again. AWS: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export const eventInvokeConfig = resource({
  type: 'AWS::Lambda::EventInvokeConfig',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventinvokeconfig.html',
  is: 'How often an asynchronous invocation that failed is tried again',
  attributes: [],
  fields: () => ({
    ...ignored('DestinationConfig'),
    FunctionName: text('the name of a function', { min: 1, max: 256 }),
    MaximumEventAgeInSeconds: z.optional(integer(60, 21_600)),
    MaximumRetryAttempts: z.optional(integer(0, 2)),
    Qualifier: text('a version, an alias or $LATEST', { min: 1, max: 128 }),
  }),
  refusals() {},
  build: ({ FunctionName, MaximumEventAgeInSeconds = 21_600, MaximumRetryAttempts = 2 }) => ({
    function: documentName(FunctionName),
    ageMaxMs: MaximumEventAgeInSeconds * 1000,
    retriesMax: MaximumRetryAttempts,
  }),
});

export const functionResources: readonly AnyResourceSpec[] = [
  lambdaFunction,
  stateMachine,
  permission,
  eventInvokeConfig,
];

const nothing = 'Has no effect on a run: model.functions says what it does';
const nothingAt = (type: string, names: readonly string[]): Meanings =>
  Object.fromEntries(names.map((name) => [`${type}.${name}`, nothing]));

export const functionMeanings: Meanings = {
  ...nothingAt(lambdaFunction.type, ofFunctions),
  ...nothingAt(stateMachine.type, ofMachines),
  'AWS::Lambda::Function.FunctionName': 'The name of the function; left out: its logical id',
  StateMachineName: 'The name of the state machine; left out: its logical id',
  'AWS::Lambda::Permission.Action': 'What is allowed, such as lambda:InvokeFunction',
  EventSourceToken: 'Has no effect on a run',
  FunctionUrlAuthType: 'Has no effect on a run',
  InvokedViaFunctionUrl: 'Has no effect on a run',
  PrincipalOrgID: 'Has no effect on a run',
  'AWS::Lambda::Permission.FunctionName': 'The function, by name or ARN',
  'AWS::Lambda::Permission.Principal': 'The service that may invoke it: events.amazonaws.com for rules',
  SourceAccount: 'Only for this account. EventBridge names no account, so that a rule is kept out by it',
  SourceArn: 'Only for this rule or alarm',
  DestinationConfig: 'Has no effect on a run',
  Qualifier: 'Has no effect on a run: every version does the same',
  'AWS::Lambda::EventInvokeConfig.FunctionName': 'The function, by name or ARN',
  MaximumEventAgeInSeconds: { says: 'How long it is tried', default: 21_600 },
  MaximumRetryAttempts: { says: 'How often it is tried again', default: 2 },
};
