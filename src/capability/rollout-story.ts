/** What a command did, as data: for the sentences, tables and charts of reports. */
import type { Moment } from '../blocks/times.ts';
import type { Failure, RefusedNode } from './failures.ts';
import type { InstallTally } from './installs.ts';
import type { LimitResult } from './rollout-results.ts';
import type { Tally } from './rollout-tally.ts';

export interface CommandStory {
  readonly id: string;
  /** Logical id of the rule or window that started it. Null: an operator did. */
  readonly startedBy: string | null;
  readonly document: string;
  readonly operation: string | null;
  readonly started: Moment;
  readonly status: string;
  /** AWS refused the call. */
  readonly error: string | null;
  readonly refusedFor: readonly RefusedNode[];
  readonly failures: readonly Failure[];
  readonly tally: Tally;
  /** Null: it is no Install. */
  readonly installed: InstallTally | null;
  readonly minutes: number | null;
  readonly maxConcurrency: LimitResult;
  readonly maxErrors: LimitResult;
  /** Which error stops it. */
  readonly haltsOnError: number;
  /** Nodes that the criteria mean and that are not managed: silently not among the targets. */
  readonly missedCount: number;
  /** Names of the first few of them. */
  readonly missed: readonly string[];
  readonly dispatch: string;
  readonly ramp: RampStory | null;
  readonly halt: HaltStory | null;
  readonly stop: StopStory | null;
  readonly lastEnded: Moment | null;
  readonly timeline: TimelineSeries | null;
}

export interface RampStory {
  /** Sizes of the first batches, until as many run as may. */
  readonly batches: readonly number[];
  /** When as many as may had been sent to; null: that never came to be. */
  readonly full: Moment | null;
}

export interface HaltStory {
  readonly at: Moment;
  /** Errors at that instant, and how they ended up: what is in flight runs on. */
  readonly errorCount: number;
  readonly errorCountAtEnd: number;
  /** Whose error it was. */
  readonly node: string;
  readonly status: string;
  /** Null: what it runs has none. */
  readonly exitCode: number | null;
  readonly sentCount: number;
  readonly inFlightCount: number;
  readonly notStartedCount: number;
}

/** Its alarm stopped it. */
export interface StopStory {
  readonly at: Moment;
  /** The name of the alarm. */
  readonly alarm: string;
  readonly sentCount: number;
  readonly inFlightCount: number;
  readonly notStartedCount: number;
}

export interface TimelineSeries {
  readonly fromMs: number;
  readonly toMs: number;
  /** One value a slice. Running: the average at once. Ended and failed: so far. Down: the most at once. */
  readonly running: readonly number[];
  readonly ended: readonly number[];
  readonly failed: readonly number[];
  readonly down: readonly number[];
  /** After this the values no longer change. */
  readonly lastMs: number;
}
