/** `fleetsim schedule`: when an expression is due, or all that a scenario or a template schedules. */

import { useZoneClock } from '../../aws/schedule/zone.ts';
import { formatProblems } from '../../diagnostics/problem.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { calendarFor } from '../../library/calendar.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { Calendar } from '../../schedule/calendar.ts';
import { calendarJson } from '../../schedule/calendar-json.ts';
import { previewOf, scheduleJson } from '../../schedule/preview.ts';
import type { ScheduleJob } from '../declare/schedule.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { inputReader } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { writeError, writePainted } from '../standard-streams.ts';
import { errorStyle } from '../terminal.ts';

export async function schedule(job: ScheduleJob): Promise<ExitCode> {
  checkOutput(job.out, '--out', { scenarios: job.isFile ? [job.expression] : [] });
  useZoneClock(processClock);
  return job.isFile ? calendar(job) : preview(job);
}

async function preview(job: ScheduleJob): Promise<ExitCode> {
  const { expression, count, timezone } = job;
  const { for: dialect, offset: offsetDays, duration: durationHours } = job;
  const { startDate: startDateMs, endDate: endDateMs } = job;
  const answer = previewOf({
    expression,
    fromMs: job.from ?? Date.now(),
    ...withoutNull({ dialect, count, timezone, offsetDays, durationHours, startDateMs, endDateMs }),
  });
  if ('problem' in answer) {
    const { rendered, scheduleProblemBlocks } = await import('../../reports/advice.ts');
    const style = errorStyle(job.style);
    writePainted(rendered(scheduleProblemBlocks(answer.problem, expression), { format: 'text', style }));
    return exitCode.badInput;
  }
  if (job.format === 'json') {
    writeReport(job.out, [jsonText(scheduleJson(answer))]);
    return exitCode.ok;
  }
  const { rendered, scheduleBlocks } = await import('../../reports/advice.ts');
  writeReport(job.out, [rendered(scheduleBlocks(answer), job)]);
  return exitCode.ok;
}

async function calendar(job: ScheduleJob): Promise<ExitCode> {
  const windows = calendarOfFile(job);
  if (windows === null) return exitCode.badInput;
  if (job.format === 'json') {
    writeReport(job.out, [jsonText(calendarJson(windows))]);
    return exitCode.ok;
  }
  const { calendarBlocks, rendered } = await import('../../reports/advice.ts');
  writeReport(job.out, [rendered(calendarBlocks(windows), job)]);
  return exitCode.ok;
}

/** Null: why not has been said. */
function calendarOfFile({ expression: file, from: fromMs, days, allowRead }: ScheduleJob): Calendar | null {
  const { calendar, problems, sources } = calendarFor({
    file,
    read: inputReader(file, allowRead),
    fromMs,
    nowMs: Date.now(),
    days,
  });
  if (problems.length > 0) writeError(`${formatProblems(problems, sources)}\n`);
  return calendar;
}
