/** `fleetsim validate`: its options. */
import { allowRead, settings, strict } from './common.ts';
import { flag, type Given } from './table.ts';

export const validate = {
  name: 'validate',
  summary: 'check scenarios without simulating them',
  description: 'Reads scenarios and lists every mistake in them, without simulating.',
  arguments: { files: { kind: 'many', help: 'scenarios, in YAML', isFile: true } },
  options: {
    set: settings('the scenarios first'),
    allowRead,
    strict,
    quiet: flag('no warnings', { part: 'several commands' }),
  },
  after: `
Examples:
  fleetsim validate scenarios/sunday-patch.yaml
  fleetsim validate scenarios/*.yaml --strict`,
} as const;

export type ValidateJob = Given<typeof validate>;
