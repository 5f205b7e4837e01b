/** `fleetsim compare`: its options, and what it was asked to do as plain data. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { defaultReplications, pairedCountMax } from '../../library/limits.ts';
import { allowRead, manners, seed, settings } from './common.ts';
import { manyRuns, replicationsOf } from './many-runs.ts';
import { anyText, metricList, metricPair } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { flag, type Given, value, values } from './table.ts';

/** What metrics are compared with is read once the scenario is known. */
export const compare = {
  name: 'compare',
  summary: 'simulate a scenario under several settings, side by side',
  description:
    'Simulates the same fleet under several settings, with the same random draws, and says which differences are real.',
  arguments: {
    files: {
      kind: 'many',
      help: 'one scenario with --vary or with an `experiment:` of its own, or several scenarios',
      isFile: true,
    },
  },
  options: {
    vary: values('key=a,b,c', 'values to compare; if repeated, every combination', anyText, {
      page:
        'the values to compare; if repeated, every combination. Commas inside brackets or quotes do not separate. ' +
        '`--vary seed=1,2` compares seeds only, unpaired',
    }),
    reference: value('name', 'variant that the others are compared with (default: the first)', anyText, {
      page: 'the variant that the others are compared with; by default the first',
    }),
    metrics: value(
      'names',
      'metrics to compare, separated by commas; * matches anything, all is every metric',
      metricList,
      { page: 'metrics to compare, separated by commas; `*` matches anything, `all` is every metric' },
    ),
    minDifference: values(
      'amount',
      'smallest difference that matters: 5% of the mean, 0.5, or METRIC=0.5; may be repeated',
      anyText,
      {
        page:
          "the smallest difference that matters; anything below counts as the same: `5%` of the reference's mean (of shares and percentages: points), `0.5`, or for one " +
          'metric `METRIC=0.5`; may be repeated. By default 1%, 0.5 of a count, 1 point',
      },
    ),
    goal: value('goal', 'pick the best variant: "min METRIC" or "max METRIC"', anyText, {
      page: "pick the best variant: `'min METRIC'` or `'max METRIC'`",
    }),
    subjectTo: values(
      'limit',
      'pick only variants within this limit: "METRIC p95 <= 8"; may be repeated',
      anyText,
      {
        page:
          "pick only variants within this limit, such as `'METRIC p95 <= 8'`: a limit on `mean`, `p5`, `p50`, `p95`, or on the share " +
          'of runs (`METRIC >= 99%`); may be repeated',
      },
    ),
    pickWithin: value(
      'amount',
      'simulate until no other variant is shown to be better by more than 5% of the mean, or 0.5',
      anyText,
      {
        page:
          'simulate until the pick is certain: no other variant is better by more than 5% of its mean, or 0.5. Cannot be combined with ' +
          '`--precision`',
      },
    ),
    brief: flag('print what was varied and the conclusion, no tables'),
    full: flag('print tolerances and the gain of pairing too'),
    frontier: value('x,y', 'plot two metrics against each other', metricPair),
    seed,
    ...manyRuns(`default: the scenario's, else ${defaultReplications}`, pairedCountMax),
    set: settings('the scenario in every variant'),
    allowRead,
    ...reportOptions('compare', ['text', 'json', 'markdown', 'csv'], { what: 'the comparison' }),
    ...manners,
  },
  after: `
Examples:
  fleetsim compare scenarios/sunday-patch.yaml --vary Install.MaxConcurrency=5%,10%,25%
  fleetsim compare scenarios/concurrency-tradeoff.yaml --goal 'min task.Install.minutes' \\
    --subject-to 'task.Install.failed p95 <= 8' --subject-to 'task.Install.finishedBeforeCutoff >= 95%'`,
} as const;

export type CompareJob = ReturnType<typeof compareJobOf>;

export function compareJobOf(given: Given<typeof compare>) {
  const { files, goal, pickWithin, precision, replication } = given;
  if (given.brief && given.full)
    throw new UsageError('--brief and --full contradict each other: leave out one');
  if (pickWithin !== null && goal === null && files.length > 1) {
    throw new UsageError("--pick-within: there is nothing to pick without --goal 'min METRIC'");
  }
  if (pickWithin !== null && (precision !== null || replication !== null)) {
    const other = precision === null ? 'replication' : 'precision';
    throw new UsageError(`--pick-within and --${other} each say how many runs there are: leave out one`);
  }
  return {
    ...given,
    replications: replicationsOf(given, pickWithin !== null),
    ...reportOf(compare, given),
  };
}
