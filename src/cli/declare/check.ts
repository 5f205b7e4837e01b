/** `fleetsim check` as people see it. */
import type { Command } from 'commander';
import { type CheckOptions, checkJobOf } from '../check-job.ts';
import { collect, type EndWith, seedHelp, withManners, withReplications } from './common.ts';

export function declareCheck(program: Command, endWith: EndWith): void {
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
    );
  withManners(command)
    .addHelpText('after', checkExamples)
    .action(async (files: string[], options: CheckOptions) => {
      const job = checkJobOf(files, options);
      const { check } = await import('../commands/experiments.ts');
      endWith(await check(job));
    });
}

const checkExamples = `
Examples:
  fleetsim check scenarios/sunday-patch.yaml
  fleetsim check 'scenarios/**/*.yaml' --format junit --out fleetsim.xml

Exit codes: 1 something failed; 3 nothing is shown to be wrong, and too few runs to show that it is right.`;
