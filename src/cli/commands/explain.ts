/** `fleetsim explain`: why, and what would have helped. */

import { useZoneClock } from '../../aws/schedule/zone.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import { commandLine } from '../../diagnostics/command-line.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { UsageError } from '../../diagnostics/usage-error.ts';
import type { ExplainProblem } from '../../explain/explain.ts';
import { type ExplainAllRequest, explainAll, explainWithProof } from '../../explain/explain-with-proof.ts';
import type { Explanation, ExplanationOfAll, ExplanationWords } from '../../explain/explanation.ts';
import { explanationWords } from '../../explain/explanation-words.ts';
import { explainWalk } from '../../explain/walk.ts';
import { prepareDistributions } from '../../kernel/gamma.ts';
import { given, setWords } from '../../library/repeated-options.ts';
import { version } from '../../library/version.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { NotLoaded } from '../../scenario/load.ts';
import { distributionsOf } from '../../world/scenario.ts';
import { instantAsked } from '../../world/time.ts';
import type { ExplainJob } from '../declare/explain.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { inputReader, loadOrComplain } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { writeError } from '../standard-streams.ts';

export async function explain(job: ExplainJob): Promise<ExitCode> {
  checkOutput(job.out, '--out', { scenarios: [job.file] });
  useZoneClock(processClock);
  const { file, seed, set, quiet, allowRead } = job;
  const options = { file, allowRead, overrides: set, ...withoutNull({ seed }) };
  const loaded = loadOrComplain(options, { quiet });
  if (loaded === null) return exitCode.badInput;
  await prepareDistributions(distributionsOf(loaded.scenario));
  const words = explanationWords(capabilitiesOf(loaded.scenario));
  const chunks = job.execution === null ? await chunksOf(job, answerTo(job), words) : await walkedChunks(job);
  writeReport(job.out, chunks);
  return endOf(job, loaded);
}

/** How a command ends that has printed what it was asked. */
export function endOf(
  { strict, quiet }: Pick<ExplainJob, 'strict' | 'quiet'>,
  { warnings: { length: warningCount } }: { readonly warnings: readonly unknown[] },
): ExitCode {
  if (!strict || warningCount === 0) return exitCode.ok;
  if (!quiet)
    writeError(`fleetsim: --strict: ${warningCount} ${warningCount === 1 ? 'warning' : 'warnings'}\n`);
  return exitCode.failed;
}

function requestOf({ file, seed, set, at: atMs, replication, allowRead }: ExplainJob): ExplainAllRequest {
  return {
    file,
    read: inputReader(file, allowRead),
    overrides: set,
    replication,
    version,
    ...withoutNull({ seed, atMs }),
  };
}

function answerTo(job: ExplainJob): Explanation | ExplanationOfAll {
  const { node, window, patch } = job;
  return answerOrThrow(
    job,
    node === null
      ? explainAll(requestOf(job))
      : explainWithProof({ ...requestOf(job), node, ...withoutNull({ window, patch }) }),
  );
}

/** `--execution`: one execution of a runbook, or one session, step by step. */
async function walkedChunks(job: ExplainJob): Promise<string[]> {
  const { walked, blocks } = answerOrThrow(
    job,
    explainWalk({ ...requestOf(job), option: 'execution', id: job.execution! }),
  );
  if (job.format === 'json') return [jsonText(walked)];
  const { rendered } = await import('../../reports/advice.ts');
  return [rendered(blocks, job)];
}

export function answerOrThrow<Answer extends object>(
  { file }: Pick<ExplainJob, 'file'>,
  answer: Answer | ExplainProblem | NotLoaded,
): Answer {
  // It has just been loaded: the file has changed meanwhile.
  if ('problems' in answer) throw new UsageError(`${file}: it cannot be read any more as it was`);
  if ('problem' in answer) {
    throw new UsageError(`${answer.problem}${answer.help === undefined ? '' : `; ${answer.help}`}`);
  }
  return answer;
}

async function chunksOf(
  job: ExplainJob,
  answer: Explanation | ExplanationOfAll,
  words: ExplanationWords,
): Promise<string[]> {
  if (job.format === 'json') return [jsonText(answer)];
  const { explanationBlocks, explanationsBlocks, rendered } = await import('../../reports/advice.ts');
  const context = {
    repeat: repeatLine(job, answer),
    explain: explainLine(job, answer),
    run: runLine(job, answer),
    isFull: job.full,
    words,
  };
  const isOne = 'node' in answer;
  return [rendered(isOne ? explanationBlocks(answer, context) : explanationsBlocks(answer, context), job)];
}

/** Not at an instant: the whole run shows it too. */
function runLine({ file, set, replication }: ExplainJob, { seed }: Explanation | ExplanationOfAll): string {
  return commandLine([
    ...['fleetsim', 'run', file],
    ...setWords(set),
    ...(replication === 0 ? [] : ['--replication', String(replication)]),
    ...['--seed', seed],
  ]);
}

/** Of another node of the same run. */
function explainLine(
  { file, set, replication, at }: ExplainJob,
  { seed }: ExplanationOfAll | Explanation,
): string {
  return commandLine([
    ...['fleetsim', 'explain', file],
    ...given('--at', at === null ? null : instantAsked(at)),
    ...setWords(set),
    ...(replication === 0 ? [] : ['--replication', String(replication)]),
    ...['--seed', seed],
  ]);
}

function repeatLine(job: ExplainJob, { seed }: Explanation | ExplanationOfAll): string {
  return commandLine([
    ...['fleetsim', 'explain', job.file],
    ...(job.node === null ? ['--all'] : [job.node]),
    ...given('--window', job.window),
    ...given('--patch', job.patch),
    ...given('--at', job.at === null ? null : instantAsked(job.at)),
    ...setWords(job.set),
    ...(job.replication === 0 ? [] : ['--replication', String(job.replication)]),
    ...['--seed', seed],
  ]);
}
