/** A step that waits until what asked for its execution lets it go on, such as a change request that a calendar keeps. */
import type { CauseId } from '../../capability/causes.ts';
import type { Signal } from './actions/action.ts';
import type { Execution } from './execution.ts';

export interface Hold {
  readonly execution: Execution;
  /** What nodes are told that it was to patch. Null: what holds it is no cause, such as the time that it was scheduled for. */
  because(cause: CauseId | null): void;
  /** When a signal comes for it. False: AWS refuses the signal. */
  onSignal(take: (signal: Signal) => boolean): void;
  release(): void;
}
