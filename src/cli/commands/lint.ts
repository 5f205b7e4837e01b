/** `fleetsim lint`: what will go wrong, found by reading alone. */

import { useZoneClock } from '../../aws/schedule/zone.ts';
import { capabilities } from '../../capabilities/index.ts';
import { formatProblems } from '../../diagnostics/problem.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { version } from '../../library/version.ts';
import { rulesOf } from '../../lint/contributions.ts';
import { type LintReport, lintFile } from '../../lint/lint.ts';
import { lintOutcome, lintResultOf } from '../../lint/lint-result.ts';
import type { LintJob } from '../declare/lint.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { inputReader } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { scenarioFiles } from '../scenario-files.ts';
import { writeError } from '../standard-streams.ts';

export async function lint(job: LintJob): Promise<ExitCode> {
  const files = scenarioFiles(job.files);
  checkOutput(job.out, '--out', { scenarios: files });
  useZoneClock(processClock);
  const reports = files.map((file) =>
    lintFile({
      file,
      read: inputReader(file, job.allowRead),
      capabilities,
      nowMs: job.from ?? Date.now(),
    }),
  );
  // The text shows them itself; other formats do not.
  if (job.format !== 'text' || job.out !== null) {
    for (const { problems, sources } of reports) {
      if (problems.length > 0) writeError(`${formatProblems(problems, sources)}\n`);
    }
  }
  writeReport(job.out, await chunksOf(job, reports));
  return exitCode[lintOutcome(reports, { strict: job.strict })];
}

async function chunksOf(job: LintJob, reports: readonly LintReport[]): Promise<string[]> {
  if (job.format === 'json') return [jsonText(lintResultOf(reports, version))];
  const { lintBlocks, rendered, renderLintAnnotations, renderSarif } = await import(
    '../../reports/advice.ts'
  );
  const rules = rulesOf(capabilities);
  const text = () => rendered(lintBlocks(reports, rules), job);
  switch (job.format) {
    case 'sarif':
      return [renderSarif(reports, { version, rules })];
    case 'github':
      return [text(), renderLintAnnotations(reports)];
    case 'text':
      return [text()];
  }
}
