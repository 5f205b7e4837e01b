/** The node's place in the rollout, and its own run step by step. */

import * as cli from '../../aws/cli.ts';
import { formatLimit, type Limit } from '../../aws/rate-control.ts';
import { counted } from '../../blocks/numbers.ts';
import type { Attempt } from '../../capability/attempts.ts';
import { documentOf } from '../../capability/documents.ts';
import {
  type LinkDetail,
  type LinkFound,
  type LinkSpec,
  type LinkState,
  type StepDetail,
  stateBehind,
  stepsIn,
} from '../../capability/links.ts';
import { asWritten } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { justBefore, type Situation } from '../../capability/situation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { isoTime, isoTimeOrNull, utc } from '../../world/time.ts';
import { windowsView } from '../maintenance-windows/facts.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { failedPatchesView } from '../patch-manager/facts.ts';
import { cancelCommand } from './calls.ts';
import { commandOf } from './commands-view.ts';
import { codeWordsOf } from './failures.ts';
import type { Command } from './state.ts';
import { countsAsError } from './statuses.ts';
import { haltStory } from './stories.ts';

const whole: JsonSchema = { type: 'integer' };
const dateOrNothing: JsonSchema = { type: ['string', 'null'], format: 'date-time' };

const queueSchema = exactly({
  kind: { const: 'queue' },
  command: { type: 'string' },
  place: {
    type: ['integer', 'null'],
    description: 'In the order of sending, from 1; null: not among the targets.',
  },
  targets: whole,
  sentTo: whole,
  maxConcurrency: whole,
  maxErrors: whole,
  errors: whole,
  sentAt: dateOrNothing,
  haltedAt: dateOrNothing,
  haltedBy: { type: ['string', 'null'], description: 'Whose error passed MaxErrors.' },
});

export const commandLinks: readonly LinkSpec[] = [
  {
    name: 'rate-control',
    title: 'Rate control',
    stage: 'rollout',
    place: 10,
    isOfAttempt: true,
    schemas: { queue: queueSchema },
    tell: rateControlLink,
  },
  { name: 'run', title: 'Its own run', stage: 'run', place: 10, isOfAttempt: true, tell: runLink },
];

/** The node's place in the order in which one command goes out. */
export interface QueueDetail extends LinkDetail {
  readonly kind: 'queue';
  readonly command: string;
  /** From 1; null: it was not among the targets. */
  readonly place: number | null;
  readonly targets: number;
  readonly sentTo: number;
  readonly maxConcurrency: number | null;
  readonly maxErrors: number | null;
  readonly errors: number;
  readonly sentAt: string | null;
  readonly haltedAt: string | null;
  /** Whose error passed MaxErrors. */
  readonly haltedBy: string | null;
}

function rateControlLink(situation: Situation): LinkFound {
  const { simulation, attempt } = situation;
  const command = commandOf(simulation, attempt);
  const queue = command === null ? null : queueOf(situation, command);
  return {
    state: attempt?.kind === 'sent' ? 'ok' : stateBehind(situation, 'rollout'),
    found: [
      ...(command === null || attempt === null || queue === null
        ? (attempt?.told?.rollout ?? ['no Install included it'])
        : queueWords(situation, attempt, command, queue)),
      ...refusalWords(situation),
    ],
    details: queue === null ? [] : [queue],
    console:
      attempt?.told?.console ??
      'Run Command, Command history: targets, completed, errors, delivery timed out',
    cli: attempt?.told?.cli ?? cli.commands(situation, justBefore(situation)),
    page:
      attempt?.told?.page ??
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html',
  };
}

function queueOf({ simulation, node }: Situation, command: Command): QueueDetail {
  const position = command.positionOf(node);
  const halt = haltStory(simulation, command, 'UTC');
  const sentMs = position < 0 ? 0 : command.sentMs[position]!;
  return {
    kind: 'queue',
    command: command.id,
    place: position < 0 ? null : position + 1,
    targets: command.targetCount,
    sentTo: command.sentToCount,
    maxConcurrency: command.maxConcurrencyCount,
    maxErrors: command.maxErrorsCount,
    errors: command.rollout.errorCount,
    sentAt: sentMs > 0 ? isoTime(sentMs) : null,
    haltedAt: isoTimeOrNull(command.haltedMs),
    haltedBy: halt === null || halt.node === '' ? null : halt.node,
  };
}

function stopWords({ stopped, request: { source } }: Command): string[] {
  if (stopped === null) return [];
  return [`stopped at ${utc(stopped.atMs)} by its alarm ${source.alarm?.alarm ?? ''}`];
}

function queueWords(situation: Situation, attempt: Attempt, command: Command, queue: QueueDetail): string[] {
  const { place, targets, sentTo, maxConcurrency, maxErrors, errors, haltedBy } = queue;
  const limit = (given: Limit, count: number | null) =>
    'percent' in given ? `${formatLimit(given)} (${count})` : formatLimit(given);
  const limits = `MaxConcurrency ${limit(command.maxConcurrency, maxConcurrency)}; MaxErrors ${limit(command.maxErrors, maxErrors)}`;
  const halt = haltStory(situation.simulation, command, 'UTC');
  if (place === null) return [`${attempt.source.words.name}: not among its ${targets} targets`];
  return [
    `${attempt.source.words.name}: number ${place} of ${targets} in the order of sending; sent to ${counted(sentTo, 'node')}`,
    limits,
    ...(queue.sentAt === null ? [] : [`sent at ${utc(Date.parse(queue.sentAt))}`]),
    ...stopWords(command),
    ...(halt === null || haltedBy === null
      ? [errors === 1 ? '1 error' : `${errors} errors`]
      : [
          `halted at ${utc(halt.at.atMs)} by ${haltedBy}: ${halt.status} with ${codeWordsOf(situation.simulation, command, halt.exitCode ?? 0)}, error number ${halt.errorCount}`,
          `other nodes that had failed by then: ${failedBefore(situation, command, haltedBy)}`,
        ]),
  ];
}

const failedTold = 5;

function failedBefore({ simulation }: Situation, command: Command, haltedBy: string): string {
  const { fleet } = simulation;
  const names: string[] = [];
  for (let position = 0; position < command.rollout.sentCount; position += 1) {
    if (command.endedMs[position]! > (command.haltedMs ?? 0)) continue;
    if (!countsAsError(command.statusOf(position))) continue;
    const name = fleet.nameOf(command.nodes[position]!);
    if (name !== haltedBy) names.push(name);
  }
  if (names.length === 0) return 'none';
  const more = names.length > failedTold ? ` and ${names.length - failedTold} more` : '';
  return `${names.slice(0, failedTold).join(', ')}${more}`;
}

/** What cancelled it, or kept the task from sending anything. */
function refusalWords(situation: Situation): string[] {
  const { attempt, simulation, scenario } = situation;
  if (attempt === null || !situation.causesOf('rate-control').includes('CANCELLED')) return [];
  const cancelled = scenario.actions.find(
    (action) => madeBy(action, cancelCommand)?.commandId === attempt.source.id,
  );
  if (cancelled !== undefined)
    return [`cancelled by ${cancelled.id} at ${utc(cancelled.atMs)}: ${attempt.status}`];
  const details = taskDetails(simulation, attempt);
  if (details !== '') return [`${attempt.source.words.name} ended at once: ${details}`];
  const isDenied = commandOf(simulation, attempt)?.request.isAccessDenied ?? false;
  return isDenied
    ? ['the service role of the task may not send commands: AccessDenied']
    : [`${attempt.status} by ${utc(scenario.endMs)}`];
}

/** Of the task of a window that sent it, or would have. */
function taskDetails({ views }: Simulation, { ownerId, source }: Attempt): string {
  const execution = views.of(windowsView).executions.find(({ id }) => id === ownerId);
  return execution?.tasks.find((task) => task.source === asWritten(source))?.statusDetails ?? '';
}

function runLink(situation: Situation): LinkFound {
  const { simulation, node, attempt, journal } = situation;
  const steps = runSteps(situation);
  const command = commandOf(simulation, attempt);
  const code =
    command === null
      ? ''
      : ` with ${codeWordsOf(simulation, command, command.exitCodes[command.positionOf(node)] ?? 0)}`;
  const isSent = attempt?.kind === 'sent';
  return {
    state: stateOfRun(situation),
    found: [
      ...(isSent && attempt !== null
        ? (attempt.told?.run ?? [`${attempt.status}${hasCode(attempt.status) ? code : ''}`])
        : ['nothing ran on it']),
      ...documentWords(situation),
      ...failedWords(situation),
      ...timeoutWords(situation),
      ...outsideWords(situation, journal.length > 0),
    ],
    details: steps,
    needed:
      isSent && !Number.isFinite(attempt.settledMs)
        ? `more time: it was still running at ${utc(situation.nowMs)}`
        : null,
    console: attempt?.told?.console ?? 'Run Command, Command history: the status and the output of this node',
    cli: attempt?.told?.cli ?? cli.invocations(situation, justBefore(situation)),
    page:
      attempt?.told?.page ??
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html',
  };
}

function stateOfRun(situation: Situation): LinkState {
  const { attempt } = situation;
  if (attempt?.kind !== 'sent') return stateBehind(situation, 'run');
  if (attempt.status === 'Success') return 'ok';
  return situation.isPatched && Number.isFinite(attempt.settledMs) ? 'failed' : stateBehind(situation, 'run');
}

function hasCode(status: string): boolean {
  return status === 'Failed' || status === 'Success';
}

/** What the document asks for and the node has not. */
function documentWords(situation: Situation): string[] {
  const { simulation, attempt, group, scenario } = situation;
  const causes = situation.causesOf('run');
  const name = commandOf(simulation, attempt)?.request.documentName;
  if (name === undefined) return [];
  const ofModel = scenario.model.documents.get(name);
  const { platforms, minimumAgentVersion } = documentOf(scenario, name);
  const words: string[] = [];
  if (causes.includes('UNSUPPORTED_PLATFORM')) {
    const runsOn = (ofModel?.platforms ?? platforms).join(', ');
    words.push(`${name} runs on ${runsOn}, not on ${group.os} (${platformTypeOf(group.os)})`);
  }
  if (causes.includes('AGENT_TOO_OLD')) {
    const least = ofModel?.minimumAgentVersion ?? minimumAgentVersion ?? 'of a newer version';
    words.push(
      `${name} requires agent ${least}; the node has ${simulation.fleet.agentVersionOf(situation.node)}`,
    );
  }
  return words;
}

/** The patches, where the node still has not got them. */
function failedWords({ simulation, node, attempt }: Situation): string[] {
  if (attempt?.status !== 'Failed') return [];
  const failed = simulation.views.of(failedPatchesView).failedOn(node);
  return failed.length === 0 ? [] : [`failed to install: ${failed.join(', ')}`];
}

function timeoutWords({ simulation, attempt }: Situation): string[] {
  const command = commandOf(simulation, attempt);
  if (command === null) return [];
  const { executionTimeoutMs, request } = command;
  switch (attempt?.status) {
    case 'ExecutionTimedOut':
      return [`the agent ended it after its execution timeout of ${executionTimeoutMs / 1000} s`];
    case 'DeliveryTimedOut':
      return [
        `TimeoutSeconds ${request.timeoutSeconds} and an execution timeout of ${executionTimeoutMs / 1000} s had both passed`,
      ];
    default:
      return [];
  }
}

/** What took the node down while the command was running. */
function outsideWords({ attempt, journal }: Situation, hasJournal: boolean): string[] {
  if (attempt === null || attempt.kind !== 'sent' || !hasJournal) return [];
  const from = isoTime(attempt.startedMs);
  const to = Number.isFinite(attempt.settledMs) ? isoTime(attempt.settledMs) : '9';
  return journal
    .filter(({ event, at }) => event === nodeFacts.kinds.nodeWentDown.name && at >= from && at <= to)
    .filter(({ command }) => command === undefined)
    .map(({ at, reason }) => `the node went down at ${utc(Date.parse(at))}: ${reason}`);
}

/** From the sending to the end: its own steps, and what the machine lived through in between. */
function runSteps(situation: Situation): StepDetail[] {
  const { attempt, journal } = situation;
  if (attempt === null || attempt.kind !== 'sent') return [];
  const from = isoTime(attempt.startedMs);
  const to = Number.isFinite(attempt.settledMs) ? isoTime(attempt.settledMs) : '9';
  const own = journal.filter(
    ({ at, command }) => at >= from && at <= to && (command === undefined || command === attempt.runId),
  );
  return stepsIn(situation, own, ['run', 'reboot', 'machine', 'connection', 'network']);
}
