/** `fleetsim check`: its options, and what it was asked to do as plain data. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { defaultReplications, pairedCountMax } from '../../library/limits.ts';
import { allowRead, manners, seed, settings } from './common.ts';
import { manyRuns, replicationsOf } from './many-runs.ts';
import { reportOf, reportOptions } from './report.ts';
import { flag, type Given, oneOf } from './table.ts';

export const check = {
  name: 'check',
  summary: 'test scenarios against what they expect, for CI',
  description:
    'Simulates scenarios many times and tests them against their `expect:` and their stored snapshots, if any.',
  arguments: {
    files: { kind: 'many', help: "scenarios, or patterns such as 'scenarios/**/*.yaml'", isFile: true },
  },
  options: {
    update: flag('write SCENARIO.snapshot.json next to each scenario', {
      page: 'write `NAME.snapshot.json` next to each `NAME.yaml` instead of comparing with it',
    }),
    inconclusive: oneOf(
      'outcome',
      'report an inconclusive result as pass or fail instead of ending with 3',
      ['pass', 'fail'],
      {
        page: 'report an inconclusive result (too few runs) as `pass` or `fail` instead of ending with 3',
      },
    ),
    allowEmpty: flag('accept a file without expectations and without a snapshot', {
      page: 'accept a file without expectations and without a snapshot, which is otherwise an error (exit 2)',
    }),
    seed,
    ...manyRuns(`default: the scenario's, else ${defaultReplications}`, pairedCountMax),
    set: settings('the scenarios first'),
    allowRead,
    ...reportOptions('check', ['text', 'json', 'markdown', 'junit', 'github'], {
      what: 'the report',
      endings: ' (.xml: junit)',
    }),
    ...manners,
  },
  after: `
Examples:
  fleetsim check scenarios/sunday-patch.yaml
  fleetsim check 'scenarios/**/*.yaml' --format junit --out fleetsim.xml

Exit codes: 1 an expectation or a snapshot failed; 3 too few runs to show that every expectation holds; none is shown to fail.`,
} as const;

export type CheckJob = ReturnType<typeof checkJobOf>;

export function checkJobOf(given: Given<typeof check>) {
  const replications = replicationsOf(given);
  if (given.update && replications.only !== null) {
    throw new UsageError('--update: a snapshot holds replications from 0 on: leave out --replication');
  }
  return {
    ...given,
    replications,
    ...reportOf(check, given),
    /** The file to which a summary in Markdown is added, as GitHub Actions names it. */
    stepSummary: process.env['GITHUB_STEP_SUMMARY'] || null,
  };
}
