/** Every Install that meant the node, by window or by hand, and what became of it. */
import type { TaskExecution, WindowExecution } from '../capabilities/maintenance-windows/state.ts';
import { isInstall } from '../capabilities/patch-manager/facts.ts';
import type { CommandRequest } from '../capabilities/run-command/request.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import type { RunSource } from '../capability/run-source.ts';
import { sourcesOf } from '../capability/sources.ts';
import type { RunOutcome } from '../result/outcome.ts';
import type { Scenario } from '../world/scenario.ts';
import { resolveGroup } from '../world/target-resolution.ts';

export type AttemptKind =
  | 'sent'
  /** Among the targets, and its turn did not come. */
  | 'not sent'
  /** Meant by the targets, and not a managed node: silently not among them. */
  | 'missed'
  /** AWS refused the whole call. */
  | 'refused'
  /** Its target group never had its turn. */
  | 'left out'
  /** The window came due and did not execute. */
  | 'skipped';

export interface Attempt {
  readonly kind: AttemptKind;
  readonly source: RunSource;
  /** Null: by hand. */
  readonly execution: WindowExecution | null;
  readonly task: TaskExecution | null;
  readonly command: Command | null;
  readonly position: number;
  readonly startedMs: number;
  /** When it was known what became of it; Infinity: not before the end. */
  readonly settledMs: number;
  /** AWS's word for what became of it. */
  readonly status: string;
}

/** In the order in which it was known what became of them, which is that in which they decide about a cause. */
export function attemptsOn(outcome: RunOutcome, node: number): readonly Attempt[] {
  const attempts = [
    ...outcome.runCommand.commands.flatMap((command) => ofCommand(outcome, command, node)),
    ...outcome.runCommand.refused.flatMap((refused) => ofRefused(outcome, refused, node)),
    ...outcome.windows.executions.flatMap((execution) => ofExecution(outcome, execution, node)),
  ];
  return attempts.sort((a, b) => a.settledMs - b.settledMs || a.startedMs - b.startedMs);
}

function ofCommand(outcome: RunOutcome, command: Command, node: number): Attempt[] {
  if (!isInstall(command.request.source)) return [];
  const position = command.positionOf(node);
  const common = { ...whence(outcome, command.request), position, startedMs: command.createdMs };
  if (position < 0) {
    const isMissed = outcome.runCommand.missed.get(command.id)?.includes(node) ?? false;
    if (!isMissed) return [];
    const status = 'not a managed node';
    return [{ ...common, kind: 'missed', command, settledMs: command.createdMs, status }];
  }
  const status = command.statusOf(position);
  if (command.sentMs[position]! > 0) {
    const endedMs = command.endedMs[position]!;
    return [
      {
        ...common,
        kind: 'sent',
        command,
        status,
        settledMs: endedMs > 0 ? endedMs : Number.POSITIVE_INFINITY,
      },
    ];
  }
  const settledMs = command.haltedMs ?? command.finishedMs ?? Number.POSITIVE_INFINITY;
  return [{ ...common, kind: 'not sent', command, status, settledMs }];
}

function ofRefused(
  outcome: RunOutcome,
  { request, error, atMs }: RunOutcome['runCommand']['refused'][number],
  node: number,
): Attempt[] {
  if (!isInstall(request.source)) return [];
  if (!(outcome.runCommand.missed.get(request.id)?.includes(node) ?? false)) return [];
  const times = { startedMs: atMs, settledMs: atMs };
  return [
    { ...whence(outcome, request), ...times, kind: 'refused', command: null, position: -1, status: error },
  ];
}

function whence(
  { windows }: RunOutcome,
  { ownerId, source }: CommandRequest,
): Pick<Attempt, 'source' | 'execution' | 'task'> {
  const execution = windows.executions.find(({ id }) => id === ownerId) ?? null;
  const task = execution?.tasks.find((one) => one.source === source) ?? null;
  return { source, execution, task };
}

function ofExecution(outcome: RunOutcome, execution: WindowExecution, node: number): Attempt[] {
  const { simulation } = outcome;
  const common = { execution, command: null, position: -1, startedMs: execution.nominalMs };
  const settledMs = execution.finishedMs ?? Number.POSITIVE_INFINITY;
  if (execution.openedMs === null) {
    if (execution.finishedMs === null) return [];
    const { status } = execution;
    return installsOf(simulation.scenario)
      .filter((source) => source.parent === execution.window.logicalId && selects(simulation, source, node))
      .map((source) => ({ ...common, kind: 'skipped', source, task: null, settledMs, status }));
  }
  return execution.tasks
    .filter(({ source }) => isInstall(source))
    .flatMap((task) =>
      task.neverSent
        .filter(({ nodes }) => nodes.includes(node))
        .map(
          ({ reason }): Attempt => ({
            ...common,
            kind: 'left out',
            source: task.source,
            task,
            settledMs: reason === 'end' ? Number.POSITIVE_INFINITY : (task.finishedMs ?? settledMs),
            status: { halt: 'halted', cutoff: 'cutoff', refused: 'refused', end: 'not over' }[reason],
          }),
        ),
    );
}

export function installsOf(scenario: Scenario): RunSource[] {
  return sourcesOf(scenario).filter(isInstall);
}

/** Whether its targets mean the node, managed or not, as tags are at the end. */
export function selects(
  { fleet, names }: RunOutcome['simulation'],
  { targetGroups }: Pick<RunSource, 'targetGroups'>,
  node: number,
): boolean {
  return targetGroups.some((group) => resolveGroup(fleet, names, group).nodes.includes(node));
}

/** The one that decided: the last whose outcome was known. What still runs when the run ends has run out of time. */
export function decisiveAttempt(attempts: readonly Attempt[]): Attempt | null {
  const running = attempts.findLast(
    ({ status, settledMs }) => status === 'InProgress' && settledMs === Infinity,
  );
  return running ?? attempts.findLast(({ settledMs }) => settledMs !== Infinity) ?? null;
}
