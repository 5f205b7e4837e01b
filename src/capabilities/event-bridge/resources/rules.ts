/** AWS::Events::Rule. */

import * as z from 'zod/mini';
import type { Json } from '../../../aws/event-matching.ts';
import { isPatternProblem, parseEventPattern } from '../../../aws/event-pattern.ts';
import { scheduleRefusal } from '../../../aws/schedule/refusal.ts';
import {
  firstStartAtOrAfter,
  isScheduleProblem,
  parseScheduleExpression,
  type Schedule,
} from '../../../aws/schedule/schedule.ts';
import { warnOverQuota } from '../../../cloudformation/quota.ts';
import { type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { listOfLength, tagList } from '../../../fields/aws-fields.ts';
import { anything, choice, text } from '../../../fields/fields.ts';
import { jsonOf, parsedJson } from '../../../fields/json-values.ts';
import { itemsIn, Unknown } from '../../../fields/unknown.ts';
import { busNamed, eventsService } from '../rules.ts';
import type { Rule } from '../state.ts';
import { buildTarget, refuseTarget, targetField } from './targets.ts';

const awsError = 'ValidationException';

/** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsPerRuleQuota = 5;
const rulesPerBusQuota = 300;

const fields = () => ({
  Description: z.optional(text('a description', { max: 512 })),
  EventBusName: z.optional(text('the name or ARN of a bus', { min: 1, max: 1600 })),
  EventPattern: z.optional(anything()),
  Name: z.optional(
    text('a name of 1 to 64 letters, digits, _ - and .', { pattern: /^[.\-_A-Za-z0-9]{1,64}$/ }),
  ),
  RoleArn: z.optional(text('the ARN of a role', { min: 1, max: 1600 })),
  ScheduleExpression: z.optional(text('a schedule, such as "rate(1 day)"', { max: 256 })),
  State: z.optional(choice('ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')),
  Tags: z.optional(tagList()),
  Targets: z.optional(listOfLength(targetField(), 'targets', 0, targetsPerRuleQuota)),
});

export const rule = resource({
  type: 'AWS::Events::Rule',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-rule.html',
  is: 'Which events, or which schedule, invoke which targets',
  attributes: ['Arn'],
  nameProperty: 'Name',
  arn: (name, { id, region, partition }, { EventBusName: bus }) => {
    const prefix = typeof bus === 'string' && busNamed(bus) !== 'default' ? `${busNamed(bus)}/` : '';
    return `arn:${partition}:events:${region}:${id}:rule/${prefix}${name}`;
  },
  fields,
  refusals(seen, reading) {
    const { path, context } = reading;
    const { EventPattern, ScheduleExpression: expression, EventBusName: bus, Targets } = seen;
    if (EventPattern === undefined && expression === undefined) {
      context.error(path, 'missing-key', 'missing: expected EventPattern or ScheduleExpression', {
        awsError,
      });
    }
    if (EventPattern !== undefined) refusePattern(EventPattern, [...path, 'EventPattern'], reading);
    if (expression !== undefined && !(expression instanceof Unknown)) {
      refuseSchedule(expression, [...path, 'ScheduleExpression'], reading);
      if (typeof bus === 'string' && busNamed(bus) !== 'default') {
        const message = 'expected no schedule: only rules of the default bus have one';
        context.error([...path, 'ScheduleExpression'], 'bad-value', message, { at: 'key', awsError });
      }
    }
    const ids = new Set<string>();
    for (const [index, target] of itemsIn(Targets).entries()) {
      refuseTarget(target, [...path, 'Targets', index], reading);
      if (!(target instanceof Unknown) && typeof target.Id === 'string') {
        if (ids.has(target.Id)) {
          const message = `expected an Id of its own, found ${target.Id} again`;
          context.error([...path, 'Targets', index, 'Id'], 'duplicate-id', message, { awsError });
        }
        ids.add(target.Id);
      }
    }
  },
  build(known, reading): Rule {
    const { logicalId, arn, path, context } = reading;
    const account = context.accountOf(logicalId);
    const { ScheduleExpression: expression, EventPattern, Targets = [] } = known;
    return {
      kind: 'rule',
      service: eventsService,
      logicalId,
      ...(account === '' ? {} : { account }),
      name: known.Name ?? logicalId,
      arn,
      bus: busNamed(known.EventBusName),
      isEnabled: known.State !== 'DISABLED',
      pattern:
        EventPattern === undefined
          ? null
          : (patternIn(EventPattern, [...path, 'EventPattern'], reading)?.value ?? null),
      schedule: expression === undefined ? null : scheduleOf(expression, context.startMs),
      flexibleMs: 0,
      scheduleExpression: expression ?? null,
      roleArn: known.RoleArn ?? null,
      targets: Targets.map(buildTarget),
    };
  },
  together(rules, whole) {
    const all = [...rules.values()];
    for (const bus of new Set(all.map((rule) => rule.bus))) {
      const own = all.filter((rule) => rule.bus === bus).map(({ logicalId }) => logicalId);
      const quota = {
        most: rulesPerBusQuota,
        what: `rules of the bus ${bus}`,
        awsError: 'LimitExceededException',
      };
      warnOverQuota(own, quota, whole);
    }
  },
});

/** A map, or the same as JSON text. Null: it is neither, or only a deployment decides a part of it. */
function patternIn(raw: unknown, path: DataPath, reading: Reading): { readonly value: Json } | null {
  return typeof raw === 'string' ? parsedJson(raw) : jsonOf(raw, path, reading);
}

function refusePattern(raw: unknown, path: DataPath, reading: Reading): void {
  const refuse = (at: DataPath, message: string): void =>
    reading.context.error(at, 'bad-pattern', message, { awsError: 'InvalidEventPatternException' });
  if (raw instanceof Unknown) return;
  if (typeof raw !== 'string' && !isMap(raw)) {
    return refuse(path, 'expected a map of fields, or the same as JSON text');
  }
  const json = patternIn(raw, path, reading);
  if (json === null) return typeof raw === 'string' ? refuse(path, 'expected JSON text') : undefined;
  const pattern = parseEventPattern(json.value);
  if (!isPatternProblem(pattern)) return;
  if (typeof raw !== 'string') return refuse([...path, ...pattern.path], pattern.message);
  const where = pattern.path.length === 0 ? '' : `${pattern.path.join('.')}: `;
  refuse(path, `${where}${pattern.message}`);
}

function refuseSchedule(expression: string, path: DataPath, { context }: Reading): void {
  const parsed = parseScheduleExpression(expression, 'rule');
  if (isScheduleProblem(parsed)) {
    const { message, help } = scheduleRefusal(expression, parsed, 'rule');
    context.error(path, 'bad-schedule', message, { awsError, help });
  } else if (firstStartAtOrAfter(scheduleOf(expression, context.startMs)!, context.startMs) === null) {
    context.warning(path, 'never-starts', 'this rule never comes due after the start of the run');
  }
}

/**
 * Rules are in UTC. A rate counts from the creation of the rule, and a rule under `resources` is older than the run: it is
 * next due one interval after `start`.
 */
export function scheduleOf(text: string, startMs: number): Schedule | null {
  const expression = parseScheduleExpression(text, 'rule');
  if (isScheduleProblem(expression)) return null;
  const anchorMs = expression.kind === 'rate' ? startMs + expression.periodMs : startMs;
  return { expression, timezone: 'UTC', offsetDays: 0, startDateMs: null, endDateMs: null, anchorMs };
}
