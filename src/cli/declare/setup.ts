/** `fleetsim init`, `schema` and `completion` as people see them: where to begin, and help while writing. */
import type { Command } from 'commander';
import { completionScript, shells } from '../completion.ts';
import { exitCode } from '../exit-codes.ts';
import { writeOut } from '../standard-streams.ts';
import { UsageError } from '../usage-error.ts';
import type { EndWith } from './common.ts';

interface InitOptions {
  readonly example?: string;
}

export function declareInit(program: Command, endWith: EndWith): void {
  program
    .command('init')
    .summary('write a first scenario, and what an editor and CI need')
    .description(
      'Writes a scenario with comments that runs, the schema beside it, settings for an editor, and a workflow for CI.',
    )
    .argument('[folder]', 'where to (here); nothing is overwritten', '.')
    .option('--example <name>', 'a scenario that ships with fleetsim instead, such as zero-day')
    .addHelpText('after', initExamples)
    .action(async (folder: string, options: InitOptions) => {
      const { init } = await import('../commands/setup.ts');
      endWith(init({ folder, example: options.example ?? null }));
    });
}

interface SchemaOptions {
  readonly result?: boolean;
  readonly of?: string;
  readonly out?: string;
}

export function declareSchema(program: Command, endWith: EndWith): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a scenario')
    .description('Prints the JSON Schema of a scenario, from which editors complete and explain.')
    .option('--result', 'of the result of run instead')
    .option('--of <what>', 'of other JSON: comparison, check, snapshot, lint, calendar, explanation')
    .option('--out <file>', 'write it there')
    .addHelpText('after', schemaExamples)
    .action(async ({ result, of, out }: SchemaOptions) => {
      const { schema } = await import('../commands/setup.ts');
      endWith(schema({ of: of ?? null, result: result ?? false, out: out ?? null }));
    });
}

export function declareCompletion(program: Command, endWith: EndWith): void {
  program
    .command('completion')
    .summary('print completion for a shell')
    .description('Prints a script that completes commands, options and files in bash, zsh or fish.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', completionExamples)
    .action((given: string) => {
      const shell = shells.find((each) => each === given);
      if (shell === undefined) throw new UsageError(`${given}: expected one of ${shells.join(', ')}`);
      writeOut(completionScript(program, shell));
      endWith(exitCode.ok);
    });
}

const initExamples = `
Examples:
  fleetsim init patching
  fleetsim init patching --example zero-day`;

const schemaExamples = `
Examples:
  fleetsim schema --out scenario.schema.json
  fleetsim schema --of lint --out lint.schema.json`;

const completionExamples = `
Examples:
  source <(fleetsim completion bash)
  fleetsim completion fish > ~/.config/fish/completions/fleetsim.fish`;
