/** AWS::CloudWatch::CompositeAlarm. */
import * as z from 'zod/mini';
import { resource } from '../../../cloudformation/resource-spec.ts';
import type { KeysWithoutEffect } from '../../../cloudformation/without-effect.ts';
import { integer, text } from '../../../fields/fields.ts';
import type { CompositeAlarm } from '../alarm.ts';
import { alarmsIn, parseAlarmRule, RuleProblem } from '../alarm-rule.ts';
import { warnOfActions } from './actions.ts';
import { alarmFields, baseOf } from './fields.ts';

const awsError = 'ValidationError';

const suppressor: KeysWithoutEffect[string] = {
  touches: 'actions are taken although the alarm that suppresses them may be in ALARM',
  instead: 'NOT ALARM(…) of the suppressing alarm in AlarmRule',
};

export const compositeAlarm = resource({
  type: 'AWS::CloudWatch::CompositeAlarm',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-compositealarm.html',
  is: 'An alarm whose state follows from those of other alarms',
  attributes: ['Arn'],
  nameProperty: 'AlarmName',
  arn: (name, { partition, region, id }) => `arn:${partition}:cloudwatch:${region}:${id}:alarm:${name}`,
  awsError,
  fields: () => ({
    ...alarmFields(),
    ActionsSuppressor: z.optional(text('the name or ARN of an alarm', { min: 1, max: 1600 })),
    ActionsSuppressorExtensionPeriod: z.optional(integer(0, 2_147_483_647)),
    ActionsSuppressorWaitPeriod: z.optional(integer(0, 2_147_483_647)),
    AlarmRule: text('a rule, such as ALARM(HighErrors) AND NOT ALARM(Deploying)', { min: 1, max: 10_240 }),
  }),
  withoutEffect: { ActionsSuppressor: suppressor },
  refusals(seen, reading) {
    const { path, context } = reading;
    warnOfActions(seen, ['topic', 'opsItem'], reading);
    if (typeof seen.AlarmRule !== 'string') return;
    const rule = parseAlarmRule(seen.AlarmRule);
    if (rule instanceof RuleProblem) {
      context.error([...path, 'AlarmRule'], 'bad-expression', rule.message, { awsError });
    }
  },
  build(known, reading): CompositeAlarm {
    const parsed = parseAlarmRule(known.AlarmRule);
    const rule = parsed instanceof RuleProblem ? ({ kind: 'constant', value: false } as const) : parsed;
    return { ...baseOf(known, reading), kind: 'composite', rule, ruleText: known.AlarmRule };
  },
  together(alarms, { key, context }) {
    for (const { logicalId } of alarms.values()) {
      const home = context.accountOf(logicalId);
      const known = [...alarms.values()].filter((one) => context.accountOf(one.logicalId) === home);
      if (!isInCircle(logicalId, known)) continue;
      const message = 'the rule depends on itself by way of other composite alarms';
      context.error([key, logicalId, 'Properties', 'AlarmRule'], 'bad-expression', message, { awsError });
    }
  },
});

function isInCircle(logicalId: string, all: readonly CompositeAlarm[]): boolean {
  const seen = new Set<string>();
  const visit = (alarm: CompositeAlarm): boolean =>
    alarmsIn(alarm.rule).some((wanted) => {
      const next = all.find(({ name, arn }) => name === wanted || arn === wanted);
      if (next === undefined) return false;
      if (next.logicalId === logicalId) return true;
      if (seen.has(next.logicalId)) return false;
      seen.add(next.logicalId);
      return visit(next);
    });
  return visit(all.find((one) => one.logicalId === logicalId)!);
}
