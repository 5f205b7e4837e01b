/** `fleetsim init`, `schema` and `completion`: where to begin, and help while writing. */
import { anyText } from './readers.ts';
import { flag, type Given, value } from './table.ts';

export const init = {
  name: 'init',
  summary: 'write a first scenario, and what an editor and CI need',
  description:
    'Writes a scenario with comments that runs, the schema beside it, settings for an editor, and a workflow for CI.',
  arguments: {
    folder: { kind: 'optional', help: 'where to (here); nothing is overwritten', isFile: true },
  },
  options: {
    example: value('name', 'a scenario that ships with fleetsim instead, such as zero-day', anyText, {
      page: 'one of the [scenarios that ship](scenarios.md) instead, such as `zero-day`',
    }),
  },
  after: `
Examples:
  fleetsim init patching
  fleetsim init patching --example zero-day`,
} as const;

export type InitJob = Given<typeof init>;

export const schema = {
  name: 'schema',
  summary: 'print the JSON Schema of a scenario',
  description: 'Prints the JSON Schema of a scenario, from which editors complete and explain.',
  arguments: {},
  options: {
    result: flag('of the result of run instead', { page: 'of the result of `run` instead' }),
    of: value('what', 'of other JSON: comparison, check, snapshot, lint, calendar, explanation', anyText, {
      page:
        'of anything that is printed or stored as JSON: `scenario`, `result`, `comparison`, `check`, `snapshot`, `lint`, ' +
        '`calendar`, `explanation`',
      words: ['scenario', 'result', 'comparison', 'check', 'snapshot', 'lint', 'calendar', 'explanation'],
    }),
    out: value('file', 'write it there', anyText, { isFile: true }),
  },
  after: `
Examples:
  fleetsim schema --out scenario.schema.json
  fleetsim schema --of lint --out lint.schema.json`,
} as const;

export type SchemaJob = Given<typeof schema>;

export const shells = ['bash', 'zsh', 'fish'] as const;

export const completion = {
  name: 'completion',
  summary: 'print completion for a shell',
  description: 'Prints a script that completes commands, options and files in bash, zsh or fish.',
  arguments: { shell: { kind: 'one', help: 'bash, zsh or fish', words: shells } },
  options: {},
  after: `
Examples:
  source <(fleetsim completion bash)
  fleetsim completion fish > ~/.config/fish/completions/fleetsim.fish`,
} as const;
