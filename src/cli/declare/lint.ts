/** `fleetsim lint`: its options, and what it was asked to do as plain data. */
import { instantOf } from '../../library/instants.ts';
import { allowRead, noColor, strict } from './common.ts';
import { reportOf, reportOptions } from './report.ts';
import { type Given, value } from './table.ts';

export const lint = {
  name: 'lint',
  summary: 'find mistakes without simulating',
  description: 'Finds what will go wrong with scenarios or CloudFormation templates, without simulating.',
  arguments: {
    files: {
      kind: 'many',
      help: "scenarios, templates, or patterns such as 'templates/**/*.yaml'",
      isFile: true,
    },
  },
  options: {
    allowRead,
    ...reportOptions('lint', ['text', 'json', 'sarif', 'github'], { what: 'the findings' }),
    from: value('time', 'day for which templates are checked (default: today)', instantOf, {
      page: 'the day for which templates are checked; the default is today, for a scenario its `start`',
    }),
    strict,
    noColor,
  },
  after: `
Examples:
  fleetsim lint scenarios/sunday-patch.yaml
  fleetsim lint 'templates/**/*.yaml' --format sarif --out fleetsim.sarif

Exit codes: 1 an error was found; with --strict a warning too.`,
} as const;

export type LintJob = ReturnType<typeof lintJobOf>;

export function lintJobOf(given: Given<typeof lint>) {
  return { ...given, ...reportOf(lint, given) };
}
