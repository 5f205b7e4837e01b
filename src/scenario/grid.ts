/** Every combination of some values, each with a name of its own. */

import { formatPath } from '../diagnostics/problem.ts';
import { parseKey } from './overrides.ts';

/** More would take hours, and the table could not be read. */
export const variantsMax = 200;

/** A longer value is cut off in a name. */
const shownValueMax = 60;

export interface GridKey<V> {
  /** As `--set` takes it. */
  readonly key: string;
  readonly values: readonly GridValue<V>[];
}

export interface GridValue<V> {
  /** As a person would write it. */
  readonly written: string;
  readonly value: V;
}

export interface GridPoint<V> {
  readonly name: string;
  readonly settings: readonly { readonly key: string; readonly value: V }[];
}

export function gridSizeOf(keys: readonly GridKey<unknown>[]): number {
  return keys.reduce((size, { values }) => size * values.length, 1);
}

/** The first key slowest. Of no keys: one point at which nothing is set. */
export function gridOf<V>(keys: readonly GridKey<V>[]): GridPoint<V>[] {
  const labels = labelsOf(keys.map(({ key }) => key));
  let points: { readonly words: readonly string[]; readonly settings: GridPoint<V>['settings'] }[] = [
    { words: [], settings: [] },
  ];
  keys.forEach(({ key, values }, index) => {
    points = points.flatMap(({ words, settings }) =>
      values.map(({ written, value }) => ({
        words: [...words, `${labels[index]}=${shown(written)}`],
        settings: [...settings, { key, value }],
      })),
    );
  });
  const names = new Set<string>();
  return points.map(({ words, settings }) => {
    const name = unused(words.join(', '), names);
    names.add(name);
    return { name, settings };
  });
}

/** Of each key the shortest tail by which it is told from the others: `MaxErrors`, `web.count`. */
function labelsOf(keys: readonly string[]): string[] {
  const paths = keys.map((key) => parseKey(key) ?? [key]);
  const tails = paths.map((path) => path.map((_, from) => formatPath(path.slice(from))));
  return paths.map((path, index) => {
    for (let from = path.length - 1; from > 0; from -= 1) {
      const tail = tails[index]![from]!;
      const isItsOwn = tails.every((others, other) => other === index || !others.includes(tail));
      // `[0]` says nothing.
      if (isItsOwn && typeof path[from] === 'string') return tail;
    }
    return keys[index]!;
  });
}

function shown(written: string): string {
  const line = written.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= shownValueMax ? line : `${line.slice(0, shownValueMax - 1)}…`;
}

/** Values that are cut off may look alike. */
function unused(name: string, names: ReadonlySet<string>): string {
  if (!names.has(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!names.has(`${name} (${number})`)) return `${name} (${number})`;
  }
}
