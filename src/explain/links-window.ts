/** Which windows and commands came for the node, when, and what became of each. */
import { describeSchedule } from '../aws/schedule/describe.ts';
import { firstStartAtOrAfter } from '../aws/schedule/schedule.ts';
import { patchOperationOf } from '../capabilities/patch-manager/facts.ts';
import type { CauseStage } from '../capability/causes.ts';
import { clockEffects } from '../schedule/clock-effects.ts';
import type { MaintenanceWindow } from '../world/maintenance.ts';
import { type Attempt, installsOf, selects } from './attempts.ts';
import * as cli from './aws-cli.ts';
import type { Link, LinkState } from './explanation.ts';
import { linkOf } from './link.ts';
import { secondBefore } from './links-machine.ts';
import { breaksBefore, causesOfLink, type Situation } from './situation.ts';
import { exitCodeWords } from './steps.ts';
import { utc } from './words.ts';

/** More of them than this are counted: the last decide. */
const attemptsTold = 5;

export function windowLink(situation: Situation, windowAsked: string | null): Link {
  const { scenario, attempts, attempt } = situation;
  const windows = scenario.windows.filter(
    (window) => windowAsked === null || window.logicalId === windowAsked,
  );
  const meant = windows.filter((window) => isMeantBy(situation, window));
  const told = attempts.filter(
    ({ execution }) => windowAsked === null || execution?.window.logicalId === windowAsked,
  );
  const hidden = told.length - attemptsTold;
  const shown = attempt?.execution?.window ?? meant[0];
  return linkOf(situation, 'window-and-target', {
    state: stateOf(situation),
    found: [
      ...meant.flatMap((window) => windowWords(situation, window)),
      ...(windows.length > 0 && meant.length === 0
        ? [`no Install of ${windows.map(({ logicalId }) => logicalId).join(', ')} selects it`]
        : []),
      ...(hidden > 0 ? [`${hidden} earlier ${hidden === 1 ? 'one' : 'ones'} came for it`] : []),
      ...told.slice(-attemptsTold).map(attemptWords),
      ...cutoffWords(situation),
      ...overlapWords(situation),
      ...decidedElsewhere(situation),
      ...(told.length === 0
        ? [`no Install came for it by ${utc(situation.nowMs)}`, ...lastScan(situation)]
        : []),
    ],
    needed: neededOf(situation),
    console: 'Maintenance Windows, History: each execution and its status; tab Targets: whom it selects',
    cli:
      shown === undefined
        ? cli.windowsOf(situation)
        : cli.executions(situation, shown.name, secondBefore(lastStartOf(situation, shown))),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html',
  });
}

function stateOf(situation: Situation): LinkState {
  if (situation.attempt !== null) return 'ok';
  return causesOfLink(situation, 'tags-and-patch-group').length > 0 ? 'not reached' : 'unknown';
}

/** Of this window; before it came due, the start of the run. */
function lastStartOf({ outcome, scenario }: Situation, window: MaintenanceWindow): number {
  const last = outcome.windows.executions.findLast((one) => one.window === window);
  return last?.nominalMs ?? scenario.startMs;
}

function isMeantBy({ outcome, node }: Situation, { logicalId }: MaintenanceWindow): boolean {
  return installsOf(outcome.scenario).some(
    (source) => source.parent === logicalId && selects(outcome.simulation, source, node),
  );
}

function windowWords({ outcome, scenario, nowMs }: Situation, window: MaintenanceWindow): string[] {
  const { logicalId, schedule, enabled, durationHours, cutoffHours } = window;
  const { timezone } = schedule;
  const hours = `${durationHours} h long, cutoff ${cutoffHours} h before its end`;
  const executions = outcome.windows.executions.filter((one) => one.window === window);
  const next = enabled ? firstStartAtOrAfter(schedule, nowMs + 1) : null;
  const nextWords = next === null ? 'it does not come due again' : `it comes due next at ${utc(next)}`;
  const last = executions.at(-1);
  return [
    `${logicalId} selects it: ${describeSchedule(schedule.expression, schedule.offsetDays)} (${timezone}), ${hours}${enabled ? '' : '; not enabled'}`,
    last === undefined
      ? `${logicalId} did not come due; ${nextWords}`
      : `${logicalId} came due ${countWords(executions.length)}, last at ${utc(last.nominalMs)}; ${nextWords}`,
    ...(enabled ? droppedWords(window, scenario.startMs, nowMs) : []),
  ];
}

/** Starts that were never made, of which no history at AWS tells. */
function droppedWords({ logicalId, schedule }: MaintenanceWindow, fromMs: number, nowMs: number): string[] {
  return clockEffects(schedule, fromMs, nowMs + 1).flatMap((effect) => {
    if (effect.kind !== 'skipped') return [];
    const [first, ...more] = effect.wallTimes.map((wallMs) => utc(wallMs).replace(/:00 UTC$/, ''));
    return [
      `${logicalId} was dropped at ${first}${more.length > 0 ? ` and ${more.length} more` : ''}: that day clocks in ` +
        `${schedule.timezone} were put forward over it`,
    ];
  });
}

function neededOf(situation: Situation): string | null {
  const { attempt, nowMs } = situation;
  if (isPending(attempt)) return `time: its turn had not come by ${utc(nowMs)}`;
  const [cause, ...more] = causesOfLink(situation, 'window-and-target');
  if (cause !== 'CUTOFF' || more.length > 0 || attempt?.execution == null) return null;
  return `its turn, and its end, before the cutoff at ${utc(attempt.execution.cutoffMs)}: a higher MaxConcurrency, or a longer window`;
}

/** Under way, and not sent to the node yet. */
function isPending(attempt: Attempt | null): boolean {
  return attempt !== null && attempt.kind !== 'sent' && !Number.isFinite(attempt.settledMs);
}

function countWords(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function attemptWords(attempt: Attempt): string {
  const { kind, command, status, startedMs, settledMs, execution } = attempt;
  const whole = `${attempt.source.words.name} at ${utc(startedMs)}`;
  const end = Number.isFinite(settledMs) ? ` at ${utc(settledMs)}` : '';
  switch (kind) {
    case 'sent':
      return `${whole}: ${command?.isFinished === false && end === '' ? `${status}, not over yet` : `${status}${end}`}`;
    case 'not sent':
      return status === 'Pending'
        ? `${whole}: its turn has not come yet`
        : `${whole}: never sent to it (${status}${end})`;
    case 'missed':
      return `${whole}: its targets mean it, and it was no managed node then: passed over without a word`;
    case 'refused':
      return `${whole}: AWS refuses the whole call with ${status}`;
    case 'left out':
      return status === 'not over'
        ? `${whole}: the turn of its target group has not come yet`
        : `${whole}: its target group never had its turn (${status})`;
    case 'skipped': {
      const why = execution?.statusDetails === '' ? '' : `: ${execution?.statusDetails}`;
      return `${whole}: ${status}${why}`;
    }
  }
}

function cutoffWords(situation: Situation): string[] {
  const { attempt } = situation;
  if (!causesOfLink(situation, 'window-and-target').includes('CUTOFF') || attempt?.execution == null)
    return [];
  return [`the cutoff was at ${utc(attempt.execution.cutoffMs)}`];
}

/** Which execution was in the way of the one that was skipped. */
function overlapWords({ attempt, outcome }: Situation): string[] {
  const skipped = attempt?.execution;
  if (attempt?.status !== 'SKIPPED_OVERLAPPING' || skipped == null) return [];
  const before = outcome.windows.executions.findLast(
    (one) =>
      one.window === skipped.window &&
      one.nominalMs < skipped.nominalMs &&
      (one.finishedMs === null || one.finishedMs > skipped.nominalMs),
  );
  if (before === undefined) return [];
  const end = before.finishedMs === null ? 'not over yet' : `over at ${utc(before.finishedMs)}`;
  return [`the execution of ${utc(before.nominalMs)} was in its way: ${end}`];
}

/** With `--window`: what the links of the window tell is not what the cause is about. */
function decidedElsewhere({ isDecisive, decisive, blocking }: Situation): string[] {
  if (isDecisive || decisive === null || blocking.length === 0) return [];
  return [`what decided about the node was another: ${attemptWords(decisive)}`];
}

/** What a Scan met tells what an Install would have met. */
function lastScan({ outcome, node }: Situation): string[] {
  const command = outcome.runCommand.commands.findLast(
    (one) => patchOperationOf(one.request.source) === 'Scan' && one.positionOf(node) >= 0,
  );
  if (command === undefined) return [];
  const position = command.positionOf(node);
  const status = command.statusOf(position);
  const code = status === 'Failed' ? ` with ${exitCodeWords(command.exitCodes[position]!)}` : '';
  return [`the last Scan, ${command.request.source.id} at ${utc(command.createdMs)}: ${status}${code}`];
}

/** What is told of a link behind one that broke. */
export function stateBehind(situation: Situation, stage: CauseStage): LinkState {
  return breaksBefore(situation, stage) || situation.attempt === null ? 'not reached' : 'unknown';
}
