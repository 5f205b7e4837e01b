/** What AWS leaves open about OpsItems: `model.opsCenter`, and who resolves them: `model.operators`. */
import * as z from 'zod/mini';
import { isTimezone } from '../../aws/schedule/zone.ts';
import { type ModelMap, type ModelSection, modelIn, modelMapIn } from '../../capability/model.ts';
import { distribution } from '../../fields/distribution-field.ts';
import {
  choice,
  described,
  type Field,
  field,
  integer,
  listOf,
  map,
  once,
  oncePer,
  refuse,
  text,
  withDefault,
} from '../../fields/fields.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface OpsCenterModel {
  readonly insights: 'off' | 'on';
  readonly perMonth: number;
  readonly total: number;
}

const quotas = 'AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm';

export const opsCenterModel: ModelSection<OpsCenterModel> = {
  name: 'opsCenter',
  is: 'Quotas of OpsItems, and operational insights',
  perNode: false,
  keys: once(() => ({
    insights: {
      field: choice('off', 'on'),
      is: 'Whether operational insights are on at `start`; UpdateServiceSetting of /ssm/opsinsights/opscenter changes it',
      default: 'off',
      reason:
        'AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-operational-insights.html',
    },
    perMonth: {
      field: integer(1, 10_000_000),
      is: 'OpsItems that an account and Region may create in a month',
      default: '10000',
      reason: quotas,
    },
    total: {
      field: integer(1, 10_000_000),
      is: 'OpsItems that an account and Region may have, resolved ones included',
      default: '500000',
      reason: quotas,
    },
  })),
};

export const opsCenterModelOf = (scenario: Scenario): OpsCenterModel => modelIn(scenario, opsCenterModel);

export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof weekdays)[number];

/** Clock times in minutes of the day. */
export interface Shift {
  readonly days: readonly Weekday[];
  readonly from: number;
  /** Not after `from`: of the next day. */
  readonly to: number;
}

export interface Skills {
  readonly categories?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
}

export interface OperatorModel {
  readonly time: Distribution;
  readonly timezone: string;
  /** Absent: at all times. */
  readonly shifts?: readonly Shift[] | undefined;
  /** Absent: all. */
  readonly skills?: Skills | undefined;
  readonly runbooks: 'start' | 'ignore';
  readonly atShiftEnd: 'finish' | 'handOver';
}

const clock = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;

/** Minutes of the day. */
function clockTime(): Field<number> {
  const expected = 'a clock time such as "09:00"';
  return field(
    (value) => {
      if (value === '24:00') return 24 * 60;
      const match = typeof value === 'string' ? clock.exec(value) : null;
      return match === null ? refuse(value, expected) : 60 * Number(match[1]) + Number(match[2]);
    },
    { type: ['string'], pattern: `${clock.source}|^24:00$` },
  );
}

function timezone(): Field<string> {
  const expected = 'a time zone such as Europe/Berlin';
  return field(
    (value) => (typeof value === 'string' && isTimezone(value) ? value : refuse(value, expected)),
    {
      type: ['string'],
    },
  );
}

const words = (what: string, meaning: string) =>
  z.optional(described(listOf(text(what, { min: 1, max: 128 })), meaning));

export const operatorsModel: ModelMap<OperatorModel> = {
  name: 'operators',
  is: 'Who works on OpsItems, by the name of the principal: when, on which, and how long on each',
  entry: () =>
    map({
      time: described(distribution(), 'How long the operator works on one OpsItem'),
      timezone: described(withDefault(timezone(), 'UTC'), 'Of the shifts'),
      shifts: z.optional(
        described(
          listOf(
            map({
              days: described(
                withDefault(listOf(choice(...weekdays)), [...weekdays]),
                'Days on which it begins',
              ),
              from: described(withDefault(clockTime(), '00:00'), 'When it begins'),
              to: described(withDefault(clockTime(), '24:00'), 'When it ends'),
            }),
          ),
          'When the operator works; a shift that ends at or before its beginning ends on the next day. Absent: at all times',
        ),
      ),
      skills: z.optional(
        described(
          map({
            categories: words('a category, such as Availability', 'Categories of the OpsItems'),
            severities: words('a severity from 1 to 4', 'Their severities'),
            sources: words('a source, such as EC2', 'Their sources'),
          }),
          'Which OpsItems the operator takes: those that each list has, where it is given. Absent: all',
        ),
      ),
      runbooks: described(
        withDefault(choice('start', 'ignore'), 'start'),
        'Whether the operator starts the first associated runbook of an OpsItem and resolves the item when that succeeds',
      ),
      atShiftEnd: described(
        withDefault(choice('finish', 'handOver'), 'finish'),
        'What becomes of the OpsItem in hand when a shift ends: it is finished, or goes back to those that wait',
      ),
    }) as unknown as Field<OperatorModel>,
};

export const operatorModels = oncePer((scenario: Scenario) => modelMapIn(scenario, operatorsModel));
