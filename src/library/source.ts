/** Where a call of the library gets its scenario from, and what it changes in it. */
import { formatProblems, type Problem } from '../diagnostics/problem.ts';
import { UsageError } from '../diagnostics/usage-error.ts';
import type { Loaded, NotLoaded } from '../scenario/load.ts';
import { type Override, overrideValue } from '../scenario/overrides.ts';
import { loadChecked, type ScenarioInput } from './load.ts';
import { readerFor, readFile } from './read-file.ts';
import { withoutNull } from './without-null.ts';

/** A path: relative to the working folder. Files that the scenario names are looked for in its folder. */
export interface SourceFile {
  readonly file: string;
}

/** A scenario or a template: YAML or JSON as text, a file, or the same as plain data. */
export type Source = string | SourceFile | object;

/** The bytes, or the text, of a file that the scenario names, by its path; throws if there is none. */
export type ReadSideFile = (path: string) => Uint8Array | string;

/** By key, as `--set` has them: `Install.MaxConcurrency`, `fleet.web.count`. The values are plain data. */
export type Settings = Readonly<Record<string, unknown>>;

export interface ReadingOptions {
  /** Reads the files that the scenario names. Without it they are read from the disk. */
  readonly read?: ReadSideFile;
  /** Folders other than the scenario's own, or the working folder, from which it may read files. */
  readonly allowRead?: readonly string[];
}

export interface LoadingOptions extends ReadingOptions {
  /** Random seed; overrides the scenario's. */
  readonly seed?: string | number;
  readonly set?: Settings;
}

/** The scenario cannot be used. `message` has all problems as the command line prints them. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor({ problems, sources }: NotLoaded) {
    super(formatProblems(problems, sources));
    this.problems = problems;
  }
}

/** What problems and results call a source that is no file. */
const nameOfText = 'scenario.yaml';
const nameOfData = 'scenario.json';

/** `number`: of several sources, from 1. */
export function inputOf(source: Source, options: ReadingOptions, number?: number): ScenarioInput {
  if (isSourceFile(source)) {
    const { file } = source;
    const readSide = sideFileReader(file, options);
    return { file, read: (path) => (path === file ? readFile(path) : readSide(path)) };
  }
  const isText = typeof source === 'string';
  const name = isText ? nameOfText : nameOfData;
  const file = number === undefined ? name : name.replace('.', `-${number}.`);
  const bytes = new TextEncoder().encode(isText ? source : textOfData(source));
  const readSide = sideFileReader(file, options);
  return { file, read: (path) => (path === file ? bytes : readSide(path)) };
}

export function isSourceFile(source: Source): source is SourceFile {
  return typeof source === 'object' && source !== null && 'file' in source && typeof source.file === 'string';
}

/** A program without types may hand over anything. */
function textOfData(source: object | null | undefined): string {
  let reason = `found ${source === null ? 'null' : typeof source}`;
  try {
    if (typeof source === 'object' && source !== null) return JSON.stringify(source, null, 2);
  } catch (error) {
    reason = String(error);
  }
  throw new UsageError(`source: expected text, plain data or { file }: ${reason}`);
}

function sideFileReader(file: string, { read, allowRead }: ReadingOptions): ScenarioInput['read'] {
  if (read === undefined) return readerFor(file, allowRead);
  return (path) => {
    try {
      const content: unknown = read(path);
      if (typeof content === 'string') return new TextEncoder().encode(content);
      return content instanceof Uint8Array ? content : { error: 'read gave neither bytes nor text' };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
}

export function seedOf(seed: string | number | undefined): string | null {
  if (seed === '') throw new UsageError('seed: expected a number or a word, found nothing');
  return seed === undefined ? null : String(seed);
}

export function overridesOf(set: Settings = {}): Override[] {
  return Object.entries(set).map(([key, value]) => ({ key, value: settingText(key, value), option: 'set' }));
}

/** As it would stand in the file: names of variants show it. */
export function settingText(key: string, value: unknown): string {
  const isPlain = typeof value === 'string' && /^[\w%.:+-]+$/.test(value) && overrideValue(value) === value;
  const text = isPlain ? value : JSON.stringify(value);
  if (text === undefined) throw new UsageError(`set ${key}: expected plain data, found ${typeof value}`);
  return text;
}

export function load(input: ScenarioInput, { seed, set }: LoadingOptions): Loaded {
  const options = { ...input, overrides: overridesOf(set), ...withoutNull({ seed: seedOf(seed) }) };
  return orThrow(loadChecked(options));
}

export function orThrow<T extends object>(loaded: T | NotLoaded): T {
  if ('problems' in loaded) throw new ScenarioError(loaded);
  return loaded;
}

export function wholeNumber(value: number, name: string, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`${name} ${value}: expected a whole number from ${min} to ${max}`);
}
