import type { Distribution } from '../kernel/distributions.ts';
import type { Scenario } from './scenario.ts';

export type { Distribution } from '../kernel/distributions.ts';

/**
 * Every distribution that a scenario draws from, wherever it stands, so that what they need can be loaded before the
 * run. A walk instead of a list of places: a place that a list forgot would be found out in the middle of a run.
 */
export function distributionsOf(scenario: Scenario): Distribution[] {
  const found: Distribution[] = [];
  const seen = new Set<unknown>();
  const open: unknown[] = [scenario];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if ('family' in value && typeof value.family === 'string') found.push(value as Distribution);
    else if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
      for (const one of value.values()) open.push(one);
    } else for (const one of Object.values(value)) open.push(one);
  }
  return found;
}
