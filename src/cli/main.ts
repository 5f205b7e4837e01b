/** From the arguments to an exit code. Whatever goes wrong on the way, the ending says whose mistake it was. */

import { describeSystemError, isUsageError, moreMemory } from '../diagnostics/usage-error.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { parse } from './program.ts';
import { writeError } from './standard-streams.ts';

const reportPage = 'the place where you got fleetsim from';

export async function main(args: readonly string[]): Promise<ExitCode> {
  // Node's own ending for these is 1, which would look like an expectation that failed.
  process.on('uncaughtException', (error) => process.exit(complain(error)));
  process.on('unhandledRejection', (error) => process.exit(complain(error)));
  try {
    return await parse(args);
  } catch (error) {
    return complain(error);
  }
}

function complain(error: unknown): ExitCode {
  if (isUsageError(error)) {
    writeError(`fleetsim: ${error.message}\n`);
    return exitCode.badInput;
  }
  const fromSystem = systemComplaint(error);
  if (fromSystem !== null) {
    writeError(`fleetsim: ${fromSystem}\n`);
    return exitCode.badInput;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  writeError(
    `fleetsim: a defect in fleetsim itself: ${message}\n` +
      `Please report it at ${reportPage}, with the scenario and this command line.\n` +
      (process.env['FLEETSIM_DEBUG'] ? `${stack}\n` : 'FLEETSIM_DEBUG=1 shows where it happened.\n'),
  );
  return exitCode.defect;
}

/** What the machine refused is no defect. Null: it refused nothing. */
function systemComplaint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || /^Array buffer allocation failed/.test(error.message)) {
    return `the run needs ${moreMemory}`;
  }
  if (syscall === 'uv_cwd')
    return 'the folder that it was started in does not exist any more; start it in another';
  if (syscall === undefined) return null;
  return `${path === undefined ? syscall : path}: ${describeSystemError(error)}`;
}
