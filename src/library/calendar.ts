/** The calendar of a file: of a scenario, or of what a bare CloudFormation template would schedule. */

import { capabilities } from '../capabilities/index.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { readTemplate, type Template } from '../lint/read-template.ts';
import type { NotLoaded } from '../scenario/load.ts';
import { type Calendar, calendarOf } from '../schedule/calendar.ts';
import { loadChecked, type ScenarioInput } from './load.ts';

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
export function calendarFor(asked: CalendarAsked): FoundCalendar {
  const { file, read, fromMs, nowMs, days } = asked;
  const template = readTemplate(file, read, capabilities, fromMs ?? nowMs);
  if (template !== null) return calendarOfTemplate(template, { file, fromMs: fromMs ?? nowMs, days });
  const loaded = loadChecked({ file, read, overrides: [] });
  if ('problems' in loaded) return { calendar: null, ...loaded };
  const { scenario, sources } = loaded;
  return {
    calendar: calendarOf(scenario, { fromMs: fromMs ?? scenario.startMs, days }),
    problems: [],
    sources,
  };
}

function calendarOfTemplate(
  template: Template,
  { file, fromMs, days }: { readonly file: string; readonly fromMs: number; readonly days: number },
): FoundCalendar {
  const { root, positions, sources } = template;
  const found = capabilities.flatMap(({ schedules }) => schedules?.inTemplate(template, fromMs) ?? []);
  const windows = found.flatMap(({ scheduled }) => scheduled ?? []);
  const refused = found.flatMap((one) => one.refused);
  const undecided = found
    .flatMap((one) => one.undecided)
    .map((path): Problem => {
      const message = 'only its deployment decides this: nothing can be said of when it is open';
      const place = positions.find(root, path, 'value') ?? { file, line: 0, column: 0 };
      return { severity: 'warning', code: 'unknown-window', message, path, ...place };
    });
  const calendar = refused.length > 0 ? null : calendarOf({ windows }, { fromMs, days });
  return { calendar, problems: [...undecided, ...refused], sources };
}
