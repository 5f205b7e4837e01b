/** Which windows and commands targeted the node, when, and how each ended. */

import * as cli from '../../aws/cli.ts';
import { clockEffects } from '../../aws/schedule/clock-effects.ts';
import { describeSchedule } from '../../aws/schedule/describe.ts';
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import type { Attempt } from '../../capability/attempts.ts';
import type { LinkFound, LinkSpec, LinkState } from '../../capability/links.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type Situation, secondBefore } from '../../capability/situation.ts';
import { selects } from '../../capability/sources.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import { utc } from '../../world/time.ts';
import { installsOf, patchOperationOf } from '../patch-manager/facts.ts';
import { codeWordsOf, commandOf, commandsView } from '../run-command/facts.ts';
import { associationWords } from '../state-manager/facts.ts';
import { type WindowExecution, windowsView } from './facts.ts';
import { disabledSpells, spellInWords } from './history.ts';

export const windowLinks: readonly LinkSpec[] = [
  {
    name: 'window-and-target',
    title: 'Window and target',
    stage: 'execution',
    place: 10,
    isOfAttempt: true,
    tell: windowLink,
  },
];

/** The execution of a window that an attempt was part of; null: it was part of none. */
function executionOf({ views }: Simulation, attempt: Attempt | null): WindowExecution | null {
  if (attempt === null) return null;
  return views.of(windowsView).executions.find(({ id }) => id === attempt.ownerId) ?? null;
}

/** As calls have left them. */
function windowsNow({ simulation }: Situation): readonly MaintenanceWindow[] {
  return simulation.views.of(windowsView).current;
}

/** More of them than this are counted: the last decide. */
const attemptsTold = 5;

function windowLink(situation: Situation): LinkFound {
  const { simulation, attempts, attempt, asked } = situation;
  const windows = windowsNow(situation).filter(
    (window) => asked.parent === null || window.logicalId === asked.parent,
  );
  const meant = windows.filter((window) => isMeantBy(situation, window));
  const told = attempts.filter(({ source }) => asked.parent === null || source.parent === asked.parent);
  const hidden = told.length - attemptsTold;
  const shown = executionOf(simulation, attempt)?.window ?? meant[0];
  return {
    state: stateOf(situation),
    found: [
      ...meant.flatMap((window) => windowWords(situation, window)),
      ...(asked.parent === null ? associationWords(situation) : []),
      ...(windows.length > 0 && meant.length === 0
        ? [`no Install of ${windows.map(({ logicalId }) => logicalId).join(', ')} selects it`]
        : []),
      ...(hidden > 0 ? [`${hidden} earlier ${hidden === 1 ? 'attempt' : 'attempts'} not shown`] : []),
      ...told.slice(-attemptsTold).map((one) => attemptWords(situation, one)),
      ...cutoffWords(situation),
      ...overlapWords(situation),
      ...decidedElsewhere(situation),
      ...(told.length === 0
        ? [`no Install was due for it by ${utc(situation.nowMs)}`, ...lastScan(situation)]
        : []),
    ],
    needed: neededOf(situation),
    console:
      attempt?.told?.console ??
      'Maintenance Windows, History: each execution and its status; tab Targets: which nodes it selects',
    cli:
      attempt?.told?.cli ??
      (shown === undefined
        ? cli.windowsOf(situation)
        : cli.executions(situation, shown.name, secondBefore(lastStartOf(situation, shown)))),
    page:
      attempt?.told?.page ??
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html',
  };
}

function stateOf(situation: Situation): LinkState {
  if (situation.attempt !== null) return 'ok';
  return situation.causesOf('tags-and-patch-group').length > 0 ? 'not reached' : 'unknown';
}

/** Of this window; before it came due, the start of the run. */
function lastStartOf({ simulation, scenario }: Situation, window: MaintenanceWindow): number {
  const last = simulation.views
    .of(windowsView)
    .executions.findLast((one) => one.window.logicalId === window.logicalId);
  return last?.nominalMs ?? scenario.startMs;
}

function isMeantBy({ simulation, scenario, node }: Situation, { logicalId }: MaintenanceWindow): boolean {
  return installsOf(scenario).some(
    (source) => source.parent === logicalId && selects(simulation, source, node),
  );
}

function windowWords({ simulation, scenario, nowMs }: Situation, window: MaintenanceWindow): string[] {
  const { logicalId, schedule, enabled, durationHours, cutoffHours } = window;
  const { timezone } = schedule;
  const hours = `${durationHours} h long, cutoff ${cutoffHours} h before its end`;
  const executions = simulation.views
    .of(windowsView)
    .executions.filter((one) => one.window.logicalId === window.logicalId);
  const next = enabled ? firstStartAtOrAfter(schedule, nowMs + 1) : null;
  const nextWords = next === null ? 'not due again' : `next due at ${utc(next)}`;
  const last = executions.at(-1);
  return [
    `${logicalId} selects it: ${describeSchedule(schedule.expression, schedule.offsetDays)} (${timezone}), ${hours}`,
    ...disabledSpells(scenario, logicalId).map((spell) => `${logicalId} was ${spellInWords(spell, utc)}`),
    last === undefined
      ? `${logicalId} was never due; ${nextWords}`
      : `${logicalId} was due ${countWords(executions.length)}, last at ${utc(last.nominalMs)}; ${nextWords}`,
    ...(enabled ? droppedWords(window, scenario.startMs, nowMs) : []),
  ];
}

/** Starts that were never made, and are in no history at AWS. */
function droppedWords({ logicalId, schedule }: MaintenanceWindow, fromMs: number, nowMs: number): string[] {
  return clockEffects(schedule, fromMs, nowMs + 1).flatMap((effect) => {
    if (effect.kind !== 'skipped') return [];
    const [first, ...more] = effect.wallTimes.map((wallMs) => utc(wallMs).replace(/:00 UTC$/, ''));
    return [
      `${logicalId} did not start at ${first}${more.length > 0 ? ` and ${more.length} more times` : ''}: ` +
        `clocks in ${schedule.timezone} were put forward past that time`,
    ];
  });
}

function neededOf(situation: Situation): string | null {
  const { simulation, attempt, nowMs } = situation;
  if (isPending(attempt)) return `more time: it was still waiting for its turn at ${utc(nowMs)}`;
  const [cause, ...more] = situation.causesOf('window-and-target');
  const execution = executionOf(simulation, attempt);
  if (cause !== 'CUTOFF' || more.length > 0 || execution === null) return null;
  return `to start and finish before the cutoff at ${utc(execution.cutoffMs)}: a higher MaxConcurrency, or a longer window`;
}

/** Running, and not started on the node yet. */
function isPending(attempt: Attempt | null): boolean {
  return attempt !== null && attempt.kind !== 'sent' && !Number.isFinite(attempt.settledMs);
}

function countWords(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function attemptWords({ simulation }: Situation, attempt: Attempt): string {
  const { kind, status, startedMs, settledMs } = attempt;
  const whole = `${attempt.source.words.name} at ${utc(startedMs)}`;
  const end = Number.isFinite(settledMs) ? ` at ${utc(settledMs)}` : '';
  switch (kind) {
    case 'sent': {
      const isOver = end !== '' || commandOf(simulation, attempt)?.isFinished !== false;
      return `${whole}: ${isOver ? `${status}${end}` : `${status} so far`}`;
    }
    case 'not sent':
      return status === 'Pending'
        ? `${whole}: still waiting for its turn`
        : `${whole}: not started (${status}${end})`;
    case 'missed':
      return `${whole}: targets it, but it was not a managed node then: skipped without an error`;
    case 'refused':
      return `${whole}: AWS rejected the whole call with ${status}`;
    case 'left out':
      return status === 'not over'
        ? `${whole}: its target group is still waiting for its turn`
        : `${whole}: its target group was not started (${status})`;
    case 'skipped': {
      if (status === 'disabled') return `${whole}: the window was disabled: it did not open`;
      const details = executionOf(simulation, attempt)?.statusDetails ?? '';
      const why = details === '' ? '' : `: ${details}`;
      return `${whole}: ${status}${why}`;
    }
  }
}

function cutoffWords(situation: Situation): string[] {
  const execution = executionOf(situation.simulation, situation.attempt);
  if (!situation.causesOf('window-and-target').includes('CUTOFF') || execution === null) return [];
  return [`the cutoff was at ${utc(execution.cutoffMs)}`];
}

/** Which execution was in the way of the one that was skipped. */
function overlapWords({ attempt, simulation }: Situation): string[] {
  const skipped = executionOf(simulation, attempt);
  if (attempt?.status !== 'SKIPPED_OVERLAPPING' || skipped === null) return [];
  const before = simulation.views
    .of(windowsView)
    .executions.findLast(
      (one) =>
        one.window.logicalId === skipped.window.logicalId &&
        one.nominalMs < skipped.nominalMs &&
        (one.finishedMs === null || one.finishedMs > skipped.nominalMs),
    );
  if (before === undefined) return [];
  const end = before.finishedMs === null ? 'it has not ended' : `it ended at ${utc(before.finishedMs)}`;
  return [`the execution of ${utc(before.nominalMs)} was still running; ${end}`];
}

/** With `--window`: what the links of the window tell is not what the cause is about. */
function decidedElsewhere(situation: Situation): string[] {
  const { isDecisive, decisive, blocking } = situation;
  if (isDecisive || decisive === null || blocking.length === 0) return [];
  return [`the cause comes from another attempt: ${attemptWords(situation, decisive)}`];
}

/** What a Scan met tells what an Install would have met. */
function lastScan({ simulation, node }: Situation): string[] {
  const command = simulation.views
    .of(commandsView)
    .commands.findLast((one) => patchOperationOf(one.request.source) === 'Scan' && one.positionOf(node) >= 0);
  if (command === undefined) return [];
  const position = command.positionOf(node);
  const status = command.statusOf(position);
  const code =
    status === 'Failed' ? ` with ${codeWordsOf(simulation, command, command.exitCodes[position]!)}` : '';
  return [`last Scan: ${command.request.source.id} at ${utc(command.createdMs)}: ${status}${code}`];
}
