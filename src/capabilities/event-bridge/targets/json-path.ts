/**
 * Paths into an event, as far as EventBridge reads them: names with dots between them, indices, wildcards.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { isMap } from '../../../diagnostics/plain-map.ts';

const step = /\.([\w\-/ ]+|\*)|\[(\d+|\*)\]/y;

/** Null: EventBridge does not read such a path. It accepts a rule that has one all the same. */
function stepsOf(path: string): readonly string[] | null {
  if (!path.startsWith('$')) return null;
  const steps: string[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return null;
    steps.push((match[1] ?? match[2])!);
  }
  return steps;
}

/** Undefined: the event has nothing there. A wildcard gives a list of what it finds. */
export function valueAt(event: unknown, path: string): unknown {
  const steps = stepsOf(path);
  return steps === null ? undefined : found(event, steps);
}

function found(value: unknown, steps: readonly string[]): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  if (first === '*') {
    const all = Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
    const each = all.map((one) => found(one, rest)).filter((one) => one !== undefined);
    return each.length === 0 ? undefined : each;
  }
  if (Array.isArray(value)) return /^\d+$/.test(first) ? found(value[Number(first)], rest) : undefined;
  return isMap(value) && Object.hasOwn(value, first) ? found(value[first], rest) : undefined;
}
