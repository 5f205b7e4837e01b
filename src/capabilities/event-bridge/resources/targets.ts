/**
 * Targets of a rule, as they are written.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-events-rule-target.html
 */
import * as z from 'zod/mini';
import type { Reading } from '../../../cloudformation/resource-spec.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { listOfLength } from '../../../fields/aws-fields.ts';
import { ignored, integer, listOf, map, mapOf, text } from '../../../fields/fields.ts';
import { type Partly, Unknown } from '../../../fields/unknown.ts';
import type { RuleTarget } from '../state.ts';

const awsError = 'ValidationException';

/** Properties for services that fleetsim does not simulate. */
const otherServices = () =>
  ignored(
    'AppSyncParameters',
    'BatchParameters',
    'EcsParameters',
    'HttpParameters',
    'KinesisParameters',
    'RedshiftDataParameters',
    'SageMakerPipelineParameters',
  );

const retry = { ageSeconds: 86_400, attempts: 185 };

/** What becomes of what a target does not take. */
export const queueAndRetry = () => ({
  DeadLetterConfig: z.optional(map({ Arn: z.optional(text('the ARN of a queue', { min: 1, max: 1600 })) })),
  RetryPolicy: z.optional(
    map({
      MaximumEventAgeInSeconds: z.optional(integer(60, retry.ageSeconds)),
      MaximumRetryAttempts: z.optional(integer(0, retry.attempts)),
    }),
  ),
});

export const targetField = () =>
  map({
    ...otherServices(),
    ...queueAndRetry(),
    Arn: text('the ARN of a target, such as !Ref OnCall', { min: 1, max: 1600 }),
    Id: text('an id of 1 to 64 letters, digits, _ - and .', { pattern: /^[.\-_A-Za-z0-9]{1,64}$/ }),
    Input: z.optional(text('JSON text', { max: 8192 })),
    InputPath: z.optional(text('a path such as $.detail', { max: 256 })),
    InputTransformer: z.optional(
      map({
        InputPathsMap: z.optional(mapOf(text('a path such as $.detail.instance-id', { max: 256 }))),
        InputTemplate: text('a template such as "<instance> has failed"', { min: 1, max: 8192 }),
      }),
    ),
    RoleArn: z.optional(text('the ARN of a role', { min: 1, max: 1600 })),
    RunCommandParameters: z.optional(
      map({
        RunCommandTargets: listOfLength(
          map({
            Key: text('InstanceIds or tag:<key>', { min: 1, max: 128 }),
            Values: listOf(text('a value', { min: 1, max: 256 })),
          }),
          'targets',
          1,
          5,
        ),
      }),
    ),
    SqsParameters: z.optional(map({ MessageGroupId: text('a message group', { min: 1, max: 100 }) })),
  });
type Written = z.output<ReturnType<typeof targetField>>;

/** #API_Target: an event reaches a target as it is, or by one of the three. */
export function refuseTarget(target: Partly<Written>, path: DataPath, { context }: Reading): void {
  if (target instanceof Unknown) return;
  const given = (['Input', 'InputPath', 'InputTransformer'] as const).filter(
    (key) => target[key] !== undefined,
  );
  if (given.length > 1) {
    const message = `expected only one of Input, InputPath and InputTransformer, found ${given.join(' and ')}`;
    context.error([...path, given[1]!], 'bad-value', message, { at: 'key', awsError });
  }
}

export function buildTarget(known: Written): RuleTarget {
  const { InputTransformer: transformer, RunCommandParameters: command } = known;
  return {
    id: known.Id,
    arn: known.Arn,
    roleArn: known.RoleArn ?? null,
    input: known.Input ?? null,
    inputPath: known.InputPath ?? null,
    inputTransformer:
      transformer === undefined
        ? null
        : { paths: transformer.InputPathsMap ?? {}, template: transformer.InputTemplate },
    runCommandTargets:
      command?.RunCommandTargets.map(({ Key, Values }) => ({ key: Key, values: Values })) ?? null,
    ...retryOf(known),
  };
}

export function retryOf({
  RetryPolicy: policy,
  DeadLetterConfig: letters,
}: Pick<Written, 'RetryPolicy' | 'DeadLetterConfig'>): Pick<RuleTarget, 'retry' | 'deadLetterArn'> {
  return {
    retry: {
      maximumAgeMs: (policy?.MaximumEventAgeInSeconds ?? retry.ageSeconds) * 1000,
      maximumAttempts: policy?.MaximumRetryAttempts ?? retry.attempts,
    },
    deadLetterArn: letters?.Arn ?? null,
  };
}
