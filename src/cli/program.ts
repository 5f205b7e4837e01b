/** The command line as people see it: commands, options, help. What a command does is loaded when it is called. */
import { Command, CommanderError } from 'commander';
import { declareCheck } from './declare/check.ts';
import type { EndWith } from './declare/common.ts';
import { declareCompare } from './declare/compare.ts';
import { declareExplain } from './declare/explain.ts';
import { declareLint } from './declare/lint.ts';
import { declareRun } from './declare/run.ts';
import { declareSchedule } from './declare/schedule.ts';
import { declareCompletion, declareInit, declareSchema } from './declare/setup.ts';
import { declareValidate } from './declare/validate.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { writeError, writeOut } from './standard-streams.ts';
import { version } from './version.ts';

export async function parse(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const program = createProgram((ending) => {
    code = ending;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
  }
}

/** Every command with its options. What it does when it is called ends with a code. */
export function createProgram(endWith: EndWith): Command {
  const program = new Command('fleetsim')
    .description(
      'Previews what AWS Systems Manager will do to a fleet: patching, rollouts, maintenance windows',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut,
      writeErr: writeError,
      outputError: (text, write) => write(`fleetsim: ${text}`),
    })
    .showHelpAfterError('See fleetsim --help.')
    .addHelpText('after', programExamples);
  declareRun(program, endWith);
  declareCompare(program, endWith);
  declareCheck(program, endWith);
  declareExplain(program, endWith);
  declareLint(program, endWith);
  declareSchedule(program, endWith);
  declareInit(program, endWith);
  declareSchema(program, endWith);
  declareCompletion(program, endWith);
  declareValidate(program, endWith);
  return program;
}

const programExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim check scenarios/*.yaml
  fleetsim explain scenarios/zero-patched.yaml --all
  fleetsim lint scenarios/*.yaml
  fleetsim validate scenarios/*.yaml

Exit codes:
  0   done, and every expectation held
  1   an expectation failed, lint found an error, or --strict met a warning
  2   the scenario or the command line cannot be used as it is
  3   too few runs to show that an expectation holds; none is shown to fail
  70  a defect in fleetsim itself
  130 interrupted`;
