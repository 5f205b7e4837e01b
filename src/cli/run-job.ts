/** What `fleetsim run` was asked to do, as plain data that a worker thread can be given. */
import type { Override } from '../scenario/overrides.ts';
import { formatOf } from './formats.ts';
import {
  type ReplicationsOptions,
  type ReplicationsWanted,
  readReplications,
  runCountMax,
} from './replications-options.ts';
import { type TextStyle, textStyle } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const runFormats = ['text', 'json', 'markdown'] as const;
export type RunFormat = (typeof runFormats)[number];

const nodesChoices = ['all', 'unpatched', 'none'] as const;
export type NodesChoice = (typeof nodesChoices)[number];

/** As commander hands them over. */
export interface RunOptions extends ReplicationsOptions {
  readonly seed?: string;
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
  readonly replications: ReplicationsWanted;
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
  const { seed, out, events, nodes } = options;
  if (seed === '') throw new UsageError('--seed: expected a number or a word, found nothing');
  const replications = readReplications(options, runCountMax);
  if (events !== undefined && isMany(replications)) {
    throw new UsageError(
      '--events is the journal of one run: leave out --replications, or take one of them with --replication R',
    );
  }
  return {
    file,
    seed: seed ?? null,
    replications,
    overrides: (options.set ?? []).map(readOverride),
    format: formatOf('run', runFormats, options),
    out: out ?? null,
    events: events ?? null,
    nodes: nodes === undefined ? null : readNodes(nodes),
    strict: options.strict ?? false,
    quiet: options.quiet ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !options.color, env: process.env }),
  };
}

/** Without being told otherwise, `run` simulates the plain run alone, whatever the scenario says for other commands. */
export function isMany({ count, only, precision }: ReplicationsWanted): boolean {
  return only === null && (precision !== null || (count ?? 1) > 1);
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

function readNodes(text: string): NodesChoice {
  const choice = nodesChoices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`--nodes ${text}: expected one of ${nodesChoices.join(', ')}`);
}
