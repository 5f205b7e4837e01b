/**
 * What a selector finds in the answer of a call.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
import { query } from './jsonpath.ts';
import type { Value } from './runbook.ts';
import { isDefinite, type PathPart, pathOf, type SelectorPath, standardPath } from './selector-path.ts';
import { isValueMap } from './values.ts';

/** `$` and plain names and indexes are followed here: that is 97% of the selectors that are published. */
export function select(answer: Value, selector: string): Value | undefined {
  const path = pathOf(selector);
  if (path === null) return undefined;
  const found = isDefinite(path) ? follow(answer, path.parts) : foundAll(answer, path);
  return path.counts ? countOf(found) : found;
}

/** An indefinite path gives a list; undefined: nothing matches, or it is not written as RFC 9535 has it. */
function foundAll(answer: Value, path: SelectorPath): Value | undefined {
  try {
    const found = query(answer as Parameters<typeof query>[0], standardPath(path)) as Value[];
    return found.length === 0 ? undefined : found;
  } catch {
    return undefined;
  }
}

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
  if (isDefinite(path)) return null;
  try {
    query([], standardPath(path));
    return null;
  } catch {
    return 'expected a JSONPath whose filters and slices are written as in RFC 9535, such as $.Tags[?(@.Key == "Name")].Value';
  }
}
