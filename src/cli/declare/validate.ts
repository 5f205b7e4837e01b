/** `fleetsim validate` as people see it. */
import type { Command } from 'commander';
import { readOverride } from '../run-job.ts';
import { collect, type EndWith } from './common.ts';

interface ValidateOptions {
  readonly set?: readonly string[];
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

export function declareValidate(program: Command, endWith: EndWith): void {
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
      const { validate } = await import('../commands/index.ts');
      endWith(validate({ files, overrides, strict: strict ?? false, quiet: quiet ?? false }));
    });
}

const validateExamples = `
Examples:
  fleetsim validate scenarios/sunday-patch.yaml
  fleetsim validate scenarios/*.yaml --strict`;
