/** The command line: which table starts what. What a command does is loaded when it is called. */
import { Command, CommanderError } from 'commander';
import { version } from '../library/version.ts';
import { completionScript } from './completion.ts';
import { check, checkJobOf } from './declare/check.ts';
import { addCommand } from './declare/commander.ts';
import { compare, compareJobOf } from './declare/compare.ts';
import { explain, explainJobOf } from './declare/explain.ts';
import { inventory, inventoryJobOf } from './declare/inventory.ts';
import { lint, lintJobOf } from './declare/lint.ts';
import { merge } from './declare/merge.ts';
import { wordOf } from './declare/readers.ts';
import { isMany, run, runJobOf } from './declare/run.ts';
import { schedule, scheduleJobOf } from './declare/schedule.ts';
import { completion, init, schema, shells } from './declare/setup.ts';
import type { CommandTable, Given } from './declare/table.ts';
import { validate } from './declare/validate.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { writeError, writeOut } from './standard-streams.ts';

/** In the order of the help. */
export const commandTables = [
  run,
  compare,
  check,
  merge,
  explain,
  inventory,
  lint,
  schedule,
  init,
  schema,
  completion,
  validate,
] as const satisfies readonly CommandTable[];

type Name = (typeof commandTables)[number]['name'];
type TableOf<N extends Name> = Extract<(typeof commandTables)[number], { readonly name: N }>;
type Calls = { readonly [N in Name]: (given: Given<TableOf<N>>) => ExitCode | Promise<ExitCode> };

const stages = {
  main: () => import('./commands/index.ts'),
  experiments: () => import('./commands/experiments.ts'),
  advice: () => import('./commands/advice.ts'),
  setup: () => import('./commands/setup.ts'),
};

/** A slip in the options is told before anything is loaded. */
const calls: Calls = {
  async run(given) {
    const job = runJobOf(given);
    if (isMany(job.replications)) return (await stages.experiments()).runReplications(job);
    return (await stages.main()).run(job);
  },
  async compare(given) {
    const job = compareJobOf(given);
    return (await stages.experiments()).compare(job);
  },
  async check(given) {
    const job = checkJobOf(given);
    return (await stages.experiments()).check(job);
  },
  async merge(given) {
    return (await stages.experiments()).merge(given);
  },
  async explain(given) {
    const job = explainJobOf(given);
    return (await stages.advice()).explain(job);
  },
  async inventory(given) {
    const job = inventoryJobOf(given);
    return (await stages.advice()).inventory(job);
  },
  async lint(given) {
    const job = lintJobOf(given);
    return (await stages.advice()).lint(job);
  },
  async schedule(given) {
    const job = scheduleJobOf(given);
    return (await stages.advice()).schedule(job);
  },
  async init(given) {
    return (await stages.setup()).init(given);
  },
  async schema(given) {
    return (await stages.setup()).schema(given);
  },
  completion({ shell }) {
    writeOut(completionScript(commandTables, wordOf(shells, shell, 'shell')));
    return exitCode.ok;
  },
  async validate(given) {
    return (await stages.main()).validate(given);
  },
};

export async function parse(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
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
  for (const table of commandTables) {
    addCommand(program, table, async (given) => {
      // The table says what was given, and the call of the same name takes that.
      code = await (calls[table.name] as (given: unknown) => ExitCode | Promise<ExitCode>)(given);
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
  }
}

const programExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim check scenarios/*.yaml
  fleetsim explain scenarios/zero-patched.yaml --all
  fleetsim inventory scenarios/find-vulnerable-apache.yaml
  fleetsim lint scenarios/*.yaml
  fleetsim validate scenarios/*.yaml

Exit codes:
  0   done, and every expectation held
  1   an expectation failed, lint found an error, or a warning under --strict
  2   the scenario or the command line is not valid
  3   too few runs to show that an expectation holds; none is shown to fail
  70  a defect in fleetsim; please report it
  130 interrupted`;
