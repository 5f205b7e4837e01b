/**
 * AWS::Scheduler::Schedule: EventBridge Scheduler. It comes due like a rule with a schedule, in a time zone of its own, and has
 * one target, which it invokes in the name of a role.
 *
 * AWS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
import * as z from 'zod/mini';
import { patchingDocuments } from '../../../aws/patching-documents.ts';
import { maxConcurrencyPattern, maxErrorsPattern } from '../../../aws/rate-control.ts';
import { scheduleRefusal } from '../../../aws/schedule/refusal.ts';
import {
  firstStartAtOrAfter,
  isScheduleProblem,
  isTimezone,
  parseScheduleExpression,
  type Schedule,
} from '../../../aws/schedule/schedule.ts';
import { type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { describe, isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { choice, ignored, integer, map, text } from '../../../fields/fields.ts';
import { parsedJson } from '../../../fields/json-values.ts';
import { time } from '../../../fields/quantities.ts';
import { type Partly, Unknown } from '../../../fields/unknown.ts';
import type { Rule, RuleTarget } from '../state.ts';
import { type ApiRequest, universalCall } from '../targets/universal.ts';
import { queueAndRetry, retryOf } from './targets.ts';

const awsError = 'ValidationException';

/** Parameters for services that fleetsim does not simulate, and what a FIFO queue is told. */
const otherServices = () =>
  ignored(
    'EcsParameters',
    'EventBridgeParameters',
    'KinesisParameters',
    'SageMakerPipelineParameters',
    'SqsParameters',
  );

const target = () =>
  map({
    ...otherServices(),
    ...queueAndRetry(),
    Arn: text('the ARN of a target, such as arn:aws:scheduler:::aws-sdk:ssm:sendCommand', {
      min: 1,
      max: 1600,
    }),
    Input: z.optional(text('JSON text', { min: 1 })),
    RoleArn: text('the ARN of a role that scheduler.amazonaws.com may assume', { min: 1, max: 1600 }),
  });
type Written = z.output<ReturnType<typeof target>>;

export const schedule = resource({
  type: 'AWS::Scheduler::Schedule',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html',
  is: 'What EventBridge Scheduler calls, and when',
  attributes: ['Arn'],
  nameProperty: 'Name',
  arn: (name, { id, region, partition }, { GroupName: group }) =>
    `arn:${partition}:scheduler:${region}:${id}:schedule/${typeof group === 'string' ? group : 'default'}/${name}`,
  fields: () => ({
    ...ignored('KmsKeyArn'),
    Description: z.optional(text('a description', { max: 512 })),
    EndDate: z.optional(time()),
    FlexibleTimeWindow: map({
      MaximumWindowInMinutes: z.optional(integer(1, 1440)),
      Mode: choice('OFF', 'FLEXIBLE'),
    }),
    GroupName: z.optional(text('the name of a group', { pattern: /^[0-9a-zA-Z_.-]{1,64}$/ })),
    Name: z.optional(
      text('a name of 1 to 64 letters, digits, _ - and .', { pattern: /^[0-9a-zA-Z_.-]{1,64}$/ }),
    ),
    ScheduleExpression: text('a schedule, such as "cron(0 2 ? * SUN *)"', { min: 1, max: 256 }),
    ScheduleExpressionTimezone: z.optional(
      text('an IANA time zone such as Europe/Berlin', { min: 1, max: 50 }),
    ),
    StartDate: z.optional(time()),
    State: z.optional(choice('ENABLED', 'DISABLED')),
    Target: target(),
  }),
  refusals(seen, { path, context }) {
    const { FlexibleTimeWindow: flexible, ScheduleExpressionTimezone: zone, Target } = seen;
    const refuse = (key: string, message: string, help?: string) =>
      context.error([...path, key], 'bad-value', message, {
        awsError,
        ...(help === undefined ? {} : { help }),
      });
    if (!(flexible instanceof Unknown)) {
      const { Mode, MaximumWindowInMinutes: minutes } = flexible;
      if (Mode === 'FLEXIBLE' && minutes === undefined)
        refuse(
          'FlexibleTimeWindow',
          'missing: expected MaximumWindowInMinutes, 1 to 1440, with Mode FLEXIBLE',
        );
      if (Mode === 'OFF' && minutes !== undefined)
        refuse('FlexibleTimeWindow', 'expected no MaximumWindowInMinutes with Mode OFF');
    }
    if (typeof zone === 'string' && !isTimezone(zone))
      refuse('ScheduleExpressionTimezone', `expected an IANA time zone such as Europe/Berlin, found ${zone}`);
    refuseExpression(seen.ScheduleExpression, [...path, 'ScheduleExpression'], context);
    refuseTarget(Target, [...path, 'Target'], context);
  },
  mayInstall: installsUnseen,
  build(known, { logicalId, arn, context }): Rule {
    const account = context.accountOf(logicalId);
    const { FlexibleTimeWindow: flexible, ScheduleExpression: expression } = known;
    return {
      kind: 'schedule',
      service: 'scheduler.amazonaws.com',
      logicalId,
      ...(account === '' ? {} : { account }),
      name: known.Name ?? logicalId,
      arn,
      bus: 'default',
      isEnabled: known.State !== 'DISABLED',
      pattern: null,
      schedule: scheduleOf(known, context.startMs),
      flexibleMs: flexible.Mode === 'FLEXIBLE' ? (flexible.MaximumWindowInMinutes ?? 0) * 60_000 : 0,
      scheduleExpression: expression,
      roleArn: known.Target.RoleArn,
      targets: [targetOf(known.Target)],
    };
  },
});

/** By a call that is not made, such as CreateAssociation. */
function installsUnseen({ targets }: Rule): boolean {
  return targets.some(
    ({ arn, input }) =>
      universalCall(arn)?.made === null &&
      input !== null &&
      input.includes('Install') &&
      patchingDocuments.some((name) => input.includes(name)),
  );
}

/** One-time expressions are those of windows; all others those of rules. */
function parsed(expression: string) {
  return parseScheduleExpression(expression, expression.startsWith('at(') ? 'window' : 'rule');
}

/** When it comes due. */
export interface Timing {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string | undefined;
  readonly StartDate?: number | undefined;
  readonly EndDate?: number | undefined;
}

/**
 * A rate counts from StartDate, else from the creation of the schedule, which is older than the run: it is next due one
 * interval after `start`. Null: AWS refuses the expression.
 */
export function scheduleOf(timing: Timing, startMs: number): Schedule | null {
  const { StartDate = null, EndDate = null, ScheduleExpressionTimezone: timezone = 'UTC' } = timing;
  const expression = parsed(timing.ScheduleExpression);
  if (isScheduleProblem(expression)) return null;
  const anchorMs = expression.kind === 'rate' ? startMs + expression.periodMs : startMs;
  return { expression, timezone, offsetDays: 0, startDateMs: StartDate, endDateMs: EndDate, anchorMs };
}

function refuseExpression(given: string | Unknown, path: DataPath, context: Reading['context']): void {
  if (given instanceof Unknown) return;
  const expression = parsed(given);
  if (isScheduleProblem(expression)) {
    const { message, help } = scheduleRefusal(given, expression, 'rule');
    context.error(path, 'bad-schedule', message, { awsError, help });
  } else if (
    firstStartAtOrAfter(scheduleOf({ ScheduleExpression: given }, context.startMs)!, context.startMs) === null
  ) {
    context.warning(path, 'never-starts', 'this schedule never comes due after the start of the run');
  }
}

function refuseTarget(given: Partly<Written> | Unknown, path: DataPath, context: Reading['context']): void {
  if (given instanceof Unknown || given.Arn instanceof Unknown) return;
  const call = universalCall(given.Arn);
  if (call === null || given.Input instanceof Unknown) return;
  const { made } = call;
  if (made === null) {
    const { message, options } = notSimulated({
      name: `the call ${call.name} of EventBridge Scheduler`,
      touches: 'what it changes is missing from every answer',
      instead: 'write the call under actions at the times at which the schedule is due',
    });
    return context.warning([...path, 'Arn'], 'ignored-call', message, options);
  }
  const request = given.Input === undefined ? null : parsedJson(given.Input);
  if (request === null || !isMap(request.value)) {
    const message = `expected the request of ${call.name} as JSON text, such as ${made.example}`;
    return context.error([...path, 'Input'], 'bad-value', message, { awsError });
  }
  const value = request.value as ApiRequest;
  for (const [key, pattern] of limits) {
    if (value[key] === undefined || pattern.test(String(value[key]))) continue;
    const message = `expected ${key} as a count or a percentage such as 10%, found ${describe(value[key])}`;
    context.error([...path, 'Input'], 'bad-value', message, { awsError });
  }
  for (const key of made.required.filter((each) => !each.split('|').some((one) => one in value))) {
    const message = `missing in the request: expected ${key.replace('|', ' or ')}, which ${call.name} needs`;
    context.error([...path, 'Input'], 'missing-key', message, { awsError });
  }
}

/** What both calls that run something on nodes may have. */
const limits = [
  ['MaxConcurrency', maxConcurrencyPattern],
  ['MaxErrors', maxErrorsPattern],
] as const;

/** A universal target is a call of the API: what it asks is told as the target of a rule that asks the same. */
function targetOf(written: Written): RuleTarget {
  const plain: RuleTarget = {
    id: 'Target',
    arn: written.Arn,
    roleArn: written.RoleArn,
    input: written.Input ?? null,
    inputPath: null,
    inputTransformer: null,
    runCommandTargets: null,
    ...retryOf(written),
  };
  const made = universalCall(written.Arn)?.made ?? null;
  const request = written.Input === undefined ? null : parsedJson(written.Input);
  if (made === null || request === null || !isMap(request.value)) return plain;
  return { ...plain, ...made.asTarget(request.value as ApiRequest) };
}
