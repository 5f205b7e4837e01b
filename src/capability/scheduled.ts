/** What comes due by a schedule of its own and is open for a while, as `fleetsim schedule FILE` lists it. */
import type { Schedule } from '../aws/schedule/schedule.ts';
import type { DataPath, Problem } from '../diagnostics/problem.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Subject } from './lint/subject.ts';
import { capabilitiesOf } from './registry.ts';

export interface Scheduled {
  readonly logicalId: string;
  readonly name: string;
  readonly schedule: Schedule;
  readonly durationHours: number;
  /** Before the end: from then on nothing new begins. */
  readonly cutoffHours: number;
  readonly enabled: boolean;
}

/** What is wrong with one of a bare template, or cannot be told before it is deployed. */
export type ScheduleProblem = Pick<Problem, 'severity' | 'code' | 'message'> & {
  readonly path: DataPath;
  readonly help?: string | undefined;
  readonly awsError?: string | undefined;
};

export interface ScheduleInTemplate {
  /** Null: when it is due cannot be told from the file. */
  readonly scheduled: Scheduled | null;
  readonly problems: readonly ScheduleProblem[];
}

export interface ScheduleSpec {
  /** In the order of the file. */
  of(scenario: Scenario): readonly Scheduled[];
  /** Those of a template that is not deployed yet, as if it were at `fromMs`. */
  inTemplate(subject: Subject, fromMs: number): readonly ScheduleInTemplate[];
}

export function scheduledOf(scenario: Scenario): Scheduled[] {
  return capabilitiesOf(scenario).flatMap(({ schedules }) => schedules?.of(scenario) ?? []);
}
