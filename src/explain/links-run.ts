/** The node's place in the rollout, and its own run step by step. */

import { formatLimit, type Limit } from '../aws/rate-control.ts';
import { cancelCommand } from '../capabilities/run-command/calls.ts';
import { documentOf } from '../capabilities/run-command/documents.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { countsAsError } from '../capabilities/run-command/statuses.ts';
import { haltStory } from '../capabilities/run-command/stories.ts';
import { madeBy } from '../cloudformation/call-spec.ts';
import { platformTypeOf } from '../world/operating-systems.ts';
import { isoTime, isoTimeOrNull } from '../world/time.ts';
import type { Attempt } from './attempts.ts';
import * as cli from './aws-cli.ts';
import type { Link, LinkState, QueueDetail, StepDetail } from './explanation.ts';
import { linkOf } from './link.ts';
import { afterOf } from './links-machine.ts';
import { stateBehind } from './links-window.ts';
import { lackingOn } from './patches.ts';
import { causesOfLink, type Situation } from './situation.ts';
import { exitCodeWords, stepsAbout, stepsIn } from './steps.ts';
import { utc } from './words.ts';

export function rateControlLink(situation: Situation): Link {
  const { attempt } = situation;
  const command = attempt?.command ?? null;
  const queue = command === null || attempt === null ? null : queueOf(situation, attempt, command);
  return linkOf(situation, 'rate-control', {
    state: attempt?.kind === 'sent' ? 'ok' : stateBehind(situation, 'rollout'),
    found: [
      ...(command === null || attempt === null || queue === null
        ? ['no Install had it among its targets']
        : queueWords(situation, attempt, command, queue)),
      ...refusalWords(situation),
    ],
    details: queue === null ? [] : [queue],
    console: 'Run Command, Command history: targets, completed, errors, delivery timed out',
    cli: cli.commands(situation, afterOf(situation)),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html',
  });
}

function queueOf(situation: Situation, { position }: Attempt, command: Command): QueueDetail {
  const halt = haltStory(situation.outcome.simulation, command, 'UTC');
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

function queueWords(situation: Situation, attempt: Attempt, command: Command, queue: QueueDetail): string[] {
  const { place, targets, sentTo, maxConcurrency, maxErrors, errors, haltedBy } = queue;
  const limit = (given: Limit, count: number | null) =>
    'percent' in given ? `${formatLimit(given)}, which is ${count}` : formatLimit(given);
  const limits = `MaxConcurrency ${limit(command.maxConcurrency, maxConcurrency)}; MaxErrors ${limit(command.maxErrors, maxErrors)}`;
  const halt = haltStory(situation.outcome.simulation, command, 'UTC');
  if (place === null) return [`${attempt.source.words.name}: not among its ${targets} targets`];
  return [
    `${attempt.source.words.name}: number ${place} of ${targets} in the order of sending; ${sentTo} ${sentTo === 1 ? 'was' : 'were'} sent to`,
    limits,
    ...(queue.sentAt === null ? [] : [`sent to it at ${utc(Date.parse(queue.sentAt))}`]),
    ...(halt === null || haltedBy === null
      ? [errors === 1 ? '1 error' : `${errors} errors`]
      : [
          `halted at ${utc(halt.at.atMs)} by ${haltedBy}: ${halt.status} with ${exitCodeWords(halt.exitCode)} made ${halt.errorCount} errors`,
          `others that had failed by then: ${failedBefore(situation, command, haltedBy)}`,
        ]),
  ];
}

const failedTold = 5;

function failedBefore({ outcome }: Situation, command: Command, haltedBy: string): string {
  const { fleet } = outcome.simulation;
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
  const { attempt, outcome, scenario } = situation;
  if (attempt === null || !causesOfLink(situation, 'rate-control').includes('CANCELLED')) return [];
  const cancelled = scenario.actions.find(
    (action) => madeBy(action, cancelCommand)?.commandId === attempt.source.id,
  );
  if (cancelled !== undefined)
    return [`cancelled by ${cancelled.id} at ${utc(cancelled.atMs)}: ${attempt.status}`];
  const details = attempt.task?.statusDetails ?? '';
  if (details !== '') return [`${attempt.source.words.name} ended at once: ${details}`];
  const isDenied = attempt.command?.request.isAccessDenied ?? false;
  return isDenied
    ? ['the service role of the task may not send commands: AccessDenied']
    : [`${attempt.status} by ${utc(outcome.scenario.endMs)}`];
}

export function runLink(situation: Situation): Link {
  const { attempt, journal } = situation;
  const steps = runSteps(situation);
  const code = attempt?.command?.exitCodes[attempt.position];
  const isSent = attempt?.kind === 'sent';
  return linkOf(situation, 'run', {
    state: stateOfRun(situation),
    found: [
      ...(isSent && attempt !== null
        ? [
            `${attempt.status}${hasCode(attempt.status) && code !== undefined ? ` with ${exitCodeWords(code)}` : ''}`,
          ]
        : ['nothing ran on it']),
      ...documentWords(situation),
      ...failedWords(situation),
      ...timeoutWords(situation),
      ...outsideWords(situation, journal.length > 0),
    ],
    details: steps,
    needed:
      isSent && !Number.isFinite(attempt.settledMs)
        ? `time: it was still at work at ${utc(situation.nowMs)}`
        : null,
    console: 'Run Command, Command history: the status and the output of this node',
    cli: cli.invocations(situation, afterOf(situation)),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html',
  });
}

function stateOfRun(situation: Situation): LinkState {
  const { attempt } = situation;
  return attempt?.kind === 'sent' && attempt.status === 'Success' ? 'ok' : stateBehind(situation, 'run');
}

function hasCode(status: string): boolean {
  return status === 'Failed' || status === 'Success';
}

/** What the document asks for and the node has not. */
function documentWords(situation: Situation): string[] {
  const { attempt, group, scenario } = situation;
  const causes = causesOfLink(situation, 'run');
  const name = attempt?.command?.request.documentName;
  if (name === undefined) return [];
  const ofModel = scenario.model.documents.get(name);
  const { platforms, minimumAgentVersion } = documentOf(scenario, name);
  const words: string[] = [];
  if (causes.includes('UNSUPPORTED_PLATFORM')) {
    const runsOn = (ofModel?.platforms ?? platforms).join(', ');
    words.push(`${name} runs on ${runsOn}, and not on ${group.os} (${platformTypeOf(group.os)})`);
  }
  if (causes.includes('AGENT_TOO_OLD')) {
    const least = ofModel?.minimumAgentVersion ?? minimumAgentVersion ?? 'a newer one';
    words.push(`${name} asks for agent ${least}, and the node has ${group.agent.version}`);
  }
  return words;
}

/** The patches, where the node still has not got them. */
function failedWords({ outcome, node, attempt }: Situation): string[] {
  if (attempt?.status !== 'Failed') return [];
  const failed = lackingOn(outcome, node).details.filter(({ state }) => state === 'failed');
  return failed.length === 0
    ? []
    : [`could not be installed: ${failed.map(({ patch }) => patch).join(', ')}`];
}

function timeoutWords({ attempt }: Situation): string[] {
  const { command, status } = attempt ?? {};
  if (command === undefined || command === null) return [];
  const { executionTimeoutMs, request } = command;
  if (status === 'ExecutionTimedOut')
    return [`the agent ended it after its execution timeout of ${executionTimeoutMs / 1000} s`];
  if (status === 'DeliveryTimedOut')
    return [
      `TimeoutSeconds ${request.timeoutSeconds}, and ${executionTimeoutMs / 1000} s of execution timeout once it was acknowledged`,
    ];
  return [];
}

/** What took the node down while the command was under way. */
function outsideWords({ attempt, journal }: Situation, hasJournal: boolean): string[] {
  if (attempt === null || attempt.kind !== 'sent' || !hasJournal) return [];
  const from = isoTime(attempt.startedMs);
  const to = Number.isFinite(attempt.settledMs) ? isoTime(attempt.settledMs) : '9';
  return journal
    .filter(({ event, at }) => event === 'managed-nodes/node-went-down' && at >= from && at <= to)
    .filter(({ command }) => command === undefined)
    .map(({ at, reason }) => `something from outside took it down at ${utc(Date.parse(at))}: ${reason}`);
}

/** From the sending to the end: its own steps, and what the machine lived through in between. */
function runSteps({ attempt, journal }: Situation): StepDetail[] {
  const { command, kind } = attempt ?? {};
  if (command === undefined || command === null || kind !== 'sent' || attempt === null) return [];
  const from = isoTime(attempt.startedMs);
  const to = Number.isFinite(attempt.settledMs) ? isoTime(attempt.settledMs) : '9';
  const own = journal.filter(
    (entry) =>
      entry.at >= from &&
      entry.at <= to &&
      (entry['command'] === undefined || entry['command'] === command.id),
  );
  return stepsIn(own, [
    ...stepsAbout.run,
    ...stepsAbout.reboot,
    ...stepsAbout.machine,
    ...stepsAbout.connection,
    ...stepsAbout.network,
  ]);
}
