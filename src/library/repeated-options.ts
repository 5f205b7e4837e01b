/** Options as words again, for the line that repeats a run. */
import type { Override } from '../scenario/overrides.ts';

export function setWords(set: readonly Override[]): string[] {
  return repeated('--set', settingsOf(set));
}

/** `KEY=VALUE` */
export function settingsOf(set: readonly Override[]): string[] {
  return set.map(({ key, value }) => `${key}=${value}`);
}

export function repeated(option: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [option, value]);
}

export function given(option: string, value: string | null): string[] {
  return value === null ? [] : [option, value];
}
