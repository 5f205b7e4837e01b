/** `experiment`: variants of the scenario to set side by side, each by what it sets. */

import { suggestion } from '../diagnostics/nearest.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import {
  anything,
  described,
  type Field,
  field,
  listOf,
  map,
  mapOf,
  once,
  optional,
  read,
  refuse,
  text,
} from '../fields/fields.ts';
import type { Experiment, ExperimentVariant, PlacedText } from '../world/experiment.ts';
import { type GridKey, gridOf, gridSizeOf, variantsMax } from './grid.ts';
import { parseKey, type Setting, settingValue } from './overrides.ts';

/** Names head the columns of tables. */
const nameLengthMax = 100;

/** What a variant sets, still to be applied to the data. */
export interface VariantRead {
  readonly name: string;
  readonly path: DataPath;
  readonly settings: readonly Setting[];
}

export interface ExperimentRead {
  readonly experiment: Experiment;
  readonly variants: readonly VariantRead[];
}

interface Given {
  readonly reference?: string;
  readonly variants?: PlainMap;
  readonly vary?: PlainMap;
  readonly metrics?: readonly string[];
  readonly goal?: string;
  readonly subjectTo?: readonly string[];
  readonly frontier?: readonly string[];
}

const anyMap = (what: string): Field<PlainMap> =>
  field((value) => (isMap(value) ? value : refuse(value, what)), { type: 'object' });

export const experimentField = once((): Field<Given> => {
  return map({
    reference: described(
      optional(text('the name of a variant', { min: 1 })),
      'The variant that the others are compared with; left out: the first',
    ),
    variants: described(
      optional(anyMap('a map of variants, such as fast: { set: { Install.MaxConcurrency: 25% } }')),
      'Variants by name, each with what it sets',
    ),
    vary: described(
      optional(anyMap('a map of keys to lists of values, such as Install.MaxConcurrency: [5%, 25%]')),
      'Or keys with their values: every combination is a variant',
    ),
    metrics: described(
      optional(listOf(text('the name of a metric', { min: 1 }))),
      'Metrics to show; left out: the few that are weighed most often',
    ),
    goal: described(
      optional(text('a goal such as min task.Install.minutes', { min: 1 })),
      'What the best variant has least or most of: `min METRIC` or `max METRIC`',
    ),
    subjectTo: described(
      optional(listOf(text('a condition such as task.Install.failed p95 <= 8', { min: 1 }))),
      'What the best variant must keep to',
    ),
    frontier: described(
      optional(listOf(text('the name of a metric', { min: 1 }))),
      'Two metrics to plot against each other: x and y',
    ),
  }) as unknown as Field<Given>;
});

export const variantField = once((): Field<{ readonly set?: Readonly<Record<string, unknown>> }> => {
  return map({
    set: described(
      optional(mapOf(anything(), 'a map of keys to values, such as Install.MaxConcurrency: 25%')),
      'Keys as `--set` takes them, and their values; left out: the file as it is',
    ),
  }) as unknown as Field<{ set?: Record<string, unknown> }>;
});

/** Null: there is none, or nothing of it can be used. Whether metrics exist is not known here. */
export function readExperiment(
  raw: unknown,
  context: LoadContext,
  place: { readonly positions: Positions; readonly root: unknown },
): ExperimentRead | null {
  if (raw === undefined || raw === null) return null;
  const given = read(experimentField(), withoutEmpty(raw), ['experiment'], context);
  if (given === undefined) return null;
  const variants = readVariants(given, context, place.positions);
  if (variants === null) return null;
  checkReference(given, variants, context);
  checkQuestions(given, context);
  const said = (key: string, words: readonly string[] = []) =>
    words.map((word, index): PlacedText => {
      const path = Array.isArray((raw as PlainMap)[key]) ? ['experiment', key, index] : ['experiment', key];
      return { text: word, at: place.positions.find(place.root, path, 'value')! };
    });
  const [x, y] = said('frontier', given.frontier);
  return {
    variants,
    experiment: {
      reference: given.reference ?? null,
      variants: variants.map(({ name, settings }) => ({ name, settings: asJson(settings) })),
      metrics: said('metrics', given.metrics),
      goal: said('goal', given.goal === undefined ? [] : [given.goal])[0] ?? null,
      subjectTo: said('subjectTo', given.subjectTo),
      frontier: x === undefined || y === undefined ? null : { x, y },
    },
  };
}

/** An empty key is as good as none. */
function withoutEmpty(raw: unknown): unknown {
  if (!isMap(raw)) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
}

function asJson(settings: readonly Setting[]): ExperimentVariant['settings'] {
  return Object.fromEntries(settings.map(({ key, data }) => [key, settingValue(data)]));
}

function readVariants(
  { variants, vary }: Given,
  context: LoadContext,
  positions: Positions,
): VariantRead[] | null {
  const path: DataPath = ['experiment'];
  if ((variants === undefined) === (vary === undefined)) {
    const code = variants === undefined ? 'missing-key' : 'contradiction';
    const found = variants === undefined ? 'neither' : 'both';
    context.error(path, code, `expected either variants or vary, found ${found}`, { at: 'key' });
    return null;
  }
  const found =
    variants === undefined ? readGrid(vary!, context, positions) : readNamed(variants, context, positions);
  if (found === null) return null;
  const where = [...path, variants === undefined ? 'vary' : 'variants'];
  if (found.length < 2) {
    const help =
      variants === undefined ? 'give a key several values' : 'a variant without `set` is the file as it is';
    context.error(where, 'too-few', 'expected at least two variants to compare', { at: 'key', help });
    return null;
  }
  if (found.length > variantsMax) {
    context.error(where, 'too-many', `expected at most ${variantsMax} variants, found ${found.length}`, {
      at: 'key',
    });
    return null;
  }
  return found;
}

/** Null: something is wrong with one of them. */
function readNamed(variants: PlainMap, context: LoadContext, positions: Positions): VariantRead[] | null {
  const found = Object.entries(variants).flatMap(([name, value]) => {
    const path: DataPath = ['experiment', 'variants', name];
    if (name.trim() === '' || name.length > nameLengthMax || /\p{Cc}/u.test(name)) {
      const message = `expected a name of 1 to ${nameLengthMax} characters, on one line`;
      context.error(path, 'bad-value', message, { at: 'key' });
    }
    const given = read(variantField(), withoutEmpty(value ?? {}), path, context);
    if (given === undefined) return [];
    const set = isMap(value) && isMap(value['set']) ? value['set'] : {};
    const settings = Object.entries(set).flatMap(([key, data]) =>
      settingOf(key, data, [...path, 'set', key], set, key, context, positions),
    );
    return settings.length < Object.keys(set).length ? [] : [{ name, path, settings }];
  });
  return found.length < Object.keys(variants).length ? null : found;
}

/** Null: it is no grid, or one too large to be made. */
function readGrid(vary: PlainMap, context: LoadContext, positions: Positions): VariantRead[] | null {
  const keys: GridKey<Setting>[] = [];
  let isRead = true;
  for (const [key, given] of Object.entries(vary)) {
    const path: DataPath = ['experiment', 'vary', key];
    const list = Array.isArray(given) ? given : [given];
    if (list.length === 0) {
      context.error(path, 'bad-value', 'expected a list of values, found an empty one');
      isRead = false;
    }
    const seen = new Map<string, number>();
    const values = list.flatMap((data, index) => {
      const at: DataPath = Array.isArray(given) ? [...path, index] : path;
      const text = JSON.stringify(data);
      if (seen.has(text)) {
        context.error(at, 'duplicate-value', 'expected each value once');
        isRead = false;
        return [];
      }
      seen.set(text, index);
      const container = Array.isArray(given) ? given : vary;
      const settings = settingOf(
        key,
        data,
        at,
        container,
        Array.isArray(given) ? index : key,
        context,
        positions,
      );
      if (settings.length === 0) isRead = false;
      return settings.map((value) => ({ written: writtenOf(data), value }));
    });
    keys.push({ key, values });
  }
  if (!isRead) return null;
  const size = gridSizeOf(keys);
  if (size > variantsMax) {
    const product = keys.map(({ values }) => values.length).join(' × ');
    const message = `expected at most ${variantsMax} variants, found ${product} = ${size}`;
    const help = 'vary fewer settings at once, or fewer values';
    context.error(['experiment', 'vary'], 'too-many', message, { at: 'key', help });
    return null;
  }
  return gridOf(keys).map(({ name, settings }) => ({
    name,
    path: ['experiment', 'vary'],
    settings: settings.map(({ value }) => value),
  }));
}

/** What belongs to the experiment as a whole cannot differ within it. */
const ofTheWhole = ['experiment', 'replications', 'version'];

function settingOf(
  key: string,
  data: unknown,
  path: DataPath,
  container: object,
  segment: string | number,
  context: LoadContext,
  positions: Positions,
): Setting[] {
  const word = String(parseKey(key)?.[0]);
  if (ofTheWhole.includes(word)) {
    const message = `expected another key: ${word} is the same for all variants`;
    context.error(path, 'bad-key', message, { at: 'key' });
    return [];
  }
  const entry = positions.entriesOf(container).get(segment);
  // Everything that was read from a text has its place.
  return entry === undefined ? [] : [{ key, data, entry, path }];
}

/** As a person would write it on one line. */
function writtenOf(data: unknown): string {
  if (data === null || data === undefined) return 'null';
  if (Array.isArray(data)) return `[${data.map(writtenOf).join(', ')}]`;
  if (!isMap(data)) return String(data);
  const entries = Object.entries(data).map(([key, value]) => `${key}: ${writtenOf(value)}`);
  return `{ ${entries.join(', ')} }`;
}

function checkReference({ reference }: Given, variants: readonly VariantRead[], context: LoadContext): void {
  const names = variants.map(({ name }) => name);
  if (reference === undefined || names.includes(reference)) return;
  context.error(
    ['experiment', 'reference'],
    'unknown-variant',
    `expected the name of a variant, found "${reference}"`,
    {
      help: suggestion(reference, names),
    },
  );
}

function checkQuestions({ goal, subjectTo, frontier }: Given, context: LoadContext): void {
  if (subjectTo !== undefined && goal === undefined) {
    const help = 'add goal: min METRIC, or hold every run to it under expect';
    context.error(['experiment', 'subjectTo'], 'missing-key', 'expected a goal as well', { at: 'key', help });
  }
  if (frontier === undefined) return;
  if (frontier.length !== 2 || frontier[0] === frontier[1]) {
    const message = 'expected two different metrics, such as [task.Install.minutes, task.Install.failed]';
    context.error(['experiment', 'frontier'], 'bad-value', message);
  }
}
