/** `fleetsim validate`: is this a scenario that can run? */
import { useZoneClock } from '../../aws/schedule/zone.ts';
import type { ValidateJob } from '../declare/validate.ts';
import { type ExitCode, exitCode, worstOf } from '../exit-codes.ts';
import { loadOrComplain } from '../load.ts';
import { processClock } from '../process-clock.ts';
import { writeOut } from '../standard-streams.ts';

/** Every file is read whatever is wrong with the others. */
export function validate({ files, ...job }: ValidateJob): ExitCode {
  useZoneClock(processClock);
  return worstOf(files.map((file) => validateOne(file, job)));
}

function validateOne(file: string, { set, strict, quiet, allowRead }: Omit<ValidateJob, 'files'>): ExitCode {
  const loaded = loadOrComplain({ file, allowRead, overrides: set }, { quiet });
  if (loaded === null) return exitCode.badInput;
  const count = loaded.warnings.length;
  const warnings = count === 0 ? '' : `, with ${count} ${count === 1 ? 'warning' : 'warnings'}`;
  writeOut(`${file}: ok${warnings}\n`);
  return strict && count > 0 ? exitCode.failed : exitCode.ok;
}
