/**
 * Values: how long they may be, in which tier they are kept, and what a pattern lets through.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
import { patternOf } from '../../aws/allowed-pattern.ts';
import type { Refusal } from './refusal.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';
export type TierAsked = Tier | 'Intelligent-Tiering';

/** Bytes of a value: https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
const bytesMax: Readonly<Record<Tier, number>> = { Standard: 4096, Advanced: 8192 };
/** Parameters of an account in one Region: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const countMax: Readonly<Record<Tier, number>> = { Standard: 10_000, Advanced: 100_000 };

const invalid = (message: string): Refusal => ({ error: 'ValidationException', message });

const encoder = new TextEncoder();

export function bytesOf(value: string): number {
  return encoder.encode(value).length;
}

const tiersPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';

/** Why a value of this length is not taken; null: it is. */
export function lengthRefusal(value: string, tier: Tier): Refusal | null {
  if (bytesOf(value) <= bytesMax[tier]) return null;
  if (tier === 'Advanced') {
    return invalid(
      `Advanced tier parameters support a maximum parameter value of ${bytesMax.Advanced} characters.`,
    );
  }
  return invalid(
    `Standard tier parameters support a maximum parameter value of ${bytesMax.Standard} characters. To create a larger parameter ` +
      `value, upgrade the parameter to use the advanced-parameter tier. For more information, see ${tiersPage}`,
  );
}

/** What AWS refuses of a value wherever it is kept; null: nothing. */
export function valueRefusal(value: string, allowedPattern: string | null): Refusal | null {
  if (value === '') {
    return invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  }
  if (/\{\{.*\}\}/s.test(value)) {
    return invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  }
  const pattern = allowedPattern === null ? null : patternOf(allowedPattern);
  if (pattern === null || pattern.test(value)) return null;
  const message = `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`;
  return { error: 'ParameterPatternMismatchException', message };
}

/** Null: it is a regular expression, or one too long to be judged here. */
export function patternRefusal(pattern: string): Refusal | null {
  try {
    new RegExp(pattern);
    return null;
  } catch {
    const message = "The request doesn't meet the regular expression requirement.";
    return { error: 'InvalidAllowedPatternException', message };
  }
}

const dataTypes: readonly string[] = ['text', 'aws:ec2:image', 'aws:ssm:integration'];

export function dataTypeRefusal(dataType: string): Refusal | null {
  if (dataTypes.includes(dataType)) return null;
  return invalid(
    `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
  );
}

export interface TierWish {
  /** Null: the request names none, so that the default of the account decides. */
  readonly asked: TierAsked | null;
  readonly byDefault: TierAsked;
  /** Null: the parameter is new. */
  readonly current: Tier | null;
  readonly value: string;
  readonly hasPolicies: boolean;
  /** Standard parameters that the account has in the Region. */
  readonly standardCount: number;
}

/** AWS: ps-default-tier of parameter-store-advanced-parameters.html */
export function tierOf(wish: TierWish): Tier | Refusal {
  const { asked, byDefault, current, value, hasPolicies, standardCount } = wish;
  if (current === 'Advanced') {
    if (asked !== 'Standard') return 'Advanced';
    return invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the " +
        'standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.',
    );
  }
  const wanted = asked ?? byDefault;
  if (wanted !== 'Intelligent-Tiering') return wanted;
  const isFull = current === null && standardCount >= countMax.Standard;
  return hasPolicies || isFull || bytesOf(value) > bytesMax.Standard ? 'Advanced' : 'Standard';
}

/** Why there may be no more of the tier; null: there may. */
export function countRefusal(tier: Tier, count: number): Refusal | null {
  if (count < countMax[tier]) return null;
  const more =
    tier === 'Standard'
      ? 'either delete existing parameters or upgrade to the advanced-parameter tier (charges apply).'
      : 'delete existing parameters.';
  const message = `You have reached the maximum number of ${tier.toLowerCase()} parameters for this AWS account and Region (${countMax[tier]}). To add more parameters, ${more}`;
  return { error: 'ParameterLimitExceeded', message };
}
