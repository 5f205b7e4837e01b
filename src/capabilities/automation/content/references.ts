/** References such as `{{ stop.InstanceStates }}`. */
import type { Value } from './runbook.ts';

const whole = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const inside = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** A text that is one reference alone gives the value with its type; inside text, lists and maps are JSON. */
export function resolve(value: Value, lookup: (name: string) => Value | undefined): Value {
  if (typeof value === 'string') {
    const name = whole.exec(value)?.[1];
    if (name !== undefined) return lookup(name) ?? value;
    return value.replaceAll(inside, (written, each: string) => {
      const found = lookup(each);
      return found === undefined ? written : typeof found === 'string' ? found : JSON.stringify(found);
    });
  }
  if (Array.isArray(value)) return value.map((one: Value) => resolve(one, lookup));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one as Value, lookup)]));
}
