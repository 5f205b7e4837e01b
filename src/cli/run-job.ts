/** What `fleetsim run` was asked to do, as plain data that a worker thread can be given. */
import { extname } from 'node:path';
import type { Override } from '../scenario/overrides.ts';
import { type TextStyle, textStyle } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const runFormats = ['text', 'json', 'markdown'] as const;
export type RunFormat = (typeof runFormats)[number];

/** Formats of other commands: asking `run` for them is a slip about the command, not about the word. */
const otherFormats = ['csv', 'junit', 'github', 'sarif'];

const endings: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.xml': 'junit',
  '.sarif': 'sarif',
};

const nodesChoices = ['all', 'unpatched', 'none'] as const;
export type NodesChoice = (typeof nodesChoices)[number];

/** Replications are numbered in 32 bits. */
const replicationMax = 2 ** 32 - 1;

/** As commander hands them over. */
export interface RunOptions {
  readonly seed?: string;
  readonly replication?: string;
  readonly replications?: string;
  readonly set?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly events?: string;
  readonly nodes?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export interface RunJob {
  readonly file: string;
  readonly seed: string | null;
  readonly replication: number;
  readonly overrides: readonly Override[];
  readonly format: RunFormat;
  readonly out: string | null;
  readonly events: string | null;
  readonly nodes: NodesChoice | null;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly style: TextStyle;
}

export function runJobOf(file: string, options: RunOptions): RunJob {
  const { seed, replication, replications, out, events, nodes } = options;
  if (seed === '') throw new UsageError('--seed: expected a number or a word, found nothing');
  if (replications !== undefined && Number(replications) !== 1) {
    throw new UsageError(
      `--replications ${replications}: this version of fleetsim simulates one replication a run; ` +
        'with --replication R it is the R-th of them',
    );
  }
  return {
    file,
    seed: seed ?? null,
    replication: replication === undefined ? 0 : readReplication(replication),
    overrides: (options.set ?? []).map(readOverride),
    format: formatOf(options),
    out: out ?? null,
    events: events ?? null,
    nodes: nodes === undefined ? null : readNodes(nodes),
    strict: options.strict ?? false,
    quiet: options.quiet ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !options.color, env: process.env }),
  };
}

/** `KEY=VALUE`; a quoted part of the key may hold an equals sign. */
export function readOverride(text: string): Override {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=(.*)$/s.exec(text);
  if (match === null) {
    if (/["'].*=/s.test(text)) {
      throw new UsageError(
        `--set ${text}: a quotation mark in the key is not closed; in a shell write --set 'fleet.web.tags."Patch Group"=prod'`,
      );
    }
    throw new UsageError(`--set ${text}: expected KEY=VALUE, such as --set Install.MaxConcurrency=25%`);
  }
  return { key: match[1]!.trim(), value: match[2]! };
}

function readReplication(text: string): number {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && number <= replicationMax) return number;
  throw new UsageError(
    `--replication ${text}: expected a whole number from 0, the plain run, to ${replicationMax}`,
  );
}

function readNodes(text: string): NodesChoice {
  const choice = nodesChoices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`--nodes ${text}: expected one of ${nodesChoices.join(', ')}`);
}

function formatOf({ format, json, out }: RunOptions): RunFormat {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other`);
  }
  if (json === true) return 'json';
  if (format !== undefined) return readFormat(format, `--format ${format}`);
  const ending = out === undefined ? undefined : endings[extname(out).toLowerCase()];
  return ending === undefined ? 'text' : readFormat(ending, `--out ${out}`);
}

function readFormat(text: string, option: string): RunFormat {
  const format = runFormats.find((each) => each === text);
  if (format !== undefined) return format;
  const what = otherFormats.includes(text) ? `run has no ${text}` : `${text} is no format`;
  throw new UsageError(`${option}: ${what}; the formats of run are ${runFormats.join(', ')}`);
}
