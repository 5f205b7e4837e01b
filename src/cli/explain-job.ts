/** What `fleetsim explain` was asked, as plain data. */
import type { Override } from '../scenario/overrides.ts';
import { formatOf } from './formats.ts';
import { readReplication } from './replications-options.ts';
import { readOverride } from './run-job.ts';
import { type TextStyle, textStyle } from './terminal.ts';
import { readTime } from './times-given.ts';
import { UsageError } from './usage-error.ts';

const explainFormats = ['text', 'json', 'markdown'] as const;

/** As commander hands them over. */
export interface ExplainOptions {
  readonly all?: boolean;
  readonly window?: string;
  readonly patch?: string;
  readonly at?: string;
  readonly replication?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export interface ExplainJob {
  readonly file: string;
  /** Name or id; null: all that are unpatched. */
  readonly node: string | null;
  readonly window: string | null;
  readonly patch: string | null;
  readonly atMs: number | null;
  readonly replication: number;
  readonly seed: string | null;
  readonly overrides: readonly Override[];
  readonly format: (typeof explainFormats)[number];
  readonly out: string | null;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly style: TextStyle;
}

export function explainJobOf(file: string, node: string | undefined, options: ExplainOptions): ExplainJob {
  const { all = false, window, patch, at, replication, seed, out } = options;
  if (seed === '') throw new UsageError('--seed: expected a number or a word, found nothing');
  if (all && node !== undefined) throw new UsageError(`${node} and --all: expected one of the two`);
  if (!all && (node === undefined || node === '')) {
    throw new UsageError('expected the name or id of a node, such as web-0001, or --all');
  }
  const ofOne = { '--window': window, '--patch': patch };
  for (const [option, value] of Object.entries(ofOne)) {
    if (all && value !== undefined) throw new UsageError(`${option} is for one node: leave out --all`);
  }
  return {
    file,
    node: node ?? null,
    window: window ?? null,
    patch: patch ?? null,
    atMs: readTime('--at', at),
    replication: replication === undefined ? 0 : readReplication(replication),
    seed: seed ?? null,
    overrides: (options.set ?? []).map(readOverride),
    format: formatOf('explain', explainFormats, options),
    out: out ?? null,
    strict: options.strict ?? false,
    quiet: options.quiet ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !options.color, env: process.env }),
  };
}
