/** What `fleetsim compare` was asked to do, as plain data. */
import type { Override } from '../scenario/overrides.ts';
import { formatOf } from './formats.ts';
import {
  pairedCountMax,
  type ReplicationsOptions,
  type ReplicationsWanted,
  readReplications,
} from './replications-options.ts';
import { readOverride } from './run-job.ts';
import { type TextStyle, textStyle } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const compareFormats = ['text', 'json', 'markdown', 'csv'] as const;
export type CompareFormat = (typeof compareFormats)[number];

/** As commander hands them over. */
export interface CompareOptions extends ReplicationsOptions {
  readonly vary?: readonly string[];
  readonly reference?: string;
  readonly metrics?: string;
  readonly minDifference?: readonly string[];
  readonly goal?: string;
  readonly subjectTo?: readonly string[];
  readonly frontier?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export interface CompareJob {
  readonly files: readonly string[];
  /** `KEY=A,B`, not read yet. */
  readonly vary: readonly string[];
  readonly overrides: readonly Override[];
  readonly seed: string | null;
  readonly reference: string | null;
  /** Names and patterns; null: those that the experiment names, else the usual ones. */
  readonly metrics: readonly string[] | null;
  readonly minDifference: readonly string[];
  /** What follows is text as given: it is read once the metrics are known. Null: the experiment's, if there is one. */
  readonly goal: string | null;
  readonly subjectTo: readonly string[];
  readonly pickWithin: string | null;
  readonly frontier: readonly [string, string] | null;
  readonly replications: ReplicationsWanted;
  readonly format: CompareFormat;
  readonly out: string | null;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly style: TextStyle;
}

export function compareJobOf(files: readonly string[], options: CompareOptions): CompareJob {
  const { seed, out, reference, metrics, goal, pickWithin, frontier } = options;
  if (seed === '') throw new UsageError('--seed: expected a number or a word, found nothing');
  if (pickWithin !== undefined && goal === undefined && files.length > 1) {
    throw new UsageError("--pick-within: there is nothing to pick without --goal 'min METRIC'");
  }
  if (pickWithin !== undefined && (options.precision !== undefined || options.replication !== undefined)) {
    const other = options.precision === undefined ? 'replication' : 'precision';
    throw new UsageError(`--pick-within and --${other} each say how many runs there are: leave out one`);
  }
  return {
    files,
    vary: options.vary ?? [],
    overrides: (options.set ?? []).map(readOverride),
    seed: seed ?? null,
    reference: reference ?? null,
    metrics: metrics === undefined ? null : readMetrics(metrics),
    minDifference: options.minDifference ?? [],
    goal: goal ?? null,
    subjectTo: options.subjectTo ?? [],
    pickWithin: pickWithin ?? null,
    frontier: frontier === undefined ? null : readFrontier(frontier),
    replications: readReplications(options, pairedCountMax),
    format: formatOf('compare', compareFormats, options),
    out: out ?? null,
    strict: options.strict ?? false,
    quiet: options.quiet ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !options.color, env: process.env }),
  };
}

function readMetrics(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw new UsageError(
    `--metrics ${text}: expected names with commas between them, such as task.Install.failed,nodes.lost`,
  );
}

function readFrontier(text: string): readonly [string, string] {
  const [x, y, ...more] = text.split(',').map((name) => name.trim());
  if (x && y && more.length === 0 && x !== y) return [x, y];
  throw new UsageError(
    `--frontier ${text}: expected two metrics with a comma between them, such as task.Install.minutes,nodes.lost`,
  );
}
