/** `fleetsim lint` as people see it. */
import type { Command } from 'commander';
import { type LintOptions, lintJobOf } from '../lint-job.ts';
import type { EndWith } from './common.ts';

export function declareLint(program: Command, endWith: EndWith): void {
  program
    .command('lint')
    .summary('find what will go wrong, without simulating')
    .description(
      'Reads scenarios or CloudFormation templates and names what will go wrong with them, without simulating.',
    )
    .argument('<files...>', "scenarios, templates, or patterns such as 'templates/**/*.yaml'")
    .option('--format <format>', 'text, json, sarif or github')
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write the findings there; its ending says the format, unless --format does')
    .option('--strict', 'end with 1 if there are warnings')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', lintExamples)
    .action(async (files: string[], options: LintOptions) => {
      const job = lintJobOf(files, options);
      const { lint } = await import('../commands/advice.ts');
      endWith(await lint(job));
    });
}

const lintExamples = `
Examples:
  fleetsim lint scenarios/sunday-patch.yaml
  fleetsim lint 'templates/**/*.yaml' --format sarif --out fleetsim.sarif

Exit codes: 1 an error was found; with --strict a warning too.`;
