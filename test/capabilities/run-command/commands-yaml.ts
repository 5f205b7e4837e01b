/** Scenarios of a few nodes and commands whose every duration is constant, so that times can be worked out by hand. */

import { runCommand } from '../../../src/capabilities/run-command/index.ts';
import type { Command } from '../../../src/capabilities/run-command/state.ts';
import type { InvocationStatus } from '../../../src/capabilities/run-command/statuses.ts';
import { type Simulated, type SimulateOptions, simulateYaml } from '../../support/simulate.ts';

export interface CommandsScenario {
  /** Flow maps by group name. */
  readonly fleet: string;
  /** Entries of `model.documents`. */
  readonly documents?: string;
  readonly model?: string;
  /** Items of `actions`, each `- { … }` on its own lines. */
  readonly actions: string;
  readonly faults?: string;
  readonly resources?: string;
  readonly more?: string;
  readonly end?: string;
}

export function commandsYaml(parts: CommandsScenario): string {
  return `
start: 2025-01-01T00:00:00Z
end: ${parts.end ?? '3d'}
fleet:
${indented(parts.fleet, 2)}
model:
  rateControl: { dispatch: sliding, order: listed }
  runCommand: { delivery: 0s, cancellation: 0s }
  documents:
    Job: { run: 10m }
${indented(parts.documents ?? '', 4)}
${indented(parts.model ?? '', 2)}
${section('faults', parts.faults)}
${section('resources', parts.resources)}
${section('actions', parts.actions)}
${parts.more ?? ''}
`;
}

export function simulateCommands(parts: CommandsScenario, options: SimulateOptions = {}): Simulated {
  return simulateYaml(commandsYaml(parts), options);
}

/** A SendCommand of `Job` to group `web`, with further properties. */
export function send(id: string, properties = '', at = '2025-01-01T00:00:00Z'): string {
  const targets = properties.includes('InstanceIds:') || properties.includes('Targets:') ? '' : toWeb;
  const document = properties.includes('DocumentName:') ? '' : 'DocumentName: Job, ';
  return `- { id: ${id}, at: ${at}, SendCommand: { ${document}${targets}${properties} } }\n`;
}

const toWeb = 'Targets: [{ Key: "tag:Role", Values: [web] }], ';

export function cancel(id: string, at: string, properties = ''): string {
  return `- { id: cancel-${id}-${at.slice(11, 19).replaceAll(':', '')}, at: ${at}, CancelCommand: { CommandId: ${id}${properties} } }\n`;
}

export function commandOf(simulated: Simulated, id: string): Command {
  const command = simulated.outcome.machines.of(runCommand).commands.commands.find((one) => one.id === id);
  if (command === undefined) throw new Error(`no command ${id}`);
  return command;
}

/** Detailed status of one node's invocation. */
export function statusOn(simulated: Simulated, id: string, node: string): InvocationStatus {
  const command = commandOf(simulated, id);
  const position = positionOf(simulated, command, node);
  return command.statusOf(position);
}

export function exitCodeOn(simulated: Simulated, id: string, node: string): number {
  const command = commandOf(simulated, id);
  return command.exitCodes[positionOf(simulated, command, node)]!;
}

function positionOf(simulated: Simulated, command: Command, node: string): number {
  const { fleet } = simulated.outcome.simulation;
  const position = [...command.nodes].findIndex((one) => fleet.nameOf(one) === node);
  if (position < 0) throw new Error(`${node} is no target of ${command.id}`);
  return position;
}

/** Minutes since the start of the run at which the invocation came to its last status. */
export function endMinute(simulated: Simulated, id: string, node: string): number {
  const command = commandOf(simulated, id);
  const endedMs = command.endedMs[positionOf(simulated, command, node)]!;
  return (endedMs - simulated.scenario.startMs) / 60_000;
}

/** Counts by detailed status, those that occur. */
export function statuses(simulated: Simulated, id: string): Readonly<Record<string, number>> {
  const counts = Object.entries(commandOf(simulated, id).tally).filter(([, count]) => count > 0);
  return Object.fromEntries(counts);
}

export function section(name: string, body: string | undefined): string {
  return body === undefined || body.trim() === '' ? '' : `${name}:\n${indented(body, 2)}`;
}

function indented(text: string, count: number): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : ' '.repeat(count) + line))
    .join('\n');
}

export const webFleet = (count: number) =>
  `web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Role: web } }`;
