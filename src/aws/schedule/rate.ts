/**
 * rate(value unit).
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * (rate expressions)
 */
import { associationRateProblem } from './association.ts';
import type { Dialect, RateExpression, ScheduleProblem } from './expression.ts';

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** A day is 24 hours, whatever the clocks do: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export function parseRate(text: string, inner: string, dialect: Dialect): RateExpression | ScheduleProblem {
  const match = spelling(dialect).exec(inner);
  if (match === null) return misspelled(inner);
  const value = Number(match[1]);
  const unit = match[2]!.toLowerCase() as keyof typeof unitMs;
  const isPlural = match[3] !== '';
  const periodMs = value * unitMs[unit];
  if (value === 0) return { message: 'the value is 0, expected a positive whole number' };
  if (!Number.isSafeInteger(periodMs))
    return { message: `the value ${match[1]} is too large to be a period` };
  // AWS: with the value 1 the unit must be singular, with a greater one plural.
  if (isPlural !== value > 1) {
    const unitExpected = value > 1 ? `${unit}s` : unit;
    return {
      message: `the value ${value} asks for the unit "${unitExpected}", found "${match[2]}${match[3]}"`,
      help: `did you mean rate(${value} ${unitExpected})`,
    };
  }
  const rate: RateExpression = { kind: 'rate', text, value, unit, periodMs };
  return (dialect === 'association' ? associationRateProblem(rate) : null) ?? rate;
}

/**
 * ASSUMPTION schedule-rate-spelling: EventBridge refuses upper case and padding, and windows are taken to do the
 * same. For associations the page on State Manager itself writes rate(1day) and the agent also reads other cases
 * and leading zeros (https://github.com/aws/amazon-ssm-agent, agent/association/rateexpr).
 */
function spelling(dialect: Dialect): RegExp {
  return dialect === 'association'
    ? /^([0-9]+)[ \t]*(minute|hour|day)(s?)$/i
    : /^([1-9][0-9]*|0)[ \t]+(minute|hour|day)(s?)$/;
}

function misspelled(inner: string): ScheduleProblem {
  const message = `"${inner}" is not a rate, expected a positive whole number, a space and minutes, hours or days`;
  const loose = /^\s*0*([1-9][0-9]*)\s*(minute|hour|day)s?\s*$/i.exec(inner);
  if (loose === null) return { message };
  const unit = loose[2]!.toLowerCase();
  return { message, help: `did you mean rate(${loose[1]} ${loose[1] === '1' ? unit : `${unit}s`})` };
}
