/** What came of the executions that each rule, remediation or call started. */
import { amount, count, family, lasting, type MetricFamily } from '../../capability/metrics.ts';
import { executionSourcesOf } from '../../capability/sources.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { Machine } from './machine.ts';

type Ones = readonly Execution[];

const statusCount = (name: string, better: 'higher' | 'lower', status: ExecutionStatus, never = '') =>
  count<Ones>(
    name,
    'executions',
    better,
    `Executions that ended ${status}${never}.`,
    (ones) => ones.filter((one) => one.status === status).length,
  );

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
      statusCount(
        'timedOut',
        'lower',
        'TimedOut',
        '; always 0, since the steps of a runbook are not simulated by this version',
      ),
      statusCount(
        'cancelled',
        'lower',
        'Cancelled',
        '; always 0, since StopAutomationExecution is not simulated by this version',
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
