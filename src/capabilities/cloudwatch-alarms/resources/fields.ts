/** Fields that both types of alarm have, and those of a metric. */
import * as z from 'zod/mini';
import { listOfLength, tagList } from '../../../fields/aws-fields.ts';
import { boolean, choice, described, type Field, field, map, refuse, text } from '../../../fields/fields.ts';
import type { AlarmBase } from '../alarm.ts';

/** AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const actionsMax = 5;
const dimensionsMax = 30;
const queriesMax = 20;

const actions = () =>
  z.optional(
    listOfLength(
      text('the ARN of an action, such as !Ref OnCall', { min: 1, max: 1024 }),
      'actions',
      0,
      actionsMax,
    ),
  );

export const alarmFields = () => ({
  ActionsEnabled: z.optional(boolean()),
  AlarmActions: actions(),
  AlarmDescription: z.optional(text('a description', { max: 1024 })),
  AlarmName: z.optional(text('a name of 1 to 255 characters', { min: 1, max: 255 })),
  InsufficientDataActions: actions(),
  OKActions: actions(),
  Tags: z.optional(tagList()),
});

const numberPattern = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** Null: it is none. */
export function numberIn(value: unknown): number | null {
  return typeof value === 'string' && numberPattern.test(value) ? Number(value) : null;
}

/** Any number. */
export function decimal(): Field<number> {
  return field((value) => numberIn(value) ?? refuse(value, 'a number'), {
    type: ['number', 'string'],
    pattern: numberPattern.source,
    patternErrorMessage: 'expected a number',
  });
}

/** Of metrics that are reported more often than once a minute. */
const shortPeriods: readonly number[] = [10, 20, 30];

/** 10, 20, 30, or any multiple of 60. */
export function period(): Field<number> {
  const expected = 'a period in seconds: 10, 20, 30 or a multiple of 60';
  return field(
    (value) => {
      const seconds = numberIn(value);
      const isOne =
        seconds !== null && (shortPeriods.includes(seconds) || (seconds > 0 && seconds % 60 === 0));
      return isOne ? seconds : refuse(value, expected);
    },
    { type: ['integer', 'string'], pattern: '^[0-9]+$', patternErrorMessage: `expected ${expected}` },
  );
}

export const dimensions = () =>
  z.optional(
    listOfLength(
      map({
        Name: described(
          text('the name of a dimension', { min: 1, max: 255 }),
          'The name of the dimension, such as InstanceId',
        ),
        Value: described(
          text('the value of a dimension', { min: 1, max: 1024 }),
          'Its value; of InstanceId, the name of a node too',
        ),
      }),
      'dimensions',
      0,
      dimensionsMax,
    ),
  );

export const namespace = () =>
  text('a namespace, such as AWS/EC2', { min: 1, max: 255, pattern: /^[^:].*$/ });
export const metricName = () => text('the name of a metric', { min: 1, max: 255 });
export const statistic = () => text('a statistic, such as Average or p90', { min: 1, max: 100 });

/** AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const unit = () =>
  z.optional(
    choice(
      ...[
        'Seconds',
        'Microseconds',
        'Milliseconds',
        'Bytes',
        'Kilobytes',
        'Megabytes',
        'Gigabytes',
        'Terabytes',
      ],
      ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits', 'Percent', 'Count', 'Bytes/Second'],
      ...['Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second', 'Bits/Second'],
      ...['Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None'],
    ),
  );

const nothing = 'Has no effect on a run';

/** AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export const queries = () =>
  z.optional(
    listOfLength(
      map({
        AccountId: described(z.optional(text('an account', { min: 1, max: 255 })), nothing),
        Expression: described(
          z.optional(text('an expression, such as m1 / m2 * 100', { min: 1, max: 2048 })),
          'An expression of metric math over the Ids of the others',
        ),
        Id: described(
          text('an Id that begins with a lowercase letter', { pattern: /^[a-z][A-Za-z0-9_]{0,254}$/ }),
          'The name by which expressions use it',
        ),
        Label: described(z.optional(text('a label')), 'A name of it, which events of the alarm have'),
        MetricStat: described(
          z.optional(
            map({
              Metric: map({ Dimensions: dimensions(), MetricName: metricName(), Namespace: namespace() }),
              Period: period(),
              Stat: statistic(),
              Unit: unit(),
            }),
          ),
          'A metric and its statistic',
        ),
        Period: described(z.optional(period()), nothing),
        ReturnData: described(
          z.optional(boolean()),
          'true of the one that the alarm watches; false of all others',
        ),
      }),
      'metrics',
      1,
      queriesMax,
    ),
  );

/** What both types keep of those fields. */
export function baseOf(
  known: {
    readonly ActionsEnabled?: boolean | undefined;
    readonly AlarmName?: string | undefined;
    readonly AlarmDescription?: string | undefined;
    readonly AlarmActions?: readonly string[] | undefined;
    readonly OKActions?: readonly string[] | undefined;
    readonly InsufficientDataActions?: readonly string[] | undefined;
  },
  { logicalId, arn }: { readonly logicalId: string; readonly arn: string },
): AlarmBase {
  return {
    logicalId,
    name: known.AlarmName ?? logicalId,
    arn,
    description: known.AlarmDescription ?? '',
    isActionsEnabled: known.ActionsEnabled ?? true,
    actions: {
      OK: known.OKActions ?? [],
      ALARM: known.AlarmActions ?? [],
      INSUFFICIENT_DATA: known.InsufficientDataActions ?? [],
    },
  };
}
