/** The windows of a bare CloudFormation template, as a calendar takes them; what is wrong with them is told. */

import { formatProblems, type Problem } from '../diagnostics/problem.ts';
import { type TemplateWindow, templateWindows } from '../lint/template-windows.ts';
import type { QuestionKey } from '../schedule/question.ts';
import { windowWritten } from '../schedule/written-window.ts';
import type { MaintenanceWindow } from '../world/maintenance.ts';
import { readFile } from './read-file.ts';
import { writeError } from './standard-streams.ts';

const propertyOf: Readonly<Partial<Record<QuestionKey, string>>> = {
  timezone: 'ScheduleTimezone',
  offset: 'ScheduleOffset',
  duration: 'Duration',
  'start-date': 'StartDate',
  'end-date': 'EndDate',
};

/** `'no template'`: a scenario, or nothing that can be read. Null: AWS would refuse one of them, and that has been said. */
export function windowsOfTemplate(
  file: string,
  fromMs: number,
): readonly MaintenanceWindow[] | 'no template' | null {
  const template = templateWindows(file, readFile);
  if (template === null) return 'no template';
  const problems = [...template.problems];
  const windows = template.windows.flatMap((window) => {
    const read = window.isKnown ? windowFrom(window, fromMs) : null;
    if (read !== null && 'problem' in read) problems.push(read.problem);
    return read === null || 'problem' in read ? [] : [read];
  });
  if (problems.length > 0) writeError(`${formatProblems(problems, template.sources)}\n`);
  return problems.some(({ severity }) => severity === 'error') ? null : windows;
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
