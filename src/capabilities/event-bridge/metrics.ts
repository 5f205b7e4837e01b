/** The metrics of rules. */
import { count, family, headline, type Metric, type MetricFamily } from '../../capability/metrics.ts';
import type { EventBridge } from './machine.ts';
import { rulesOf } from './resources/index.ts';
import type { RuleTally } from './state.ts';

interface Machine {
  readonly bridge: EventBridge;
}

const ofRules: readonly Metric<RuleTally>[] = [
  count(
    'matched',
    'events',
    'neither',
    'Events that matched its pattern, and times at which its schedule came due.',
    ({ matched }) => matched,
  ),
  count(
    'invoked',
    'invocations',
    'neither',
    'Invocations of its targets that succeeded, each target by itself.',
    ({ invoked }) => invoked,
  ),
  headline(
    count(
      'failedInvocations',
      'invocations',
      'lower',
      'Invocations that were given up: no permission, no target, or every attempt failed.',
      ({ failedInvocations }) => failedInvocations,
    ),
  ),
  count(
    'deadLettered',
    'events',
    'lower',
    'Events of failed invocations that are in the dead-letter queue.',
    ({ deadLettered }) => deadLettered,
  ),
];

export const ruleMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 150,
    subjects: [
      { pattern: 'rule.<rule>.', namesIn: (scenario) => rulesOf(scenario).map(({ logicalId }) => logicalId) },
    ],
    metrics: ofRules,
    count: ({ bridge }: Machine) => bridge.tallies,
  }),
];
