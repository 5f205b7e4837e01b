/** A run in the format that was asked for, piece by piece. What a format needs is loaded when it is asked for. */

import { formatProblem } from '../diagnostics/problem.ts';
import { settingsOf } from '../library/repeated-options.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { runReportOf } from '../result/report.ts';
import type { Result } from '../result/result.ts';
import type { Loaded } from '../scenario/load.ts';
import type { RunJob } from './declare/run.ts';
import { jsonChunks } from './json-chunks.ts';

export async function reportChunks(
  job: RunJob,
  loaded: Loaded,
  outcome: RunOutcome,
  result: Result,
): Promise<Iterable<string>> {
  if (job.format === 'json') return jsonChunks(result);
  const report = runReportOf(outcome, result, {
    file: job.file,
    warnings: loaded.warnings.map((warning) => formatProblem(warning)),
    set: settingsOf(job.set),
    isBrief: job.brief,
    width: job.style.width,
  });
  const { firstScreenBlocks, rendered, runBlocks } = await import('../reports/run.ts');
  return [rendered(job.brief ? firstScreenBlocks(report) : runBlocks(report), job)];
}
