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

/** What may keep others from coming due for a time, such as a change calendar that is closed. */
export interface ScheduledState {
  /** `change calendar` */
  readonly kind: string;
  readonly name: string;
  /** At the beginning. */
  readonly state: string;
  readonly changes: readonly { readonly atMs: number; readonly to: string; readonly why: string }[];
}

export interface ScheduleSpec {
  /** From `fromMs` to before `untilMs`. */
  states?(scenario: Scenario, fromMs: number, untilMs: number): readonly ScheduledState[];
  /** In the order of the file. */
  of(scenario: Scenario): readonly Scheduled[];
  /** Those of a template that is not deployed yet, as if it were at `fromMs`. */
  inTemplate(template: TemplateRead, fromMs: number): readonly ScheduleInTemplate[];
}
