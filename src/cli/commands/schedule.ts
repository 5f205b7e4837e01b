/** `fleetsim schedule`: when an expression, or every window of a scenario or a template, is due. */
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { type Calendar, calendarOf } from '../../schedule/calendar.ts';
import { calendarJson } from '../../schedule/calendar-json.ts';
import { previewOf, scheduleJson } from '../../schedule/preview.ts';
import type { ScheduleJob } from '../declare/schedule.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { loadOrComplain } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { writeError } from '../standard-streams.ts';
import { windowsOfTemplate } from '../template-calendar.ts';
import { errorStyle } from '../terminal.ts';
import { withoutNull } from '../without-null.ts';

export async function schedule(job: ScheduleJob): Promise<ExitCode> {
  checkOutput(job.out, job.isFile ? [job.expression] : []);
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
    writeError(rendered(scheduleProblemBlocks(answer.problem, expression), { format: 'text', style }));
    return exitCode.badInput;
  }
  if (job.format === 'json') {
    writeReport(job.out, [`${JSON.stringify(scheduleJson(answer), null, 2)}\n`]);
    return exitCode.ok;
  }
  const { rendered, scheduleBlocks } = await import('../../reports/advice.ts');
  writeReport(job.out, [rendered(scheduleBlocks(answer), job)]);
  return exitCode.ok;
}

async function calendar(job: ScheduleJob): Promise<ExitCode> {
  const found = calendarFor(job);
  if (found === null) return exitCode.badInput;
  if (job.format === 'json') {
    writeReport(job.out, [`${JSON.stringify(calendarJson(found), null, 2)}\n`]);
    return exitCode.ok;
  }
  const { calendarBlocks, rendered } = await import('../../reports/advice.ts');
  writeReport(job.out, [rendered(calendarBlocks(found), job)]);
  return exitCode.ok;
}

/** A template is not deployed yet: its calendar begins now. Null: why not has been said. */
function calendarFor({ expression: file, from, days }: ScheduleJob): Calendar | null {
  const nowMs = from ?? Date.now();
  const windows = windowsOfTemplate(file, nowMs);
  if (windows === null) return null;
  if (windows !== 'no template') return calendarOf({ windows }, { fromMs: nowMs, days });
  const loaded = loadOrComplain({ file, overrides: [] }, { quiet: true });
  if (loaded === null) return null;
  const { scenario } = loaded;
  return calendarOf(scenario, { fromMs: from ?? scenario.startMs, days });
}
