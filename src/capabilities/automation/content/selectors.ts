/**
 * What a selector finds in the answer of a call.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
import { query } from './jsonpath.ts';
import type { Value, ValueMap } from './runbook.ts';
import { isDefinite, type PathPart, pathOf, type SelectorPath, standardPath } from './selector-path.ts';
import { isValueMap } from './values.ts';

/** `$` and plain names and indexes are followed here: that is 97% of the selectors that are published. */
export function select(answer: Value, selector: string): Value | undefined {
  const path = pathOf(selector);
  if (path === null) return undefined;
  const found = foundAt(answer, path);
  return path.counts ? countOf(found) : found;
}

function foundAt(answer: Value, path: SelectorPath): Value | undefined {
  return isDefinite(path) ? follow(answer, path.parts) : foundAll(answer, path);
}

/**
 * Whether a selector that finds nothing leads to a property that the answer says nothing of, such as MetadataOptions of an instance that is
 * there. False: it leads to something that is not there, such as the first of no reservations.
 */
export function leadsToUntold(answer: Value, selector: string): boolean {
  const { parts = [] } = pathOf(selector) ?? {};
  for (let length = parts.length - 1; length >= 0; length -= 1) {
    const above = { parts: parts.slice(0, length), counts: false };
    const found = foundAt(answer, above);
    if (found === undefined) continue;
    const next = parts[length]!;
    const isThere = (item: Value) => isValueMap(item) && !(next.descends && isBare(item));
    return next.kind === 'name' && itemsWithin(found, next.descends || !isDefinite(above)).some(isThere);
  }
  return false;
}

/** Of lists in lists, too, where a selector goes through them. */
function itemsWithin(found: Value, goesThrough: boolean): readonly Value[] {
  return goesThrough && Array.isArray(found) ? (found as Value[]).flat() : [found];
}

/** Below it nothing can be: all that it has are empty lists. */
function isBare(value: ValueMap): boolean {
  return Object.values(value).every((part: Value) => Array.isArray(part) && part.length === 0);
}

/** An indefinite path gives a list; undefined: nothing matches. */
function foundAll(answer: Value, path: SelectorPath): Value | undefined {
  const parts = path.parts.map(
    (part): PathPart =>
      part.kind === 'chosen' && !isStandard(part.text) ? { kind: 'all', descends: part.descends } : part,
  );
  const found = query(answer as Parameters<typeof query>[0], standardPath({ ...path, parts })) as Value[];
  return found.length === 0 ? undefined : found;
}

const known = new Map<string, boolean>();

/** Whether what is between the brackets is written as RFC 9535 has it. */
function isStandard(text: string): boolean {
  let is = known.get(text);
  if (is === undefined) {
    try {
      query([], `$[${text}]`);
      is = true;
    } catch {
      is = false;
    }
    if (known.size < 1000) known.set(text, is);
  }
  return is;
}

/** Filters that the JSONPath of Java has in addition to RFC 9535: https://github.com/json-path/JsonPath#filter-operators */
const ofJava = /=~|\s(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\s|^\(@\.length\s*-\s*\d{1,9}\)$/;

function follow(answer: Value, parts: readonly PathPart[]): Value | undefined {
  return parts.reduce<Value | undefined>((value, part) => {
    if (part.kind === 'index') return Array.isArray(value) ? (value as Value[]).at(part.index) : undefined;
    if (part.kind !== 'name' || !isValueMap(value)) return undefined;
    return Object.hasOwn(value, part.name) ? value[part.name] : undefined;
  }, answer);
}

function countOf(found: Value | undefined): number | undefined {
  if (Array.isArray(found)) return found.length;
  if (typeof found === 'string') return found.length;
  return isValueMap(found) ? Object.keys(found).length : undefined;
}

/** Why AWS would refuse it; null: nothing is wrong with it. */
export function selectorProblem(selector: string): string | null {
  const path = pathOf(selector);
  if (path === null) return 'expected a JSONPath, such as $.Reservations[0].Instances[0].InstanceId';
  return chosenIn(path).every((text) => isStandard(text) || ofJava.test(text))
    ? null
    : 'expected a JSONPath whose filters and slices are written as in RFC 9535, such as $.Tags[?(@.Key == "Name")].Value';
}

/** What of it is not simulated; null: all of it is. */
export function selectorRemark(selector: string): string | null {
  const text = chosenIn(pathOf(selector) ?? { parts: [] }).find((each) => !isStandard(each));
  if (text === undefined) return null;
  return `[${text}] is not simulated by this version: all items are taken; write what finds the same as RFC 9535 has it`;
}

function chosenIn({ parts }: Pick<SelectorPath, 'parts'>): string[] {
  return parts.flatMap((part) => (part.kind === 'chosen' ? [part.text] : []));
}
