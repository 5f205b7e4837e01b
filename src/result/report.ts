/** What people read of a run, as plain data: the result, and the story around its figures. */
import { describeSchedule } from '../aws/schedule/describe.ts';
import type { Schedule } from '../aws/schedule/schedule.ts';
import { type ComplianceCounts, complianceCounts } from '../capabilities/patch-manager/compliance-counts.ts';
import { isManual } from '../capabilities/run-command/request.ts';
import { type CauseId, type CauseTable, causesOf } from '../capability/causes.ts';
import type { Note } from '../capability/notes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { addCounts, emptyTally, type Tally } from '../capability/rollout-tally.ts';
import { commandLine } from './command-line.ts';
import { notesOf } from './notes.ts';
import type { RunOutcome } from './outcome.ts';
import type { ResultFrame } from './result.ts';
import {
  type CommandStory,
  commandStory,
  type ExecutionStory,
  executionStory,
  refusedStory,
  withTimeline,
} from './stories.ts';
import { type TellingNode, tellingNode } from './telling.ts';

export interface RunReport {
  readonly result: ResultFrame;
  /** As given on the command line. */
  readonly file: string;
  /** The line that repeats the run. */
  readonly repeat: string;
  readonly description: string;
  readonly warnings: readonly string[];
  readonly notes: readonly Note[];
  readonly windows: readonly WindowReport[];
  /** An operator's, in order of time. */
  readonly commands: readonly CommandStory[];
  readonly complianceBefore: ComplianceCounts;
  readonly complianceAfter: ComplianceCounts;
  /** Of unpatched nodes, largest first. */
  readonly causes: readonly CauseCount[];
  /** Of nodes that Systems Manager does not list, largest first. Null: the node is about to register. */
  readonly unmanagedCauses: readonly {
    readonly cause: CauseId | null;
    readonly summary: string;
    readonly count: number;
  }[];
  /** One node of each of the largest causes. */
  readonly telling: readonly TellingNode[];
}

export interface CauseCount {
  readonly cause: CauseId;
  /** In one sentence, for someone who has not read the documentation. */
  readonly summary: string;
  readonly count: number;
}

export interface WindowReport {
  readonly window: string;
  readonly name: string;
  /** In words, such as "02:00 every Sunday". */
  readonly schedule: string;
  readonly timezone: string;
  readonly executionCount: number;
  readonly skippedCount: number;
  /** In order of time: all of them, or the first, the worst and the last. */
  readonly executions: readonly ExecutionStory[];
  readonly worst: string | null;
  /** By task, over all executions. */
  readonly totals: readonly { readonly task: string; readonly tally: Tally; readonly executions: number }[];
}

export interface RunReportOptions {
  readonly file: string;
  readonly warnings?: readonly string[];
  /** `KEY=VALUE`, as given with --set. */
  readonly set?: readonly string[];
}

/** As many executions of one window are told one by one. */
const toldExecutionsMax = 5;

const tellingCountMax = 3;

export function runReportOf(outcome: RunOutcome, result: ResultFrame, options: RunReportOptions): RunReport {
  const { scenario, runCommand } = outcome;
  const causes = causesOf(capabilitiesOf(scenario));
  const unpatched = causeCounts(result, causes);
  const commands = [
    ...runCommand.commands
      .filter(({ request }) => isManual(request))
      .map((command) => commandStory(outcome, command)),
    ...runCommand.refused
      .filter(({ request }) => isManual(request))
      .map((refused) => refusedStory(outcome, refused)),
  ];
  return {
    result,
    file: options.file,
    repeat: repeatLine(result, options),
    description: scenario.description,
    warnings: options.warnings ?? [],
    notes: notesOf(outcome),
    windows: windowReports(outcome),
    commands: commands.sort((a, b) => a.started.atMs - b.started.atMs),
    complianceBefore: outcome.complianceBefore,
    complianceAfter: complianceCounts(outcome.patchManager.reports),
    causes: unpatched,
    unmanagedCauses: unmanagedCauses(outcome, causes),
    telling: tellingNodes(outcome, unpatched.slice(0, tellingCountMax)),
  };
}

function causeCounts({ metrics }: ResultFrame, causes: CauseTable): CauseCount[] {
  return causes.ids
    .map((cause) => ({
      cause,
      summary: causes.of(cause).summary,
      count: Number(metrics[`cause.${cause}`] ?? 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

function unmanagedCauses(
  { nodes, simulation }: RunOutcome,
  causes: CauseTable,
): RunReport['unmanagedCauses'] {
  const counts = new Map<CauseId | null, number>();
  for (let node = 0; node < simulation.fleet.count; node += 1) {
    if (nodes.pingStatus(node) !== null) continue;
    const cause = nodes.prerequisiteCause(node);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return [...counts]
    .map(([cause, count]) => ({
      cause,
      summary: cause === null ? 'on its way to registering' : causes.of(cause).summary,
      count,
    }))
    .sort((a, b) => b.count - a.count);
}

/** The first node of each cause: the search ends as soon as all are found. */
function tellingNodes(outcome: RunOutcome, wanted: readonly CauseCount[]): TellingNode[] {
  const { simulation, causes: finder } = outcome;
  const found = new Map<CauseId, number>();
  for (let node = 0; node < simulation.fleet.count && found.size < wanted.length; node += 1) {
    const [cause] = finder.causesOf(node);
    if (cause === undefined || found.has(cause)) continue;
    if (wanted.some((one) => one.cause === cause)) found.set(cause, node);
  }
  return wanted.flatMap(({ cause }) =>
    found.has(cause) ? [tellingNode(outcome, found.get(cause)!, cause)] : [],
  );
}

function windowReports(outcome: RunOutcome): WindowReport[] {
  return outcome.scenario.windows.map((window) => {
    const all = outcome.windows.executions.filter((execution) => execution.window === window);
    const told = all.map((execution) => executionStory(outcome, execution));
    const worst = worstOf(told);
    const shown =
      told.length <= toldExecutionsMax
        ? told
        : told.filter((story, index) => index < 2 || index >= told.length - 2 || story === worst);
    return {
      window: window.logicalId,
      name: window.name,
      schedule: scheduleInWords(window.schedule),
      timezone: window.schedule.timezone,
      executionCount: all.length,
      skippedCount: all.filter(({ status }) => status === 'SKIPPED_OVERLAPPING').length,
      executions: shown.map((story) => withTimeline(outcome, story)),
      worst: worst?.id ?? null,
      totals: totalsOf(told),
    };
  });
}

/** ScheduleOffset moves the days that the expression names. */
function scheduleInWords({ expression, offsetDays }: Schedule): string {
  const words = describeSchedule(expression);
  if (offsetDays === 0) return words;
  return `${words}, ${offsetDays === 1 ? '1 day' : `${offsetDays} days`} later`;
}

/** The one in which most went wrong; of equals the longest, then the first. */
function worstOf(stories: readonly ExecutionStory[]): ExecutionStory | null {
  const badness = ({ tasks }: ExecutionStory) =>
    tasks.reduce((sum, { tally }) => sum + tally.targets - tally.succeeded, 0);
  const minutes = ({ tasks }: ExecutionStory) =>
    Math.max(0, ...tasks.map((task) => task.minutes ?? Number.POSITIVE_INFINITY));
  const opened = stories.filter((story) => story.opened !== null);
  return [...opened].sort((a, b) => badness(b) - badness(a) || compare(minutes(b), minutes(a)))[0] ?? null;
}

/** Infinity compares too. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function totalsOf(stories: readonly ExecutionStory[]): WindowReport['totals'] {
  const totals = new Map<string, { task: string; tally: Tally; executions: number }>();
  for (const { task, tally } of stories.flatMap(({ tasks }) => tasks)) {
    const total = totals.get(task) ?? { task, tally: emptyTally(), executions: 0 };
    totals.set(task, total);
    total.executions += 1;
    addCounts(total.tally, tally);
    total.tally.haltedExecutions += tally.haltedExecutions;
  }
  return [...totals.values()];
}

function repeatLine(result: ResultFrame, { file, set }: RunReportOptions): string {
  const overrides = (set ?? []).flatMap((one) => ['--set', one]);
  const replication = result.replication === undefined ? [] : ['--replication', String(result.replication)];
  const words = ['fleetsim', 'run', file, ...overrides, '--seed', result.seed, ...replication];
  return commandLine(words);
}
