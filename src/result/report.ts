/** What people read of a run: the result, and what the capabilities tell of it. */
import type { Block } from '../blocks/block.ts';
import type { Note } from '../capability/notes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import { groupBlocks } from './groups.ts';
import { notesOf } from './notes.ts';
import type { RunOutcome } from './outcome.ts';
import type { ResultFrame } from './result.ts';

export interface RunReport {
  readonly result: ResultFrame;
  /** As given on the command line. */
  readonly file: string;
  /** The line that repeats the run. */
  readonly repeat: string;
  readonly description: string;
  readonly warnings: readonly string[];
  readonly notes: readonly Note[];
  readonly nodeCount: number;
  /** Of capabilities, in their order. */
  readonly parts: readonly Block[];
}

export interface RunReportOptions {
  readonly file: string;
  readonly warnings?: readonly string[];
  /** `KEY=VALUE`, as given with --set. */
  readonly set?: readonly string[];
}

export function runReportOf(outcome: RunOutcome, result: ResultFrame, options: RunReportOptions): RunReport {
  const { scenario, simulation } = outcome;
  return {
    result,
    file: options.file,
    repeat: repeatLine(result, options),
    description: scenario.description,
    warnings: options.warnings ?? [],
    notes: notesOf(outcome),
    nodeCount: simulation.fleet.count,
    parts: partsOf(outcome, result),
  };
}

/** Where the table of groups stands among the parts of capabilities. */
const groupsPlace = 40;

function partsOf({ machines, scenario, simulation }: RunOutcome, { metrics }: ResultFrame): Block[] {
  const told = capabilitiesOf(scenario).flatMap((capability) =>
    capability.open((spec) =>
      (spec.view ?? []).map(({ place, blocks }) => ({
        place,
        blocks: blocks(machines.of(spec), simulation),
      })),
    ),
  );
  return [...told, { place: groupsPlace, blocks: groupBlocks(scenario, metrics) }]
    .sort((a, b) => a.place - b.place)
    .flatMap(({ blocks }) => blocks);
}

function repeatLine(result: ResultFrame, { file, set }: RunReportOptions): string {
  const overrides = (set ?? []).flatMap((one) => ['--set', one]);
  const replication = result.replication === undefined ? [] : ['--replication', String(result.replication)];
  const words = ['fleetsim', 'run', file, ...overrides, '--seed', result.seed, ...replication];
  return commandLine(words);
}
