/** The command line as people see it: commands, options, help. What a command does is loaded when it is called. */
import { Command, CommanderError } from 'commander';
import { type CheckOptions, checkJobOf } from './check-job.ts';
import { type CompareOptions, compareJobOf } from './compare-job.ts';
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
  addCompare(program, endWith);
  addCheck(program, endWith);
  addValidate(program, endWith);
  return program;
}

/** The same for each command that can simulate a scenario more than once. */
function withReplications(command: Command, defaultCount: string): Command {
  return command
    .option('--replications <N>', `simulate N runs, each with luck of its own (${defaultCount})`)
    .option('--replication <R>', 'simulate only the R-th of them; 0 is the plain run')
    .option(
      '--precision <metric=width>',
      'simulate until the interval of that metric is that narrow: 5%, or 0.5',
    )
    .option('--max-replications <N>', 'then stop at N at the latest (10000)')
    .option('--jobs <N>', 'worker threads (as many as there are cores); the result does not depend on it');
}

function addRun(program: Command, endWith: (code: ExitCode) => void): void {
  const command = program
    .command('run')
    .summary('simulate a scenario and print what happened')
    .description('Simulates a scenario and prints what happened: who was patched, who was not, and why.')
    .argument('<file>', 'the scenario, in YAML')
    .option('--seed <seed>', seedHelp);
  withReplications(command, '1')
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

function addCompare(program: Command, endWith: (code: ExitCode) => void): void {
  const command = program
    .command('compare')
    .summary('simulate a scenario under several settings, side by side')
    .description(
      'Simulates the same fleet with the same luck under several settings, and says which differences are real.',
    )
    .argument('<files...>', 'one scenario and --vary, one with an experiment: of its own, or several')
    .option('--vary <key=a,b,c>', 'settings to compare; repeated, every combination', collect)
    .option('--reference <name>', 'the variant that the others are compared with (the first)')
    .option('--metrics <names>', 'what to compare, with commas; * stands for anything, all for everything')
    .option(
      '--min-difference <amount>',
      'differences up to this are the same: 5% of the mean, 0.5, or METRIC=0.5; may be repeated',
      collect,
    )
    .option('--goal <goal>', 'pick the best variant: "min METRIC" or "max METRIC"')
    .option(
      '--subject-to <limit>',
      'only among variants that keep it: "METRIC p95 <= 8"; may be repeated',
      collect,
    )
    .option('--pick-within <amount>', 'simulate until the pick is settled to within 5% of its mean, or 0.5')
    .option('--frontier <x,y>', 'plot two metrics against each other')
    .option('--seed <seed>', seedHelp);
  withReplications(command, "the scenario's, else 200")
    .option('--set <key=value>', 'change the scenario in every variant; may be repeated', collect)
    .option('--format <format>', 'text, json, markdown or csv')
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write the comparison there; its ending says the format, unless --format does')
    .option('--strict', 'end with 1 if there are warnings')
    .option('--quiet', 'no warnings and no progress')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', compareExamples)
    .action(async (files: string[], options: CompareOptions) => {
      const job = compareJobOf(files, options);
      const { compare } = await import('./commands/experiments.ts');
      endWith(await compare(job));
    });
}

function addCheck(program: Command, endWith: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .summary('hold scenarios to what they expect, for CI')
    .description(
      'Simulates scenarios many times and holds them to their expect: and to their stored snapshots, if there are any.',
    )
    .argument('<files...>', "scenarios, or patterns such as 'scenarios/**/*.yaml'")
    .option('--update', 'write SCENARIO.snapshot.json beside each scenario')
    .option('--inconclusive <outcome>', 'count what too few runs leave open as pass or as fail, not as 3')
    .option('--seed <seed>', seedHelp);
  withReplications(command, "the scenario's, else 200")
    .option('--set <key=value>', 'change the scenarios first; may be repeated', collect)
    .option('--format <format>', 'text, json, markdown, junit or github')
    .option('--json', 'the same as --format json')
    .option(
      '--out <file>',
      'write the report there; its ending says the format (.xml: junit), unless --format does',
    )
    .option('--strict', 'end with 1 if there are warnings')
    .option('--quiet', 'no warnings and no progress')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', checkExamples)
    .action(async (files: string[], options: CheckOptions) => {
      const job = checkJobOf(files, options);
      const { check } = await import('./commands/experiments.ts');
      endWith(await check(job));
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

const seedHelp = "settles everything random, instead of the scenario's own seed";

const programExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim check scenarios/*.yaml
  fleetsim validate scenarios/*.yaml

Exit codes:
  0   done, and every expectation held
  1   an expectation failed, or --strict met a warning
  2   the scenario or the command line cannot be used as it is
  3   too few runs to show that an expectation holds; none is shown to fail
  70  a defect in fleetsim itself
  130 interrupted`;

const runExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml --set Install.MaxConcurrency=25%
  fleetsim run scenarios/sunday-patch.yaml --seed 7 --json --out result.json --events journal.jsonl

KEY is a path such as fleet.web.count, faults[0].at or fleet.web.tags."Patch Group", or begins with the
name of a resource: Install.MaxErrors. VALUE is YAML.`;

const compareExamples = `
Examples:
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim compare scenarios/concurrency-tradeoff.yaml --goal 'min exposure.nodeHours' \\
    --subject-to 'task.Install.failed p95 <= 8' --subject-to 'task.Install.finishedBeforeCutoff >= 95%'`;

const checkExamples = `
Examples:
  fleetsim check scenarios/sunday-patch.yaml
  fleetsim check 'scenarios/**/*.yaml' --format junit --out fleetsim.xml

Exit codes: 1 something failed; 3 nothing is shown to be wrong, and too few runs to show that it is right.`;

const validateExamples = `
Examples:
  fleetsim validate scenarios/sunday-patch.yaml
  fleetsim validate scenarios/*.yaml --strict`;
