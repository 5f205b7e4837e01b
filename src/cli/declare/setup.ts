/** `fleetsim init`, `schema` and `completion`: where to begin, and help while writing. */
import { anyText } from './readers.ts';
import { flag, type Given, value } from './table.ts';

export const init = {
  name: 'init',
  summary: 'write a first scenario with settings for an editor and CI',
  description: 'Writes a commented scenario that runs, its JSON Schema, editor settings and a CI workflow.',
  arguments: {
    folder: {
      kind: 'optional',
      help: 'target folder (default: here); existing files are never overwritten',
      isFile: true,
    },
  },
  options: {
    example: value('name', 'start from one of the example scenarios, such as zero-day', anyText, {
      page: 'start from one of the [example scenarios](scenarios.md), such as `zero-day`',
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
  description: 'Prints the JSON Schema of a scenario, which editors use for completion and help.',
  arguments: {},
  options: {
    result: flag('the schema of the result of run instead', {
      page: 'the schema of the result of `run` instead',
    }),
    of: value(
      'what',
      'the schema of other JSON: comparison, check, snapshot, lint, calendar, explanation',
      anyText,
      {
        page:
          'the schema of anything that fleetsim prints or stores as JSON: `scenario`, `result`, `comparison`, `check`, `snapshot`, `lint`, ' +
          '`calendar`, `explanation`',
        words: ['scenario', 'result', 'comparison', 'check', 'snapshot', 'lint', 'calendar', 'explanation'],
      },
    ),
    out: value('file', 'write the schema to this file', anyText, { isFile: true }),
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
  summary: 'print a completion script for a shell',
  description: 'Prints a completion script of commands, options and files for bash, zsh or fish.',
  arguments: { shell: { kind: 'one', help: 'bash, zsh or fish', words: shells } },
  options: {},
  after: `
Examples:
  source <(fleetsim completion bash)
  fleetsim completion fish > ~/.config/fish/completions/fleetsim.fish`,
} as const;
