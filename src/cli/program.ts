/** The command line as people see it: commands, options, help. What a command does is loaded when it is called. */
import { Command, CommanderError, Option } from 'commander';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { type RunOptions, readOverride, runJobOf } from './run-job.ts';
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

function createProgram(endWith: (code: ExitCode) => void): Command {
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
  addRun(program, endWith);
  addValidate(program, endWith);
  return program;
}

function addRun(program: Command, endWith: (code: ExitCode) => void): void {
  program
    .command('run')
    .summary('simulate a scenario and print what happened')
    .description('Simulates a scenario and prints what happened: who was patched, who was not, and why.')
    .argument('<file>', 'the scenario, in YAML')
    .option('--seed <seed>', "settles everything random, instead of the scenario's own seed")
    .option('--replication <R>', 'simulate replication R instead of 0, the plain run')
    .addOption(new Option('--replications <N>').hideHelp())
    .option('--set <key=value>', 'change the scenario for this run; may be repeated', collect)
    .option('--format <format>', 'text, json or markdown')
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write the result there; its ending says the format, unless --format does')
    .option('--events <file>', 'write the journal there, one event in JSON a line')
    .option('--nodes <which>', 'nodes listed in JSON: all (the default to 10,000), unpatched or none')
    .option('--strict', 'end with 1 if there are warnings')
    .option('--quiet', 'no warnings and no progress')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', runExamples)
    .action(async (file: string, options: RunOptions) => {
      const job = runJobOf(file, options);
      const { run } = await import('./commands/index.ts');
      endWith(await run(job));
    });
}

interface ValidateOptions {
  readonly set?: readonly string[];
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

function addValidate(program: Command, endWith: (code: ExitCode) => void): void {
  program
    .command('validate')
    .summary('check scenarios without simulating them')
    .description('Reads scenarios and names everything that is wrong with them, without simulating.')
    .argument('<files...>', 'scenarios, in YAML')
    .option('--set <key=value>', 'change the scenarios first; may be repeated', collect)
    .option('--strict', 'end with 1 if there are warnings')
    .option('--quiet', 'no warnings')
    .addHelpText('after', validateExamples)
    .action(async (files: string[], { set = [], strict, quiet }: ValidateOptions) => {
      const overrides = set.map(readOverride);
      const { validate } = await import('./commands/index.ts');
      endWith(validate({ files, overrides, strict: strict ?? false, quiet: quiet ?? false }));
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const programExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml
  fleetsim validate scenarios/*.yaml

Exit codes:
  0   done, and every expectation held
  1   an expectation failed, or --strict met a warning
  2   the scenario or the command line cannot be used as it is
  70  a defect in fleetsim itself
  130 interrupted`;

const runExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml --set Install.MaxConcurrency=25%
  fleetsim run scenarios/sunday-patch.yaml --seed 7 --json --out result.json --events journal.jsonl

KEY is a path such as fleet.web.count, faults[0].at or fleet.web.tags."Patch Group", or begins with the
name of a resource: Install.MaxErrors. VALUE is YAML.`;

const validateExamples = `
Examples:
  fleetsim validate scenarios/sunday-patch.yaml
  fleetsim validate scenarios/*.yaml --strict`;
