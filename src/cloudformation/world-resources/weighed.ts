/** What of a statement is weighed. A simulation that ignores part of a policy must say so, once a statement. */
import { isConditionWeighed, weighsResourceOf } from '../../aws/authorization.ts';
import { isWeighed } from '../../aws/resource-policies.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { isKnown, itemsIn, type Partly } from '../../fields/unknown.ts';
import type { PolicyCondition } from '../../world/identity.ts';

interface Seen {
  readonly Effect?: Partly<'Allow' | 'Deny'>;
  readonly Action?: Partly<readonly Partly<string>[]> | undefined;
  readonly NotAction?: unknown;
  readonly Condition?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** Null: any, or parts of it are not known. */
export function arnsIn(raw: unknown): string[] | null {
  const arns = textsIn(raw);
  return arns?.includes('*') ? null : arns;
}

/** Null: there are none, or parts of them are not known. */
export function textsIn(raw: unknown): string[] | null {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const texts = items.filter((item) => typeof item === 'string');
  return texts.length < items.length ? null : texts;
}

export function readConditions(raw: unknown, path: DataPath, context: LoadContext): PolicyCondition[] {
  const conditions = conditionsIn(raw);
  const ignored = conditions.filter((condition) => !isWeighed(condition)).map(({ key }) => key);
  if (ignored.length > 0) {
    context.warning(path, 'condition-ignored', satisfied(ignored), { at: 'key' });
  }
  return conditions;
}

function conditionsIn(raw: unknown): PolicyCondition[] {
  return Object.entries(isMap(raw) ? raw : {}).flatMap(([operator, keys]) =>
    Object.entries(isMap(keys) ? keys : {}).map(
      ([key, values]): PolicyCondition => ({
        operator,
        key: key.toLowerCase(),
        values: (Array.isArray(values) ? values : [values]).map(String),
      }),
    ),
  );
}

/** The conditions that it weighs. */
export function warnOfConditions(seen: Seen, path: DataPath, context: LoadContext): PolicyCondition[] {
  const { Effect, Action, NotAction, Condition } = seen;
  const named = itemsIn(Action).filter((each) => typeof each === 'string');
  const open = NotAction === undefined ? named.filter((each) => weighsResourceOf(each) !== 'all') : [];
  const isNone = NotAction === undefined && named.every((each) => weighsResourceOf(each) === 'none');
  const some = open.map((each) => (weighsResourceOf(each) === 'some' ? `some actions of ${each}` : each));
  const left = NotAction === undefined ? some.join(', ') : 'some actions';
  const conditions = conditionsIn(Condition);
  const weighed = isKnown(Condition) ? conditions.filter(isConditionWeighed) : [];
  const narrowing = (['Resource', 'NotResource'] as const).filter((key) => !isAny(seen[key]));
  const unknown = narrowing.filter((key) => arnsIn(seen[key]) === null);
  const partly = left === '' ? [] : narrowing.filter((key) => !unknown.includes(key));
  const isWide = isNone && Effect !== 'Deny';
  const ignored = [
    ...(isWide ? narrowing : unknown),
    ...(Condition !== undefined && weighed.length < Math.max(1, conditions.length) ? ['Condition'] : []),
  ];
  const words = ignored.length === 0 ? [] : [satisfied(ignored)];
  if (!isWide && partly.length > 0)
    words.push(
      Effect === 'Deny'
        ? `the Deny does not apply to ${left}, whose ${partly.join(' and ')} is not weighed`
        : `${satisfied(partly)} for ${left}`,
    );
  const [at] = [...partly, ...ignored];
  if (at !== undefined) context.warning([...path, at], 'condition-ignored', words.join('; '), { at: 'key' });
  return weighed;
}

const isAny = (raw: unknown): boolean =>
  raw === undefined || raw === '*' || (Array.isArray(raw) && raw.includes('*'));

const satisfied = (keys: readonly string[]): string =>
  `${keys.join(' and ')} ${keys.length > 1 ? 'count' : 'counts'} as satisfied`;

export function warnOfIgnored(keys: readonly string[], path: DataPath, context: LoadContext): void {
  context.warning([...path, keys[0]!], 'condition-ignored', satisfied(keys), { at: 'key' });
}
