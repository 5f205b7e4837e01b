/** `fleetsim check`: scenarios held to what they expect, and to what they gave before. */

import { appendFileSync } from 'node:fs';
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { capabilities } from '../../capabilities/index.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { describeSystemError, UsageError } from '../../diagnostics/usage-error.ts';
import type { CheckReport, FileReport } from '../../experiment/check.ts';
import { checkReportOf } from '../../library/file-report.ts';
import type { BlockSet } from '../../library/merging.ts';
import { snapshotPathOf } from '../../library/snapshot.ts';
import { expectedInWords } from '../../result/expectation-words.ts';
import { metricTable } from '../../result/metric-table.ts';
import { type Checked, checkFile, checkIntoBlock } from '../check-file.ts';
import type { CheckJob } from '../declare/check.ts';
import { type ExitCode, exitCode, worstOf } from '../exit-codes.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { scenarioFiles } from '../scenario-files.ts';
import { writeError } from '../standard-streams.ts';

/** `merging`: blocks that have the runs. */
export async function check(job: CheckJob, merging: BlockSet | null = null): Promise<ExitCode> {
  const files = scenarioFiles(job.files);
  const inputs = { scenarios: files, snapshots: files.map(snapshotPathOf) };
  checkOutput(job.out, '--out', inputs);
  checkOutput(job.block, '--block', inputs);
  useZoneClock(processClock);
  if (job.replications.block !== null) {
    if (files.length === 1) return checkIntoBlock(job, files[0]!, job.replications.block);
    throw new UsageError(`--block: expected one scenario, found ${files.length}: each has blocks of its own`);
  }
  const checked: Checked[] = [];
  for (const file of files) {
    const one = await checkFile(job, file, merging);
    checked.push(one);
    if (!job.quiet && !isInSight(job)) tell(one.report);
    if (one.isInterrupted) break;
  }
  const report = checkReportOf(checked.map((one) => one.report));
  writeReport(job.out, await chunksOf(job, report));
  await addStepSummary(job, report);
  if (!checked.some(({ isInterrupted }) => isInterrupted)) return codeOf(job, checked);
  writeError(interruptedMessage(checked.at(-1)!.report, { left: files.length - checked.length }));
  return exitCode.interrupted;
}

/** The finished part of the scenario that was interrupted. */
function interruptedMessage({ file, replications }: FileReport, { left }: { readonly left: number }): string {
  const first = replications === 0 ? '' : `, of ${file} that of the first ${replications} replications`;
  const others = left === 0 ? '' : `; ${left} more ${left === 1 ? 'scenario' : 'scenarios'} not checked`;
  return `fleetsim: interrupted: the result is partial${first}${others}\n`;
}

function isInSight({ format, out }: CheckJob): boolean {
  return (format === 'text' || format === 'github') && out === null;
}

/** Warnings go to standard error when the report goes elsewhere or to a program. */
function tell({ file, problems, warnings, expectations, snapshot }: FileReport): void {
  for (const text of [...problems, ...warnings]) writeError(`${text}\n`);
  for (const gate of expectations) {
    const { metric, observed, outcome } = gate;
    if (outcome === 'pass') continue;
    const wanted = expectedInWords(gate, metricTable(capabilities).of(metric));
    writeError(`fleetsim: ${file}: ${metric}: expected ${wanted}, observed ${observed}: ${outcome}\n`);
  }
  if (snapshot !== null && snapshot.outcome !== 'pass') {
    const { length } = snapshot.moved;
    const moved = `${length} ${length === 1 ? 'metric' : 'metrics'} moved`;
    writeError(`fleetsim: ${file}: ${moved} from ${snapshot.file}: ${snapshot.outcome}\n`);
  }
}

async function chunksOf(job: CheckJob, report: CheckReport): Promise<string[]> {
  if (job.format === 'json') return [jsonText(report)];
  const reports = await import('../../reports/experiments.ts');
  const text = () => reports.rendered(reports.checkBlocks(readableOf(report)), job);
  switch (job.format) {
    case 'junit':
      return [reports.renderJUnit(readableOf(report), { inconclusive: job.inconclusive })];
    case 'github':
      return [
        text(),
        reports.renderGitHubAnnotations(readableOf(report), { inconclusive: job.inconclusive }),
      ];
    case 'markdown':
    case 'text':
      return [text()];
  }
}

function readableOf(report: CheckReport) {
  return { ...report, metrics: metricTable(capabilities) };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary */
async function addStepSummary({ stepSummary, style }: CheckJob, report: CheckReport): Promise<void> {
  if (stepSummary === null) return;
  const { checkBlocks, rendered } = await import('../../reports/experiments.ts');
  try {
    appendFileSync(stepSummary, rendered(checkBlocks(readableOf(report)), { format: 'markdown', style }));
  } catch (error) {
    // The check is not worse for it.
    writeError(`fleetsim: GITHUB_STEP_SUMMARY cannot be written: ${describeSystemError(error)}\n`);
  }
}

function codeOf({ inconclusive, strict, quiet }: CheckJob, checked: readonly Checked[]): ExitCode {
  const warningCount = checked.reduce((sum, { report }) => sum + report.warnings.length, 0);
  const codes = checked.map(({ code }) => {
    if (code !== exitCode.inconclusive || inconclusive === null) return code;
    return inconclusive === 'pass' ? exitCode.ok : exitCode.failed;
  });
  if (!strict || warningCount === 0) return worstOf(codes);
  if (!quiet)
    writeError(`fleetsim: --strict: ${warningCount} ${warningCount === 1 ? 'warning' : 'warnings'}\n`);
  return worstOf([...codes, exitCode.failed]);
}
