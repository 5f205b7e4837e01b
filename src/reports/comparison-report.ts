/** What people read of a comparison: the data, and the text around it. */

import type { Tone } from '../blocks/block.ts';
import { counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { ComparedMetric, Comparison, Verdict } from '../experiment/comparison.ts';
import type { MetricTable } from '../result/metric-table.ts';
import { plain } from './statistics-figures.ts';
import { runsInWords, withShortUnit } from './statistics-in-words.ts';

export interface ComparisonReport {
  readonly comparison: Comparison;
  /** The line that repeats it. */
  readonly repeat: string;
  /** By variant, the line that shows its first run in full. */
  readonly runs?: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly metrics: MetricTable;
  /** The conclusion alone, or every detail too. Absent: what most readers need. */
  readonly extent?: 'brief' | 'full';
}

/** Verdicts in the order in which a legend explains them, each with the sign that stands for it. */
export const verdictSigns: Readonly<Record<Verdict, { readonly sign: string; readonly tone: Tone }>> = {
  better: { sign: '▲', tone: 'good' },
  worse: { sign: '▼', tone: 'bad' },
  higher: { sign: '↑', tone: 'info' },
  lower: { sign: '↓', tone: 'info' },
  same: { sign: '=', tone: 'dim' },
  'cannot tell': { sign: '?', tone: 'odd' },
};

export function titleOf({ variants }: Comparison): string {
  const names = [...new Set(variants.map(({ scenario }) => scenario.name))];
  return names.length === 1 ? names[0]! : `${counted(names.length, 'scenario')} compared`;
}

/** `3 variants · 200 runs each · seed 1 · 2025-01-03 00:00 to … UTC (3 d 12 h)` */
export function factsOf(comparison: Comparison): string {
  const { variants, start, end } = comparison;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return [
    counted(variants.length, 'variant'),
    `${runsInWords(comparison)} each`,
    seedsInWords(variants),
    times,
  ].join(' · ');
}

export function seedsInWords(variants: Comparison['variants']): string {
  const seeds = [...new Set(variants.map(({ seed }) => seed))];
  if (seeds.length === 1) return `seed ${seeds[0]}`;
  return seeds.length <= 4 ? `seeds ${seeds.join(', ')}` : counted(seeds.length, 'seed');
}

/** `minutes, lower is better` */
export function directionInWords({ unit, better }: ComparedMetric): string {
  const what = unit === 'yes or no' ? 'share of runs' : unit;
  return better === 'neither' ? what : `${what}, ${better} is better`;
}

/** `within 1.4 min` counts as the same. */
export function sameWithin({ unit, minDifference }: ComparedMetric): string {
  if (minDifference === 0) return 'only if equal';
  if (unit === 'yes or no') return `within ${points(100 * minDifference)}`;
  return unit === 'percent'
    ? `within ${points(minDifference)}`
    : `within ${withShortUnit(plain(minDifference), unit)}`;
}

function points(value: number): string {
  return `${plain(value)} ${value === 1 ? 'point' : 'points'}`;
}

/** What was set, where names do not say it: `careful: Install.MaxConcurrency=5%`; the file, where files differ. */
export function settingsInWords({ variants }: Comparison): string[] {
  const files = new Set(variants.map(({ scenario }) => scenario.file));
  return variants.map(({ name, settings, scenario }) => {
    const set = Object.entries(settings).map(([key, value]) => `${key}=${valueInWords(value)}`);
    const file = files.size > 1 && scenario.file !== name ? [scenario.file] : [];
    return [...file, ...(namesItsSettings(name) ? [] : set)].join(', ');
  });
}

/** The names that `--vary` gives. */
function namesItsSettings(name: string): boolean {
  return name.includes('=');
}

function valueInWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of names such as `MaxConcurrency=5%, MaxErrors=1%`, if all are of that kind: the keys, and the values of each. */
export function gridOfNames(names: readonly string[]): { keys: string[]; values: string[][] } | null {
  const parsed = names.map((name) =>
    name.split(/, (?=[^=,]+=)/).map((part) => ({
      key: part.slice(0, Math.max(0, part.indexOf('='))),
      value: part.slice(part.indexOf('=') + 1),
    })),
  );
  const keys = parsed[0]?.map(({ key }) => key) ?? [];
  const isGrid = parsed.every(
    (parts) => parts.length === keys.length && parts.every(({ key }, at) => key !== '' && key === keys[at]),
  );
  return isGrid ? { keys, values: parsed.map((parts) => parts.map(({ value }) => value)) } : null;
}
