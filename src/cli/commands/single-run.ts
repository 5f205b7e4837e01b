/** One run of a scenario and its report. */
import { basename } from 'node:path';
import { safeJson } from '../../diagnostics/safe-text.ts';
import { prepareDistributions } from '../../kernel/gamma.ts';
import { version } from '../../library/version.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { RunOutcome } from '../../result/outcome.ts';
import { type Result, type ResultOptions, resultOf } from '../../result/result.ts';
import type { Loaded } from '../../scenario/load.ts';
import { Simulator } from '../../simulate.ts';
import { distributionsOf, type Scenario } from '../../world/scenario.ts';
import type { RunJob } from '../declare/run.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { OutputFile } from '../output-file.ts';
import { reportChunks } from '../render.ts';
import { writeError, writeOut } from '../standard-streams.ts';

export async function simulateAndReport(
  job: RunJob,
  loaded: Loaded,
  beforeReport: () => void = () => {},
): Promise<ExitCode> {
  await prepareDistributions(distributionsOf(loaded.scenario));
  const events = job.events === null ? null : new OutputFile(job.events, '--events');
  let out: OutputFile | null = null;
  try {
    const outcome = simulate(job, loaded.scenario, events);
    const result = resultOf(outcome, {
      version,
      file: basename(job.file),
      // Only JSON has it, and Node's cryptography takes longer to load than the run.
      sha256: job.format === 'json' ? loaded.sha256 : '',
      overrides: loaded.overrides,
      ...nodesWanted(job),
    });
    beforeReport();
    out = job.out === null ? null : new OutputFile(job.out, '--out');
    for (const chunk of await reportChunks(job, loaded, outcome, result)) {
      if (out === null) writeOut(chunk);
      else out.write(chunk);
    }
    events?.commit();
    out?.commit();
    return judge(job, loaded, result);
  } finally {
    events?.discard();
    out?.discard();
  }
}

function simulate(job: RunJob, scenario: Scenario, events: OutputFile | null): RunOutcome {
  const sink = (entry: object) => events?.write(`${safeJson(JSON.stringify(entry))}\n`);
  const listener = job.eventsAs === 'eventbridge' ? { awsEvents: sink } : { journal: sink };
  const recording = {
    timeline: job.format !== 'json',
    series: wantsSeries(job, scenario),
    ...(events === null ? {} : listener),
  };
  return new Simulator(scenario, recording).run(job.replications.only ?? 0);
}

const weekMs = 7 * 86_400_000;

/** JSON has them; a report draws them of a run of more than a week, since a shorter one has the charts of its rollouts. */
function wantsSeries({ format, brief }: RunJob, { startMs, endMs }: Scenario): boolean {
  const isReport = (format === 'text' || format === 'markdown') && !brief;
  return format === 'json' || (isReport && endMs - startMs > weekMs);
}

/** Only JSON lists nodes, and making the list takes its time. */
function nodesWanted({ format, nodes }: RunJob): Pick<ResultOptions, 'nodes'> {
  return format === 'json' ? withoutNull({ nodes }) : { nodes: 'none' };
}

/** The report itself is shown, with its warnings and failures. */
export function isInSight({ format, out }: RunJob): boolean {
  return format === 'text' && out === null;
}

/** Warnings in the report also go to standard error when the report goes elsewhere. */
function judge(job: RunJob, loaded: Loaded, result: Result): ExitCode {
  const failed = result.expectations.filter(({ outcome }) => outcome === 'fail');
  if (!job.quiet && !isInSight(job)) {
    for (const { metric, expected, observed } of failed) {
      writeError(`fleetsim: ${metric}: expected ${expected}, observed ${observed ?? 'nothing'}\n`);
    }
  }
  const warningCount = loaded.warnings.length;
  if (job.strict && warningCount > 0 && !job.quiet) {
    writeError(`fleetsim: --strict: ${warningCount} ${warningCount === 1 ? 'warning' : 'warnings'}\n`);
  }
  return failed.length > 0 || (job.strict && warningCount > 0) ? exitCode.failed : exitCode.ok;
}
