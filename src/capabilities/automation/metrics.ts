/** What came of the executions that each rule, remediation or call started. */
import { amount, count, family, lasting, type MetricFamily } from '../../capability/metrics.ts';
import { executionSourcesOf } from '../../capability/sources.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { allSteps } from './content/runbook.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { Machine } from './machine.ts';
import { startsOf } from './starts.ts';

type Ones = readonly Execution[];

const statusCount = (
  name: string,
  better: 'higher' | 'lower',
  status: ExecutionStatus,
  meaning = `Executions that ended ${status}.`,
) =>
  count<Ones>(
    name,
    'executions',
    better,
    meaning,
    (ones) => ones.filter((one) => one.status === status).length,
  );

/** One for each step of a runbook that something starts: `go.step.stop`. */
const stepsIn = oncePer((scenario: Scenario): readonly string[] => [
  ...new Set(
    startsOf(scenario)
      .filter(({ isOwn }) => isOwn)
      .flatMap(({ source: { id }, started: { runbook } }) =>
        allSteps(runbook?.steps ?? []).map(({ name }) => `${id}.step.${name}`),
      ),
  ),
]);

export const automationMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 120,
    subjects: [
      {
        pattern: 'automation.<id>.',
        namesIn: (scenario) => executionSourcesOf(scenario).map(({ id }) => id),
      },
    ],
    metrics: [
      count<Ones>(
        'executions',
        'executions',
        'neither',
        'Executions that were started.',
        (ones) => ones.length,
      ),
      statusCount('succeeded', 'higher', 'Success'),
      statusCount('failed', 'lower', 'Failed'),
      statusCount('timedOut', 'lower', 'TimedOut'),
      statusCount('cancelled', 'lower', 'Cancelled'),
      statusCount(
        'waiting',
        'lower',
        'Waiting',
        'Executions that wait for an approval or another signal at the end of the run.',
      ),
      lasting(
        60_000,
        amount<Ones>(
          'minutes',
          'minutes',
          'lower',
          'The longest of them that has ended; null: none has.',
          minutesOf,
        ),
      ),
      count<Ones>(
        'peakConcurrency',
        'executions',
        'neither',
        'The most executions that ran at one time.',
        peakOf,
      ),
    ],
    count: ({ automation: { executions } }: Machine, { scenario }) =>
      executionSourcesOf(scenario).map(({ id }) => executions.filter(({ request }) => request.source === id)),
  }),
  family({
    place: 121,
    subjects: [{ pattern: 'automation.<id>.step.<step>.', namesIn: stepsIn }],
    metrics: [
      count<number>(
        'failed',
        'steps',
        'lower',
        'Times that the step failed or timed out, with all its attempts used up.',
        (failedCount) => failedCount,
      ),
    ],
    count: ({ automation: { executions } }: Machine, { scenario }) => {
      const failed = new Map<string, number>();
      for (const { request, steps } of executions) {
        for (const { step, status } of steps) {
          const name = `${request.source}.step.${step.name}`;
          if (status === 'Failed' || status === 'TimedOut') failed.set(name, (failed.get(name) ?? 0) + 1);
        }
      }
      return stepsIn(scenario).map((name) => failed.get(name) ?? 0);
    },
  }),
];

function minutesOf(ones: Ones): number | null {
  const lengths = ones.flatMap(({ startedMs, endedMs }) =>
    startedMs === null || endedMs === null ? [] : [endedMs - startedMs],
  );
  return lengths.length === 0 ? null : lengths.reduce((most, each) => Math.max(most, each), 0) / 60_000;
}

/** One that ends in an instant makes room for one that starts in it. */
function peakOf(ones: Ones): number {
  const changes = ones.flatMap(({ startedMs, endedMs }) =>
    startedMs === null
      ? []
      : [{ atMs: startedMs, by: 1 }, ...(endedMs === null ? [] : [{ atMs: endedMs, by: -1 }])],
  );
  let [running, most] = [0, 0];
  for (const { by } of changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by)) {
    running += by;
    most = Math.max(most, running);
  }
  return most;
}
