/** `fleetsim check`: its options, and what it was asked to do as plain data. */

import { defaultReplications, pairedCountMax } from '../../library/limits.ts';
import { UsageError } from '../../library/usage-error.ts';
import { allowRead, manners, seed, settings } from './common.ts';
import { manyRuns, replicationsOf } from './many-runs.ts';
import { reportOf, reportOptions } from './report.ts';
import { flag, type Given, oneOf } from './table.ts';

export const check = {
  name: 'check',
  summary: 'hold scenarios to what they expect, for CI',
  description:
    'Simulates scenarios many times and holds them to their expect: and to their stored snapshots, if there are any.',
  arguments: {
    files: { kind: 'many', help: "scenarios, or patterns such as 'scenarios/**/*.yaml'", isFile: true },
  },
  options: {
    update: flag('write SCENARIO.snapshot.json beside each scenario', {
      page: 'write `NAME.snapshot.json` beside each `NAME.yaml` instead of comparing with it',
    }),
    inconclusive: oneOf(
      'outcome',
      'count what too few runs leave open as pass or as fail, not as 3',
      ['pass', 'fail'],
      {
        page: 'count what too few runs leave open as `pass` or as `fail`, instead of ending with 3',
      },
    ),
    allowEmpty: flag('accept a file that expects nothing and has no snapshot', {
      page: 'accept a file that expects nothing and has no snapshot, which is otherwise an error (exit 2)',
    }),
    seed,
    ...manyRuns(`the scenario's, else ${defaultReplications}`, pairedCountMax),
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

Exit codes: 1 something failed; 3 nothing is shown to be wrong, and too few runs to show that it is right.`,
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
