/**
 * The answer of a call that nothing describes: whatever the selectors of the runbook look for in it is found.
 *
 * ASSUMPTION runbook-answers: a runbook is taken to be right about the services that it calls. See decision 13.
 */
import type { Value, ValueMap } from './runbook.ts';
import { isDefinite, type PathPart, pathOf, type SelectorPath } from './selector-path.ts';
import { isListType, isValueMap, typed } from './values.ts';

export interface Wanted {
  readonly selector: string;
  readonly type: string;
  /** What has to be found there, such as the first value that an assertion takes; absent: something of its type. */
  readonly value?: Value;
}

const assumed = 'assumed-';

/** Whether something in it was made up, such as the id of an instance: what is asked of it can only be made up, too. */
export function isAssumed(value: Value): boolean {
  if (typeof value === 'string') return value.includes(assumed);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part: Value) => isAssumed(part));
}

/** An answer in which each selector finds a value. Of two that want different things of one place the later has its way. */
export function answerFor(selectors: readonly Wanted[]): Value {
  const wanted = selectors.flatMap((each) => {
    const path = pathOf(each.selector);
    return path === null ? [] : [{ ...each, path }];
  });
  // Paths with two dots find their place in what the others have made, and values that are asked for replace those made up.
  const rank = ({ path, value }: (typeof wanted)[number]) =>
    (value === undefined ? 0 : 2) + (path.parts.some(({ descends }) => descends) ? 1 : 0);
  const inOrder = [...wanted].sort((a, b) => rank(a) - rank(b));
  let answer: Value | undefined;
  for (const { path, type, value } of inOrder)
    answer = placed(answer, path.parts, 0, leafOf(path, type, value), value !== undefined);
  return answer ?? {};
}

function leafOf(path: SelectorPath, type: string, value: Value | undefined): Value {
  const isItem = !isDefinite(path);
  if (path.counts) {
    const count = value === undefined ? 1 : Number(value);
    return Array.from({ length: Math.min(Math.max(count, 0), 100) }, () => ({}));
  }
  if (value === undefined) return placeholder(path, isItem ? itemTypeOf(type) : type);
  return typed(value, isItem ? itemTypeOf(type) : type) ?? value;
}

function itemTypeOf(type: string): string {
  if (type === 'MapList') return 'StringMap';
  return isListType(type) ? 'String' : type;
}

function placeholder({ parts }: SelectorPath, type: string): Value {
  const last = parts.findLast((part) => part.kind === 'name');
  const text = `${assumed}${last?.name ?? 'value'}`;
  if (type === 'Boolean') return true;
  if (type === 'Integer') return 1;
  if (type === 'StringMap') return {};
  if (type === 'MapList') return [{}];
  return isListType(type) ? [text] : text;
}

/** `existing` with `leaf` where the rest of the path leads to. */
function placed(
  existing: Value | undefined,
  parts: readonly PathPart[],
  at: number,
  leaf: Value,
  isAskedFor: boolean,
): Value {
  const part = parts[at];
  // What is made up does not replace what others look for.
  if (part === undefined) return existing === undefined || isAskedFor ? leaf : existing;
  const rest = (inner: Value | undefined) => placed(inner, parts, at + 1, leaf, isAskedFor);
  const same = (inner: Value | undefined) => placed(inner, parts, at, leaf, isAskedFor);
  if (part.kind === 'name') return withName(existing, part, rest, same);
  if (part.kind === 'chosen' && part.text.startsWith('?')) return withFiltered(existing, part.text, rest);
  if (isValueMap(existing) && part.kind === 'all' && Object.keys(existing).length > 0)
    return mapValues(existing, rest);
  const items = itemsOf(existing);
  if (part.kind === 'all' && items.length > 0) return items.map(rest);
  const index = part.kind === 'index' ? Math.min(Math.max(part.index, 0), 1000) : 0;
  return Array.from({ length: Math.max(items.length, index + 1) }, (_, each) =>
    each === index || items[each] === undefined ? rest(items[each]) : items[each],
  );
}

type Inner = (existing: Value | undefined) => Value;

function withName(
  existing: Value | undefined,
  { name, descends }: PathPart & { readonly kind: 'name' },
  rest: Inner,
  same: Inner,
): Value {
  if (Array.isArray(existing) && existing.length > 0)
    return (existing as readonly Value[]).map((item, index) => (index === 0 || descends ? same(item) : item));
  const map = isValueMap(existing) ? existing : {};
  const within = descends && !Object.hasOwn(map, name) ? keyAbove(map, name) : null;
  if (within !== null) return { ...map, [within]: same(map[within]) };
  return { ...map, [name]: rest(Object.hasOwn(map, name) ? map[name] : undefined) };
}

/** Where below it something of this name is already. */
function keyAbove(map: ValueMap, name: string): string | null {
  return Object.keys(map).find((key) => hasName(map[key]!, name)) ?? null;
}

function hasName(value: Value, name: string): boolean {
  if (Array.isArray(value)) return (value as readonly Value[]).some((item) => hasName(item, name));
  return isValueMap(value) && (Object.hasOwn(value, name) || keyAbove(value, name) !== null);
}

const equality =
  /@((?:\.[\w-]+|\[(?:'[^']*'|"[^"]*")\])+)\s*==\s*(?:'([^']*)'|"([^"]*)"|(true|false|-?\d+))/g;

/** `[?(@.Key == 'Name')]`: an item with this `Key`, another one for each value that it is compared with. */
function withFiltered(existing: Value | undefined, filter: string, rest: Inner): Value {
  const wanted = [...filter.matchAll(equality)].map(([, path, single, double, word]) => ({
    parts: pathOf(`$${path}`)!.parts,
    value: single ?? double ?? (JSON.parse(word!) as Value),
  }));
  const items = itemsOf(existing);
  const fitted = (item: Value | undefined) =>
    wanted.reduce<Value | undefined>((made, { parts, value }) => placed(made, parts, 0, value, true), item);
  const index = items.findIndex((item) => JSON.stringify(fitted(item)) === JSON.stringify(item));
  if (index < 0) return [...items, rest(fitted(undefined) ?? {})];
  return items.map((item, each) => (each === index ? rest(item) : item));
}

function mapValues(map: ValueMap, change: Inner): ValueMap {
  return Object.fromEntries(Object.entries(map).map(([key, each]) => [key, change(each)]));
}

/** What is no list yet becomes the first item of one. */
function itemsOf(existing: Value | undefined): readonly Value[] {
  if (Array.isArray(existing)) return existing as readonly Value[];
  return isValueMap(existing) && Object.keys(existing).length > 0 ? [existing] : [];
}
