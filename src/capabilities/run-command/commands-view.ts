/** What the others may ask of commands. */
import type { Attempt } from '../../capability/attempts.ts';
import type { RefusedNode } from '../../capability/failures.ts';
import type { TimelineSeries } from '../../capability/rollout-story.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { view } from '../../capability/views.ts';
import type { CommandRequest } from './request.ts';
import type { Command } from './state.ts';

/** A call that AWS refused, with its error's name. */
export interface RefusedCommand {
  readonly request: CommandRequest;
  readonly error: string;
  /** Those for which it was refused: not managed, or not known at all. */
  readonly nodes: readonly RefusedNode[];
  readonly atMs: number;
}

export interface CommandTimeline {
  /** `commands` are those of one window execution, or one manual command. */
  seriesOf(commands: readonly Command[], fromMs: number, toMs: number): TimelineSeries;
}

export interface CommandsView {
  /** All that were started, in the order of time. */
  readonly commands: readonly Command[];
  readonly refused: readonly RefusedCommand[];
  /** Null: it was not recorded. */
  readonly timeline: CommandTimeline | null;
  /** What is still running at the end of the run, or at this moment. */
  unfinished(): readonly Command[];
  /** By command: nodes that its targets meant and that were silently not there. */
  readonly missed: ReadonlyMap<string, readonly number[]>;
}

export const commandsView = view<CommandsView>('run-command');

/** The command that an attempt came to; null: it came to none. */
export function commandOf(
  { views }: Pick<Simulation, 'views'>,
  attempt: Pick<Attempt, 'runId'> | null,
): Command | null {
  if (attempt === null || attempt.runId === null) return null;
  return views.of(commandsView).commands.find(({ id }) => id === attempt.runId) ?? null;
}
