/** `fleetsim run`: its options, and what it was asked to do as plain data that a worker thread can be given. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { runCountMax } from '../../library/limits.ts';
import { allowRead, manners, scenarioFile, seed, settings } from './common.ts';
import { manyRuns, type ReplicationsWanted, replicationsOf } from './many-runs.ts';
import { anyText } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { flag, type Given, oneOf, value } from './table.ts';

export const run = {
  name: 'run',
  summary: 'simulate a scenario and print what happened',
  description:
    'Simulates a scenario and prints what happened: which nodes were patched, which were not, and why.',
  arguments: { file: scenarioFile },
  options: {
    seed,
    ...manyRuns('default: 1', runCountMax),
    set: settings('the scenario for this run'),
    allowRead,
    ...reportOptions('run', ['text', 'json', 'markdown'], { what: 'the result' }),
    events: value('file', 'write the journal to this file, one JSON event per line', anyText, {
      isFile: true,
      page: 'write the [journal](#the-journal) to this file, one JSON event per line',
    }),
    eventsAs: oneOf(
      'format',
      'what --events writes: journal (the default), or eventbridge, the events of AWS in their envelopes',
      ['journal', 'eventbridge'],
      {
        page:
          'what `--events` writes: `journal` (the default), or `eventbridge`: [the events of AWS](#events-as-eventbridge) that reach a bus, ' +
          'each in its envelope',
      },
    ),
    nodes: oneOf(
      'which',
      'nodes listed in JSON: all (default up to 10,000 nodes), unpatched or none',
      ['all', 'unpatched', 'none'],
      {
        page: 'nodes listed in JSON: `all` (the default up to 10,000 nodes), `unpatched` (beyond) or `none`',
      },
    ),
    brief: flag('print only the summary: what happened, and the next command to type'),
    ...manners,
  },
  after: `
Examples:
  fleetsim run scenarios/sunday-patch.yaml --set Install.MaxConcurrency=25%
  fleetsim run scenarios/sunday-patch.yaml --seed 7 --json --out result.json --events journal.jsonl

KEY is a path such as fleet.web.count, faults[0].at or fleet.web.tags."Patch Group", or begins with the
name of a resource: Install.MaxErrors. VALUE is YAML.`,
} as const;

export type RunJob = ReturnType<typeof runJobOf>;

export function runJobOf(given: Given<typeof run>) {
  const replications = replicationsOf(given);
  if (replications.block !== null && replications.count === null) {
    throw new UsageError('--block: add --replications N, the number of runs');
  }
  if (given.events !== null && isMany(replications)) {
    throw new UsageError(
      '--events is the journal of one run: leave out --replications, or choose one run with --replication R',
    );
  }
  if (given.eventsAs !== null && given.events === null) {
    throw new UsageError('--events-as says what --events FILE writes: add --events FILE');
  }
  return { ...given, replications, ...reportOf(run, given) };
}

/** Without being told otherwise, `run` simulates the plain run alone, whatever the scenario says for other commands. */
export function isMany({ count, only, precision, block }: ReplicationsWanted): boolean {
  return block !== null || (only === null && (precision !== null || (count ?? 1) > 1));
}
