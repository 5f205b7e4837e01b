/** The smallest scenario that has a rollout: one command over like nodes, and nothing else that could matter. */

import { runCommand } from '../../src/capabilities/run-command/index.ts';
import { tallyOfCommand } from '../../src/capabilities/run-command/tally.ts';
import type { Tally } from '../../src/capability/rollout-tally.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';
import { replicate, type Simulated, type SimulateOptions, simulateYaml } from './simulate.ts';

export interface RolloutOptions extends SimulateOptions {
  readonly nodes: number;
  /** As the API takes it: a number or a percentage. */
  readonly maxConcurrency?: number | string;
  readonly maxErrors?: number | string;
  /** Default here `sliding`, which is easiest to compute by hand. */
  readonly dispatch?: 'ramp' | 'sliding' | 'batch';
  readonly halt?: 'exceeds' | 'reaches';
  readonly rounding?: 'down' | 'up' | 'nearest';
  /** A distribution as a scenario has it, in flow style: `10m`, `{ exponential: { mean: 2m } }`. */
  readonly run?: string;
  readonly delivery?: string;
  readonly ackPatience?: string;
  /** Share of runs that fail, such as `20%`. */
  readonly fails?: string;
  /** Seconds until a node that does not answer is DeliveryTimedOut; AWS allows 30 and more. */
  readonly timeoutSeconds?: number;
  /** Seconds that a run may take. */
  readonly executionTimeout?: number;
  readonly end?: string;
  /** Further top-level keys. */
  readonly more?: string;
}

/** Metrics of the rollout are `command.roll.…`. */
export function rolloutYaml(options: RolloutOptions): string {
  const { nodes, maxConcurrency = 1, maxErrors = '100%', run = '10m', fails = '0%' } = options;
  return `
start: 2025-01-01T00:00:00Z
end: ${options.end ?? '90d'}
fleet:
  web: { count: ${nodes}, os: AMAZON_LINUX_2, tags: { Role: web } }
model:
  rateControl:
    dispatch: ${options.dispatch ?? 'sliding'}
    halt: ${options.halt ?? 'exceeds'}
    rounding: ${options.rounding ?? 'down'}
    ackPatience: ${options.ackPatience ?? '1m'}
  runCommand: { delivery: ${options.delivery ?? '0s'}, cancellation: ${options.delivery ?? '0s'} }
  documents:
    Custom-Roll: { run: ${run}, fails: ${fails} }
actions:
  - id: roll
    at: 2025-01-01T00:00:00Z
    SendCommand:
      DocumentName: Custom-Roll
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { executionTimeout: ["${options.executionTimeout ?? 172_800}"] }
      TimeoutSeconds: ${options.timeoutSeconds ?? 2_592_000}
      MaxConcurrency: "${maxConcurrency}"
      MaxErrors: "${maxErrors}"
${options.more ?? ''}`;
}

export interface SimulatedRollout extends Simulated {
  readonly tally: Tally;
  readonly minutes: number;
  readonly isHalted: boolean;
}

export function rolloutOf(options: RolloutOptions): SimulatedRollout {
  const simulated = simulateYaml(rolloutYaml(options), options);
  return { ...simulated, ...readRollout(simulated.outcome) };
}

export interface RolloutFigures {
  readonly tally: Tally;
  /** NaN where nothing was sent, or something is unfinished. */
  readonly minutes: number;
  readonly isHalted: boolean;
}

export function replicateRollout(options: RolloutOptions, count: number): RolloutFigures[] {
  return replicate(rolloutYaml(options), count, readRollout, options);
}

function readRollout(outcome: RunOutcome): RolloutFigures {
  const tally = tallyOfCommand(outcome.machines.of(runCommand).commands.commands[0]!);
  const { firstSentMs, lastEndedMs, unfinished } = tally;
  const isOver = firstSentMs !== null && lastEndedMs !== null && unfinished === 0;
  const minutes = isOver ? (lastEndedMs - firstSentMs) / 60_000 : Number.NaN;
  return { tally, minutes, isHalted: tally.haltedExecutions > 0 };
}

/** Seconds since the first sending at which each invocation was sent, in order. */
export function sendingSeconds({ journal }: Simulated): number[] {
  const sent = journal.filter(({ event }) => event === 'run-command/invocation-sent');
  const first = Date.parse(sent[0]?.at ?? '');
  return sent.map(({ at }) => (Date.parse(at) - first) / 1000);
}
