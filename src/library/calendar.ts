/** The calendar of a file: of a scenario, or of what a bare CloudFormation template would schedule. */
import { capabilities } from '../capabilities/index.ts';
import { Subject } from '../capability/lint/subject.ts';
import type { Scheduled, ScheduleProblem } from '../capability/scheduled.ts';
import { Positions } from '../diagnostics/positions.ts';
import { type Problem, Problems } from '../diagnostics/problem.ts';
import { readLeniently } from '../lint/lenient-reading.ts';
import { readRoot } from '../lint/read-root.ts';
import type { NotLoaded } from '../scenario/load.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { specsOf } from '../scenario/specs.ts';
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
export function calendarFor({ file, read, fromMs, nowMs, days }: CalendarAsked): FoundCalendar {
  const templateFromMs = fromMs ?? nowMs;
  const template = scheduledInTemplate(file, read, templateFromMs);
  if (template !== null) {
    const { windows, problems, sources } = template;
    const isRefused = problems.some(({ severity }) => severity === 'error');
    const calendar = isRefused ? null : calendarOf({ windows }, { fromMs: templateFromMs, days });
    return { calendar, problems, sources };
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

/** Null: the file is no template, which is for the loader of scenarios to judge. */
function scheduledInTemplate(
  file: string,
  read: ReadFile,
  fromMs: number,
): (NotLoaded & { readonly windows: readonly Scheduled[] }) | null {
  const sources = new Map<string, string>();
  const positions = new Positions();
  const root = readRoot(file, read, { positions, problems: new Problems(), sources });
  if (root === null) return null;
  const { stack } = readLeniently(root, specsOf(capabilities), file, positions);
  const subject = new Subject(root, { scenario: null, stack, ownTypes: [], declares: [] });
  if (subject.kind === 'scenario') return null;
  const placed = ({ path, help, awsError, ...said }: ScheduleProblem): Problem => ({
    ...said,
    ...(help === undefined ? {} : { help }),
    ...(awsError === undefined ? {} : { awsError }),
    path,
    ...(positions.find(root, path, 'value') ?? { file, line: 0, column: 0 }),
  });
  const found = capabilities.flatMap(({ schedules }) => schedules?.inTemplate(subject, fromMs) ?? []);
  const problems = new Problems();
  for (const problem of found.flatMap((one) => one.problems)) problems.add(placed(problem));
  return {
    windows: found.flatMap(({ scheduled }) => scheduled ?? []),
    problems: problems.sorted(),
    sources,
  };
}
