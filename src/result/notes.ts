/**
 * Notes: what AWS's rules did in this run that a reader of its console would not expect. Each names the page that has
 * the rule; none of them is an error.
 */
import type { Command } from '../capabilities/run-command/state.ts';
import type { RunSource } from '../capability/run-source.ts';
import type { RunOutcome } from './outcome.ts';

export interface Note {
  readonly text: string;
  /** Where AWS says so. */
  readonly page: string;
}

const sendingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
const statusPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';
const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const statesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html';
const outputPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandPlugin.html';
const executionPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html';
const taskPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html';

/** Standard output and error of one invocation, together, as the API returns them without a bucket. */
const outputCharactersMax = 2_500;

/** How nodes stand at the end, seen by what was reported and by what is true. */
export interface NodeFindings {
  /** Reported COMPLIANT, and did not come back from a reboot. */
  readonly compliantLostCount: number;
  /** Reported COMPLIANT, and lack a patch that their baseline approves, delays or rejects. */
  readonly compliantUnpatchedCount: number;
}

/** Commands of one task over all its executions, or the one of an action. */
export interface CommandsOfSource {
  readonly source: RunSource;
  readonly commands: readonly Command[];
}

export function notesOf(outcome: RunOutcome, findings: NodeFindings): Note[] {
  const notes = [
    ...commandsBySource(outcome).flatMap((source) => [
      roundedLimits(source),
      incompleteIsSuccess(source),
      haltedWithNothingLeft(source),
      errorsBeyondLimit(source),
      silentNodesDoNotCount(source),
      slotsHeldInSilence(source),
      outputCutOff(source, outcome),
    ]),
    skippedExecutions(outcome),
    tasksBeyondTheEnd(outcome),
    compliantButLost(findings),
    compliantButUnpatched(findings),
    ...refusedActions(outcome),
  ];
  return notes.filter((note) => note !== null);
}

function commandsBySource({ runCommand }: RunOutcome): CommandsOfSource[] {
  const bySource = new Map<RunSource, Command[]>();
  for (const command of runCommand.commands) {
    const { source } = command.request;
    const known = bySource.get(source);
    if (known === undefined) bySource.set(source, [command]);
    else known.push(command);
  }
  return [...bySource].map(([source, commands]) => ({ source, commands }));
}

function sumOver(commands: readonly Command[], count: (command: Command) => number): number {
  return commands.reduce((sum, command) => sum + count(command), 0);
}

function nodes(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}

function errors(count: number): string {
  return count === 1 ? '1 error' : `${count} errors`;
}

/** #send-commands-maxerrors: a percentage is of the targets that were resolved, and may come to nothing. */
function roundedLimits({ source, commands }: CommandsOfSource): Note | null {
  const command = commands.find(
    ({ maxErrors, maxErrorsCount, targetCount }) =>
      'percent' in maxErrors && maxErrors.percent > 0 && maxErrorsCount === 0 && targetCount > 0,
  );
  if (command === undefined || !('percent' in command.maxErrors)) return null;
  const { maxErrors, targetCount } = command;
  const share = `${maxErrors.percent}% of ${targetCount === 1 ? '1 target' : `${targetCount} targets`}`;
  return {
    text: `${source.id}: MaxErrors ${share} comes to 0: the first error stops it.`,
    page: sendingPage,
  };
}

/** A command with errors up to its limit is Incomplete, and a task whose command is that is SUCCESS. */
function incompleteIsSuccess({ source, commands }: CommandsOfSource): Note | null {
  const incomplete = commands.filter(({ status }) => status === 'Incomplete');
  const { ofIncomplete } = source.words;
  if (ofIncomplete === null || incomplete.length === 0) return null;
  const count = sumOver(incomplete, ({ rollout }) => rollout.errorCount);
  return {
    text: `${source.id}: ${ofIncomplete} with ${errors(count)}: up to MaxErrors they do not make it FAILED.`,
    page: statusPage,
  };
}

/** #send-commands-maxerrors: the command is Failed although every target had been sent to. */
function haltedWithNothingLeft({ source, commands }: CommandsOfSource): Note | null {
  const late = commands.filter(({ rollout }) => rollout.isHalted && rollout.unsentCount === 0);
  if (late.length === 0) return null;
  const where = commands.length === 1 ? '' : ` in ${late.length} of ${commands.length} commands`;
  return {
    text: `${source.id}: errors passed MaxErrors when nothing was left to stop${where}: every target had been sent to, and the command is Failed all the same.`,
    page: sendingPage,
  };
}

/** #send-commands-maxerrors: invocations that run when the limit is passed are allowed to finish, or to fail. */
function errorsBeyondLimit({ source, commands }: CommandsOfSource): Note | null {
  const beyond = commands.filter(
    ({ rollout, maxErrorsCount }) => rollout.isHalted && rollout.errorCount > maxErrorsCount + 1,
  );
  const worst = beyond.sort((a, b) => b.rollout.errorCount - a.rollout.errorCount)[0];
  if (worst === undefined) return null;
  const { rollout, maxErrorsCount } = worst;
  return {
    text: `${source.id}: ${errors(rollout.errorCount)} although MaxErrors allows ${maxErrorsCount}: what runs when the limit is passed finishes, and may fail too.`,
    page: sendingPage,
  };
}

/** #monitor-about-status: neither Undeliverable nor Delivery Timed Out counts toward MaxErrors. */
function silentNodesDoNotCount({ source, commands }: CommandsOfSource): Note | null {
  const undeliverable = sumOver(commands, ({ tally }) => tally.Undeliverable);
  const timedOut = sumOver(commands, ({ tally }) => tally.DeliveryTimedOut);
  if (undeliverable + timedOut === 0) return null;
  const parts = [
    ...(undeliverable > 0 ? [`Undeliverable (${nodes(undeliverable)})`] : []),
    ...(timedOut > 0 ? [`Delivery Timed Out (${nodes(timedOut)})`] : []),
  ];
  const verb = parts.length === 1 ? 'does' : 'do';
  return {
    text: `${source.id}: ${parts.join(' and ')} ${verb} not count toward MaxErrors: nodes that nobody hears of stop nothing.`,
    page: statusPage,
  };
}

/** #monitor-about-status: a node that has acknowledged and never answers ends when both timeouts are over. */
function slotsHeldInSilence({ source, commands }: CommandsOfSource): Note | null {
  let count = 0;
  let longestMs = 0;
  for (const command of commands) {
    if (command.tally.DeliveryTimedOut === 0) continue;
    for (let position = 0; position < command.rollout.sentCount; position += 1) {
      if (command.acknowledgedMs[position] === 0 || command.statusOf(position) !== 'DeliveryTimedOut')
        continue;
      count += 1;
      longestMs = Math.max(longestMs, command.endedMs[position]! - command.sentMs[position]!);
    }
  }
  if (count === 0) return null;
  const minutes = Math.round(longestMs / 60_000);
  return {
    text: `${source.id}: ${nodes(count)} acknowledged the command and never reported back; each held its place among MaxConcurrency until delivery and execution timeout were both over, up to ${minutes} minutes.`,
    page: statusPage,
  };
}

function outputCutOff({ source, commands }: CommandsOfSource, { scenario }: RunOutcome): Note | null {
  const { documentName, hasOutputBucket } = commands[0]!.request;
  const characters = scenario.model.documents.get(documentName)?.outputCharacters ?? 0;
  if (hasOutputBucket || characters <= outputCharactersMax) return null;
  return {
    text: `${source.id}: ${documentName} prints ${characters} characters and no S3 bucket is named: ${outputCharactersMax} of them are kept.`,
    page: outputPage,
  };
}

/** ASSUMPTION window-overlap */
function skippedExecutions({ windows }: RunOutcome): Note | null {
  const skipped = windows.executions.filter(({ status }) => status === 'SKIPPED_OVERLAPPING');
  if (skipped.length === 0) return null;
  const names = [...new Set(skipped.map(({ window }) => window.logicalId))].join(', ');
  const count = skipped.length === 1 ? '1 start' : `${skipped.length} starts`;
  return {
    text: `${names}: ${count} SKIPPED_OVERLAPPING, because an earlier execution had not ended; a skipped start is not made up for.`,
    page: executionPage,
  };
}

/** CONTINUE_TASK: what runs is not bound by the end of its window. */
function tasksBeyondTheEnd({ windows }: RunOutcome): Note | null {
  const late = windows.executions.flatMap(({ tasks, endMs }) =>
    tasks.filter(({ finishedMs }) => finishedMs !== null && finishedMs > endMs),
  );
  if (late.length === 0) return null;
  const names = [...new Set(late.map(({ task }) => task.logicalId))].join(', ');
  return {
    text: `${names}: went on after the end of the window: the cutoff stops tasks from starting, and a task that runs is left to finish.`,
    page: taskPage,
  };
}

/** The report is uploaded before the reboot. */
function compliantButLost({ compliantLostCount }: NodeFindings): Note | null {
  if (compliantLostCount === 0) return null;
  return {
    text: `Compliance says COMPLIANT for ${nodes(compliantLostCount)} that never came back from a reboot: the report is uploaded before the reboot.`,
    page: patchingPage,
  };
}

/** A patch that the baseline does not approve, or not yet, is not MISSING. */
function compliantButUnpatched({ compliantUnpatchedCount }: NodeFindings): Note | null {
  if (compliantUnpatchedCount === 0) return null;
  const lack = compliantUnpatchedCount === 1 ? 'lacks' : 'lack';
  return {
    text: `Compliance says COMPLIANT for ${nodes(compliantUnpatchedCount)} that ${lack} a patch: one that the baseline does not approve yet, or rejects, is not missing, and a report is as old as its last scan.`,
    page: statesPage,
  };
}

/** What AWS would refuse at that moment is an outcome, and easily missed. */
function refusedActions({ nodeOperator }: RunOutcome): Note[] {
  return nodeOperator.refused.map(({ action, error }) => ({
    text: `${action.id}: AWS refuses ${action.call} with ${error}; nothing has changed.`,
    page: `https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html`,
  }));
}
