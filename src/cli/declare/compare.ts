/** `fleetsim compare` as people see it. */
import type { Command } from 'commander';
import { type CompareOptions, compareJobOf } from '../compare-job.ts';
import { collect, type EndWith, seedHelp, withManners, withReplications } from './common.ts';

export function declareCompare(program: Command, endWith: EndWith): void {
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
    .option('--out <file>', 'write the comparison there; its ending says the format, unless --format does');
  withManners(command)
    .addHelpText('after', compareExamples)
    .action(async (files: string[], options: CompareOptions) => {
      const job = compareJobOf(files, options);
      const { compare } = await import('../commands/experiments.ts');
      endWith(await compare(job));
    });
}

const compareExamples = `
Examples:
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim compare scenarios/concurrency-tradeoff.yaml --goal 'min exposure.nodeHours' \\
    --subject-to 'task.Install.failed p95 <= 8' --subject-to 'task.Install.finishedBeforeCutoff >= 95%'`;
