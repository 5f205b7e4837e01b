/** What came of the executions that each rule, remediation or call started. */
import { amount, count, family, headline, lasting, type MetricFamily } from '../../capability/metrics.ts';
import { executionSourcesOf } from '../../capability/sources.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { allSteps } from './content/runbook.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { Machine } from './machine.ts';
import { isDivided } from './quota.ts';
import { startsOf } from './starts.ts';

/** Of one source. */
interface Ones {
  readonly all: readonly Execution[];
  readonly counted: readonly Execution[];
}

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
    ({ counted }) => counted.filter((one) => one.status === status).length,
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
        'Executions that it started: where it has targets, one for each that was started; those that steps start are not among them.',
        ({ counted }) => counted.length,
      ),
      statusCount('succeeded', 'higher', 'Success'),
      headline(statusCount('failed', 'lower', 'Failed')),
      statusCount('timedOut', 'lower', 'TimedOut'),
      statusCount('cancelled', 'lower', 'Cancelled'),
      statusCount(
        'waiting',
        'lower',
        'Waiting',
        'Executions that wait for an approval or another signal at the end of the run.',
      ),
      headline(
        lasting(
          60_000,
          amount<Ones>(
            'minutes',
            'minutes',
            'lower',
            'The longest execution that has ended; one with targets ends with the last of them. Null: none has ended.',
            minutesOf,
          ),
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
    count({ automation: { executions } }: Machine, { scenario }) {
      const bySource = new Map(executionSourcesOf(scenario).map(({ id }) => [id, onesOf()]));
      for (const one of executions) {
        const { all, counted } = bySource.get(one.request.source) ?? onesOf();
        all.push(one);
        if (isCounted(one)) counted.push(one);
      }
      return [...bySource.values()];
    },
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
      for (const { request, steps } of executions.filter((one) => !isNested(one))) {
        for (const { step, status } of steps) {
          if (status !== 'Failed' && status !== 'TimedOut') continue;
          const name = `${request.source}.step.${step.name}`;
          failed.set(name, (failed.get(name) ?? 0) + 1);
        }
      }
      return stepsIn(scenario).map((name) => failed.get(name) ?? 0);
    },
  }),
];

/**
 * An execution with targets is counted as those of its targets, and as itself only where it did not come to start any. What a step starts
 * is that step's: its failure is the failure of the step.
 */
function isCounted(one: Execution): boolean {
  const isUndivided = !isDivided(one) || (one.children.length === 0 && one.status !== 'Success');
  return isUndivided && !isNested(one);
}

/** Whether a step has started it, or the execution with targets that it belongs to. */
function isNested({ parent }: Execution): boolean {
  return parent !== null && (!isDivided(parent) || isNested(parent));
}

function onesOf(): { readonly all: Execution[]; readonly counted: Execution[] } {
  return { all: [], counted: [] };
}

function minutesOf({ all }: Ones): number | null {
  const lengths = all.flatMap(({ startedMs, endedMs }) =>
    startedMs === null || endedMs === null ? [] : [endedMs - startedMs],
  );
  return lengths.length === 0 ? null : lengths.reduce((most, each) => Math.max(most, each), 0) / 60_000;
}

/** One that ends in an instant makes room for one that starts in it. */
function peakOf({ counted }: Ones): number {
  const changes = counted.flatMap(({ startedMs, endedMs }) =>
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
