/** `fleetsim inventory`: the fleet as Systems Manager has it at a time. */

import { useZoneClock } from '../../aws/schedule/zone.ts';
import { commandLine } from '../../diagnostics/command-line.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { fleetAtTime } from '../../explain/at-time.ts';
import { prepareDistributions } from '../../kernel/gamma.ts';
import { given, setWords } from '../../library/repeated-options.ts';
import { version } from '../../library/version.ts';
import { withoutNull } from '../../library/without-null.ts';
import { distributionsOf } from '../../world/scenario.ts';
import { instantAsked } from '../../world/time.ts';
import type { InventoryJob } from '../declare/inventory.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { inputReader, loadOrComplain } from '../load.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { answerOrThrow, endOf } from './explain.ts';

export async function inventory(job: InventoryJob): Promise<ExitCode> {
  checkOutput(job.out, '--out', { scenarios: [job.file] });
  useZoneClock(processClock);
  const { file, seed, set, quiet, allowRead, where, at: atMs, replication } = job;
  const loaded = loadOrComplain({ file, allowRead, overrides: set, ...withoutNull({ seed }) }, { quiet });
  if (loaded === null) return exitCode.badInput;
  await prepareDistributions(distributionsOf(loaded.scenario));
  const request = { file, read: inputReader(file, allowRead), overrides: set, replication, version, where };
  const { data, blocks } = answerOrThrow(job, fleetAtTime({ ...request, ...withoutNull({ seed, atMs }) }));
  if (job.format === 'json') writeReport(job.out, [jsonText(data)]);
  else {
    const { fleetAtTimeBlocks, rendered } = await import('../../reports/advice.ts');
    writeReport(job.out, [rendered(fleetAtTimeBlocks(data, blocks, repeatLine(job, data.seed)), job)]);
  }
  return endOf(job, loaded);
}

function repeatLine({ file, where, at, set, replication }: InventoryJob, seed: string): string {
  return commandLine([
    ...['fleetsim', 'inventory', file],
    ...given('--where', where),
    ...given('--at', at === null ? null : instantAsked(at)),
    ...setWords(set),
    ...(replication === 0 ? [] : ['--replication', String(replication)]),
    ...['--seed', seed],
  ]);
}
