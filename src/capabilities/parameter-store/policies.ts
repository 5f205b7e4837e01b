/**
 * Policies of a parameter: what happens to it, or is told of it, by itself.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html
 */
import { isMap } from '../../diagnostics/plain-map.ts';
import type { Refusal } from './refusal.ts';

export const policyTypes = ['Expiration', 'ExpirationNotification', 'NoChangeNotification'] as const;
export type PolicyType = (typeof policyTypes)[number];

export interface ParameterPolicy {
  readonly type: PolicyType;
  /** Of an Expiration: when. */
  readonly atMs: number | null;
  /** Of a notification: how long before the expiration, or after the last change. */
  readonly spanMs: number | null;
  /** As events have it. */
  readonly content: string;
}

const policiesMax = 10;
const units: Readonly<Record<string, number>> = { Days: 86_400_000, Hours: 3_600_000 };

/** JSON text with an array of policies; `[{}]` takes them away. */
export function policiesIn(text: string): readonly ParameterPolicy[] | Refusal {
  const list = parsed(text);
  if (!Array.isArray(list) || !list.every(isMap)) {
    return attribute('The policies of a parameter are a JSON array of objects.');
  }
  const given = list.filter((one) => Object.keys(one).length > 0);
  if (given.length > policiesMax) {
    const message =
      'You specified more than the maximum number of allowed policies for the parameter. The maximum is 10.';
    return { error: 'PoliciesLimitExceededException', message };
  }
  const policies: ParameterPolicy[] = [];
  for (const one of given) {
    const policy = policyOf(one);
    if ('error' in policy) return policy;
    policies.push(policy);
  }
  return conflictIn(policies) ?? policies;
}

/** One expiration at most, and none without which a notification has nothing to precede. */
function conflictIn(policies: readonly ParameterPolicy[]): Refusal | null {
  const error = 'IncompatiblePolicyException';
  const expirations = policies.filter(({ type }) => type === 'Expiration').length;
  if (expirations > 1)
    return { error, message: "You can't specify two Expiration policies for a parameter." };
  const isOrphan = expirations === 0 && policies.some(({ type }) => type === 'ExpirationNotification');
  return isOrphan ? { error, message: 'An ExpirationNotification needs an Expiration policy.' } : null;
}

function policyOf(one: Readonly<Record<string, unknown>>): ParameterPolicy | Refusal {
  const { Type, Version, Attributes } = one;
  const type = policyTypes.find((known) => known === Type);
  if (type === undefined) {
    const message = `The policy type isn't supported. Parameter Store supports the following policy types: ${policyTypes.join(', ')}.`;
    return { error: 'InvalidPolicyTypeException', message };
  }
  if (Version !== '1.0' || !isMap(Attributes)) return attribute('A policy has Version 1.0 and Attributes.');
  const content = JSON.stringify(one);
  if (type === 'Expiration') {
    const { Timestamp } = Attributes;
    const isInstant =
      typeof Timestamp === 'string' &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d(:\d\d)?)$/.test(Timestamp);
    const atMs = isInstant ? Date.parse(Timestamp.replace(/([+-]\d\d:\d\d):\d\d$/, '$1')) : Number.NaN;
    if (Number.isNaN(atMs)) return attribute('Timestamp is a time such as 2026-12-02T21:34:33.000Z.');
    return { type, atMs, spanMs: null, content };
  }
  const key = type === 'ExpirationNotification' ? 'Before' : 'After';
  const [amount, unit] = [String(Attributes[key]), units[String(Attributes['Unit'])]];
  if (!/^[1-9]\d{0,5}$/.test(amount) || unit === undefined) {
    return attribute(`${key} is a whole number, and Unit is Days or Hours.`);
  }
  return { type, atMs: null, spanMs: Number(amount) * unit, content };
}

function attribute(message: string): Refusal {
  return {
    error: 'InvalidPolicyAttributeException',
    message: `A policy attribute or its value is invalid. ${message}`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When each of them is due; null: never. A change of the parameter resets the clock of NoChangeNotification only. */
export function dueMs(
  { type, atMs, spanMs }: ParameterPolicy,
  policies: readonly ParameterPolicy[],
  modifiedMs: number,
): number | null {
  if (type === 'Expiration') return atMs;
  if (type === 'NoChangeNotification') return modifiedMs + spanMs!;
  const expiresMs = policies.find((one) => one.type === 'Expiration')?.atMs ?? null;
  return expiresMs === null ? null : expiresMs - spanMs!;
}

/** ASSUMPTION policy-scan: AWS acts at its next periodic scan, and does not say how often it scans. */
export function scanAfterMs(due: number, startMs: number, everyMs: number): number {
  if (everyMs === 0) return Math.max(startMs, due);
  return startMs + Math.max(0, Math.ceil((due - startMs) / everyMs)) * everyMs;
}
