/** `fleetsim run` as people see it. */
import type { Command } from 'commander';
import { type RunOptions, runJobOf } from '../run-job.ts';
import { collect, type EndWith, seedHelp, withManners, withReplications } from './common.ts';

export function declareRun(program: Command, endWith: EndWith): void {
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
    .option('--nodes <which>', 'nodes listed in JSON: all (the default to 10,000), unpatched or none');
  withManners(command)
    .addHelpText('after', runExamples)
    .action(async (file: string, options: RunOptions) => {
      const job = runJobOf(file, options);
      const { run } = await import('../commands/index.ts');
      endWith(await run(job));
    });
}

const runExamples = `
Examples:
  fleetsim run scenarios/sunday-patch.yaml --set Install.MaxConcurrency=25%
  fleetsim run scenarios/sunday-patch.yaml --seed 7 --json --out result.json --events journal.jsonl

KEY is a path such as fleet.web.count, faults[0].at or fleet.web.tags."Patch Group", or begins with the
name of a resource: Install.MaxErrors. VALUE is YAML.`;
