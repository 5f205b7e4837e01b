/** `fleetsim schedule`: when an expression, or every window of a scenario, is due. */
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { calendarOf } from '../../schedule/calendar.ts';
import { calendarJson } from '../../schedule/calendar-json.ts';
import { previewOf, scheduleJson } from '../../schedule/preview.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { loadOrComplain } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import type { ScheduleJob } from '../schedule-job.ts';
import { writeError } from '../standard-streams.ts';
import { errorStyle } from '../terminal.ts';

export async function schedule(job: ScheduleJob): Promise<ExitCode> {
  checkOutput(job.out, job.isFile ? [job.given] : []);
  useZoneClock(processClock);
  return job.isFile ? calendar(job) : preview(job);
}

async function preview(job: ScheduleJob): Promise<ExitCode> {
  const { given, fromMs, count, timezone, offsetDays, durationHours, startDateMs, endDateMs, dialect } = job;
  const answer = previewOf({
    expression: given,
    fromMs: fromMs ?? Date.now(),
    ...(dialect === null ? {} : { dialect }),
    ...(count === null ? {} : { count }),
    ...(timezone === null ? {} : { timezone }),
    ...(offsetDays === null ? {} : { offsetDays }),
    ...(durationHours === null ? {} : { durationHours }),
    ...(startDateMs === null ? {} : { startDateMs }),
    ...(endDateMs === null ? {} : { endDateMs }),
  });
  if ('problem' in answer) {
    const { renderScheduleProblem } = await import('../../reports/advice.ts');
    writeError(renderScheduleProblem(answer.problem, given, errorStyle(job.style)));
    return exitCode.badInput;
  }
  if (job.format === 'json') {
    writeReport(job.out, [`${JSON.stringify(scheduleJson(answer), null, 2)}\n`]);
    return exitCode.ok;
  }
  const { renderSchedule } = await import('../../reports/advice.ts');
  writeReport(job.out, [renderSchedule(answer, job.style)]);
  return exitCode.ok;
}

async function calendar(job: ScheduleJob): Promise<ExitCode> {
  const loaded = loadOrComplain({ file: job.given, overrides: [] }, { quiet: true });
  if (loaded === null) return exitCode.badInput;
  const { scenario } = loaded;
  const found = calendarOf(scenario, { fromMs: job.fromMs ?? scenario.startMs, days: job.days });
  if (job.format === 'json') {
    writeReport(job.out, [`${JSON.stringify(calendarJson(found), null, 2)}\n`]);
    return exitCode.ok;
  }
  const { renderCalendar } = await import('../../reports/advice.ts');
  writeReport(job.out, [renderCalendar(found, job.style)]);
  return exitCode.ok;
}
