/** What `fleetsim check` was asked to do, as plain data. */
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

export const checkFormats = ['text', 'json', 'markdown', 'junit', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** As commander hands them over. */
export interface CheckOptions extends ReplicationsOptions {
  readonly update?: boolean;
  readonly inconclusive?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export interface CheckJob {
  /** Names and patterns, as given. */
  readonly files: readonly string[];
  readonly update: boolean;
  /** What an expectation that nothing settles counts as; null: an exit code of its own. */
  readonly inconclusive: 'pass' | 'fail' | null;
  readonly overrides: readonly Override[];
  readonly seed: string | null;
  readonly replications: ReplicationsWanted;
  readonly format: CheckFormat;
  readonly out: string | null;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly style: TextStyle;
  /** Of the file to which a summary in Markdown is added, as GitHub Actions has it. */
  readonly stepSummary: string | null;
}

export function checkJobOf(files: readonly string[], options: CheckOptions): CheckJob {
  const { seed, out, update } = options;
  if (seed === '') throw new UsageError('--seed: expected a number or a word, found nothing');
  const replications = readReplications(options, pairedCountMax);
  if (update === true && replications.only !== null) {
    throw new UsageError('--update: a snapshot holds replications from 0 on: leave out --replication');
  }
  return {
    files,
    update: update ?? false,
    inconclusive: readInconclusive(options.inconclusive),
    overrides: (options.set ?? []).map(readOverride),
    seed: seed ?? null,
    replications,
    format: formatOf('check', checkFormats, options),
    out: out ?? null,
    strict: options.strict ?? false,
    quiet: options.quiet ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !options.color, env: process.env }),
    stepSummary: process.env['GITHUB_STEP_SUMMARY'] || null,
  };
}

function readInconclusive(text: string | undefined): CheckJob['inconclusive'] {
  if (text === undefined || text === 'pass' || text === 'fail') return text ?? null;
  throw new UsageError(`--inconclusive ${text}: expected pass or fail`);
}
