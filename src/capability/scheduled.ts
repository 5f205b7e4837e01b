/** What comes due by a schedule of its own, as `fleetsim schedule FILE` lists it. */
import type { Schedule } from '../aws/schedule/schedule.ts';
import type { Stack } from '../cloudformation/stack.ts';
import type { DataPath, Problem } from '../diagnostics/problem.ts';
import type { Scenario } from '../world/scenario.ts';

export interface Scheduled {
  /** `maintenance window`, `rule`: printed, and never compared. */
  readonly kind: string;
  readonly logicalId: string;
  readonly name: string;
  readonly schedule: Schedule;
  /** Null: it comes due and is not open for any time. */
  readonly durationHours: number | null;
  /** Before the end: from then on nothing new begins. */
  readonly cutoffHours: number;
  readonly enabled: boolean;
}

/** A bare template by the specs of its types, and what AWS refuses of it. */
export interface TemplateRead {
  readonly stack: Stack;
  readonly refusals: readonly Problem[];
}

export interface ScheduleInTemplate {
  /** Null: when it is due cannot be told from the file. */
  readonly scheduled: Scheduled | null;
  /** What only a deployment decides, where that hangs on it. */
  readonly undecided: readonly DataPath[];
  readonly refused: readonly Problem[];
}

export interface ScheduleSpec {
  /** In the order of the file. */
  of(scenario: Scenario): readonly Scheduled[];
  /** Those of a template that is not deployed yet, as if it were at `fromMs`. */
  inTemplate(template: TemplateRead, fromMs: number): readonly ScheduleInTemplate[];
}
