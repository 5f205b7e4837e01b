/** The calendar of a file: of a scenario, or of the windows of a bare CloudFormation template. */
import type { Problem } from '../diagnostics/problem.ts';
import { type TemplateWindow, templateWindows } from '../lint/template-windows.ts';
import type { NotLoaded } from '../scenario/load.ts';
import { type Calendar, calendarOf } from '../schedule/calendar.ts';
import type { QuestionKey } from '../schedule/question.ts';
import { windowWritten } from '../schedule/written-window.ts';
import type { MaintenanceWindow } from '../world/maintenance.ts';
import { loadChecked, type ScenarioInput } from './load.ts';

const propertyOf: Readonly<Partial<Record<QuestionKey, string>>> = {
  timezone: 'ScheduleTimezone',
  offset: 'ScheduleOffset',
  duration: 'Duration',
  'start-date': 'StartDate',
  'end-date': 'EndDate',
};

export interface CalendarAsked extends ScenarioInput {
  /** Null: of a scenario its start, else `nowMs`. */
  readonly fromMs: number | null;
  readonly nowMs: number;
  readonly days: number;
}

export interface FoundCalendar extends NotLoaded {
  /** Null: there is an error among the problems. */
  readonly calendar: Calendar | null;
}

/** A template is not deployed yet: its calendar begins now. */
export function calendarFor({ file, read, fromMs, nowMs, days }: CalendarAsked): FoundCalendar {
  const templateFromMs = fromMs ?? nowMs;
  const template = templateWindows(file, read);
  if (template !== null) {
    const { windows, problems } = readWindows(template, templateFromMs);
    const isRefused = problems.some(({ severity }) => severity === 'error');
    const calendar = isRefused ? null : calendarOf({ windows }, { fromMs: templateFromMs, days });
    return { calendar, problems, sources: template.sources };
  }
  const loaded = loadChecked({ file, read, overrides: [] });
  if ('problems' in loaded) return { calendar: null, ...loaded };
  const { scenario, sources } = loaded;
  return {
    calendar: calendarOf(scenario, { fromMs: fromMs ?? scenario.startMs, days }),
    problems: [],
    sources,
  };
}

function readWindows(
  template: { readonly windows: readonly TemplateWindow[]; readonly problems: readonly Problem[] },
  fromMs: number,
) {
  const problems = [...template.problems];
  const windows = template.windows.flatMap((window) => {
    const read = window.isKnown ? windowFrom(window, fromMs) : null;
    if (read !== null && 'problem' in read) problems.push(read.problem);
    return read === null || 'problem' in read ? [] : [read];
  });
  return { windows, problems };
}

function windowFrom(
  { logicalId, texts, dates, problemAt }: TemplateWindow,
  fromMs: number,
): MaintenanceWindow | { readonly problem: Problem } | null {
  const { StartDate, EndDate } = dates;
  const written = windowWritten(
    logicalId,
    {
      ...texts,
      ...(StartDate === undefined ? {} : { startDateMs: StartDate }),
      ...(EndDate === undefined ? {} : { endDateMs: EndDate }),
    },
    fromMs,
  );
  if (written === null || !('problem' in written)) return written;
  const { key, message, help, awsError } = written.problem;
  const said = { severity: 'error', code: 'bad-window', message, help, awsError } as const;
  return { problem: problemAt(propertyOf[key] ?? 'Schedule', said) };
}
