/** Windows and their tasks as the rules on schedules, rates and time look at them. */
import { isScheduleProblem, parseScheduleExpression, type Schedule } from '../../aws/schedule/schedule.ts';
import { isTimezone } from '../../aws/schedule/zone.ts';
import { isPartlyUnknown, itemsOf, numberOf, textOf, type Value } from '../../cloudformation/value.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { parseTime } from '../../fields/quantities.ts';
import { type DocumentRun, documentRuns, isPatchRun, parameterOf, parameterText } from './document-runs.ts';
import type { Resource, Subject } from './subject.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export interface LintWindow {
  readonly resource: Resource;
  /** Null: not known, or none that AWS takes. */
  readonly schedule: Schedule | null;
  /** Null: not known, or none that AWS takes. */
  readonly durationHours: number | null;
  readonly cutoffHours: number | null;
  readonly isEnabled: boolean;
}

export interface LintTask {
  readonly resource: Resource;
  readonly window: LintWindow | null;
  /** Null for tasks that run no document on nodes. */
  readonly run: DocumentRun | null;
  readonly targets: 'none' | 'some' | 'unknown';
  readonly priority: number;
}

export function lintWindows(subject: Subject): LintWindow[] {
  return subject.ofType('AWS::SSM::MaintenanceWindow').map((resource) => ({
    resource,
    schedule: windowSchedule(resource, subject),
    durationHours: wholeFrom(subject.property(resource, 'Duration'), 1, 24),
    cutoffHours: wholeFrom(subject.property(resource, 'Cutoff'), 0, 23),
    isEnabled: textOf(subject.property(resource, 'Enabled'))?.toLowerCase() !== 'false',
  }));
}

export function lintTasks(subject: Subject): LintTask[] {
  const windows = lintWindows(subject);
  const runs = documentRuns(subject);
  return subject.ofType('AWS::SSM::MaintenanceWindowTask').map((resource) => {
    const window = subject.resource(subject.property(resource, 'WindowId'));
    return {
      resource,
      window: windows.find((each) => each.resource === window) ?? null,
      run: runs.find((run) => run.kind === 'window' && run.resource === resource) ?? null,
      targets: targetsOf(subject.property(resource, 'Targets')),
      priority: numberOf(subject.property(resource, 'Priority')) ?? 0,
    };
  });
}

function targetsOf(targets: Value | undefined): LintTask['targets'] {
  if (targets === undefined || targets.kind === 'absent') return 'none';
  if (targets.kind === 'unknown') return 'unknown';
  const items = itemsOf(targets);
  if (items.length === 0) return 'none';
  return items.every(({ kind }) => kind === 'unknown') ? 'unknown' : 'some';
}

export function wholeFrom(value: Value | undefined, min: number, max: number): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number >= min && number <= max ? number : null;
}

/** A template says nothing of the day on which it is looked at, and the same file is to have the same findings. */
export const templateTodayMs = Date.UTC(2026, 0, 1);

/** From when on schedules are looked at. */
export function todayMs({ scenario }: Subject): number {
  return scenario?.startMs ?? templateTodayMs;
}

function windowSchedule(resource: Resource, subject: Subject): Schedule | null {
  const text = textOf(subject.property(resource, 'Schedule'));
  const expression = text === null ? null : parseScheduleExpression(text, 'window');
  if (expression === null || isScheduleProblem(expression)) return null;
  const zone = subject.property(resource, 'ScheduleTimezone');
  const timezone = zone === undefined || zone.kind === 'absent' ? 'UTC' : textOf(zone);
  const offset = subject.property(resource, 'ScheduleOffset');
  const offsetDays = offset === undefined || offset.kind === 'absent' ? 0 : wholeFrom(offset, 1, 6);
  const startDateMs = timeOf(subject.property(resource, 'StartDate'));
  const endDateMs = timeOf(subject.property(resource, 'EndDate'));
  if (timezone === null || !isTimezone(timezone) || offsetDays === null) return null;
  if (startDateMs === undefined || endDateMs === undefined) return null;
  const nowMs = todayMs(subject);
  const anchorMs = expression.kind === 'rate' ? Math.min(startDateMs ?? nowMs, nowMs) : nowMs - 8 * dayMs;
  return { expression, timezone, offsetDays, startDateMs, endDateMs, anchorMs };
}

/** Null: none. Undefined: not known, or no time. */
export function timeOf(value: Value | undefined): number | null | undefined {
  if (value === undefined || value.kind === 'absent') return null;
  const text = textOf(value);
  const time = text === null ? null : parseTime(text);
  return typeof time === 'number' ? time : undefined;
}

/** Certain to install patches. */
export function isInstall(run: DocumentRun | null): boolean {
  return run !== null && isPatchRun(run) && parameterText(run, 'Operation') === 'Install';
}

/**
 * RebootIfNeeded unless said otherwise: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
export function mayReboot(run: DocumentRun): boolean {
  const option = parameterOf(run, 'RebootOption');
  return !isPartlyUnknown(option) && parameterText(run, 'RebootOption') !== 'NoReboot';
}

/** The parameter of the template whose default a value is, or is made with. */
export function parameterBehind({ root, parameters }: Subject, path: DataPath): string | null {
  const raw = rawAt(root, path);
  if (!isMap(raw)) return null;
  const { Ref: name, 'Fn::Sub': given } = raw;
  if (typeof name === 'string') return parameters.has(name) ? name : null;
  const template = Array.isArray(given) ? given[0] : given;
  if (typeof template !== 'string') return null;
  const named = [...template.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]!);
  return named.find((each) => parameters.has(each)) ?? null;
}

/** `1 hour`, `24 hours` */
export function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `90 minutes`, `2.5 hours` */
export function inWords(durationMs: number): string {
  if (durationMs < minuteMs) return counted(Math.round(durationMs / 1000), 'second');
  if (durationMs < 2 * hourMs) return counted(Math.round(durationMs / minuteMs), 'minute');
  return counted(Math.round((durationMs / hourMs) * 10) / 10, 'hour');
}

/** As it was read, before anything was filled in. */
export function rawAt(root: unknown, path: DataPath): unknown {
  let raw = root;
  for (const segment of path) {
    raw = isMap(raw) || Array.isArray(raw) ? (raw as Record<string | number, unknown>)[segment] : undefined;
  }
  return raw;
}
