/** What people read of a run: the result, and what the capabilities tell of it. */
import type { Block } from '../blocks/block.ts';
import type { Note } from '../capability/notes.ts';
import { takingPart } from '../capability/taking-part.ts';
import { type ExpectationInWords, expectationsInWords } from './expectation-words.ts';
import { commandOn, type FirstScreen, firstScreenOf } from './first-screen.ts';
import { groupBlocks } from './groups.ts';
import { metricTableOf } from './metric-table.ts';
import { notesOf } from './notes.ts';
import type { RunOutcome } from './outcome.ts';
import { overTimeBlocks } from './over-time.ts';
import type { ResultFrame } from './result.ts';

export interface RunReport {
  readonly result: ResultFrame;
  readonly firstScreen: FirstScreen;
  /** The line that repeats the run. */
  readonly repeat: string;
  readonly description: string;
  readonly warnings: readonly string[];
  readonly notes: readonly Note[];
  readonly expectations: readonly ExpectationInWords[];
  readonly nodeCount: number;
  /** Of capabilities, in their order. */
  readonly parts: readonly Block[];
}

export interface RunReportOptions {
  /** As given on the command line. */
  readonly file: string;
  readonly warnings?: readonly string[];
  /** `KEY=VALUE`, as given with --set. */
  readonly set?: readonly string[];
  /** The first screen alone. */
  readonly isBrief?: boolean;
  /** Columns of the terminal, for the first screen. */
  readonly width?: number;
}

export function runReportOf(outcome: RunOutcome, result: ResultFrame, options: RunReportOptions): RunReport {
  const { scenario, simulation } = outcome;
  const { warnings = [], set = [], isBrief = false, width } = options;
  const again = { file: options.file, set, seed: result.seed, replication: result.replication };
  const expectations = expectationsInWords(
    scenario.expectations,
    result.expectations,
    metricTableOf(scenario),
  );
  return {
    result,
    firstScreen: firstScreenOf(outcome, expectations, again, width),
    repeat: commandOn('run', again),
    description: scenario.description,
    warnings,
    notes: isBrief ? [] : notesOf(outcome),
    expectations,
    nodeCount: simulation.fleet.count,
    parts: isBrief ? [] : partsOf(outcome, result),
  };
}

/** Where the table of groups comes among the parts of capabilities. */
const groupsPlace = 40;
/** Where the charts of the fleet over time come. */
const overTimePlace = 35;

function partsOf(outcome: RunOutcome, { metrics }: ResultFrame): Block[] {
  const { machines, scenario, simulation } = outcome;
  const told = takingPart(scenario).flatMap((capability) =>
    capability.open((spec) =>
      (spec.view ?? []).map(({ place, blocks }) => ({
        place,
        blocks: blocks(machines.of(spec), simulation),
      })),
    ),
  );
  const own = [
    { place: overTimePlace, blocks: overTimeBlocks(outcome) },
    { place: groupsPlace, blocks: groupBlocks(scenario, metrics) },
  ];
  return [...told, ...own].sort((a, b) => a.place - b.place).flatMap(({ blocks }) => blocks);
}
