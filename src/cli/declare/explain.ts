/** `fleetsim explain` as people see it. */
import type { Command } from 'commander';
import { type ExplainOptions, explainJobOf } from '../explain-job.ts';
import { collect, type EndWith, seedHelp, withManners } from './common.ts';

export function declareExplain(program: Command, endWith: EndWith): void {
  const command = program
    .command('explain')
    .summary('why a node was patched, or was not, link by link')
    .description(
      'Says why a node was patched or was not, link by link, and proves the change that helps by running it.',
    )
    .argument('<file>', 'the scenario, in YAML')
    .argument('[node]', 'its name or id, such as web-0017; or --all')
    .option('--all', 'every unpatched node by cause, and what would win most of them back')
    .option('--window <window>', 'look at this window only')
    .option('--patch <id>', 'look at this patch only')
    .option('--at <time>', 'as it was then, instead of at the end')
    .option('--replication <R>', 'in replication R instead of 0, the plain run')
    .option('--seed <seed>', seedHelp)
    .option('--set <key=value>', 'change the scenario first; may be repeated', collect)
    .option('--format <format>', 'text, json or markdown')
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write it there; its ending says the format, unless --format does');
  withManners(command)
    .addHelpText('after', explainExamples)
    .action(async (file: string, node: string | undefined, options: ExplainOptions) => {
      const job = explainJobOf(file, node, options);
      const { explain } = await import('../commands/advice.ts');
      endWith(await explain(job));
    });
}

const explainExamples = `
Examples:
  fleetsim explain scenarios/zero-patched.yaml migrated-0001
  fleetsim explain scenarios/sunday-patch.yaml --all`;
