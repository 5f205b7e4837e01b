/** What readers of Parameter Store met, and what it costs. */
import { amount, count, family, headline, lasting, type MetricFamily } from '../../capability/metrics.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Machine } from './machine.ts';
import { type BootCounts, bootCounts, deniedCount } from './tally.ts';
import { bootsWithParameters, usesParameters } from './uses.ts';

interface Counted {
  readonly throttled: number;
  readonly denied: number;
  readonly monthlyCost: number;
}

export const parameterMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 145,
    subjects: [{ pattern: 'parameterStore.', namesIn: (scenario) => (usesParameters(scenario) ? [''] : []) }],
    metrics: [
      count<Counted>(
        'throttled',
        'attempts',
        'lower',
        'Attempts at calls that AWS answered with ThrottlingException.',
        ({ throttled }) => throttled,
      ),
      headline(
        count<Counted>(
          'denied',
          'calls',
          'lower',
          'Calls of actions and of nodes that boot which AWS denied: the caller lacks a right of Systems Manager or of AWS KMS.',
          ({ denied }) => denied,
        ),
      ),
      amount<Counted>(
        'monthlyCost',
        'USD',
        'lower',
        'What advanced parameters and charged interactions cost in a month, at the prices of US East (N. Virginia) in 2026.',
        ({ monthlyCost }) => monthlyCost,
      ),
    ],
    count: ({ parameters }: Machine, simulation: Simulation) =>
      usesParameters(simulation.scenario)
        ? [
            {
              throttled: parameters.client.throttledCount,
              denied: deniedCount(parameters, simulation),
              monthlyCost: parameters.monthlyCost(),
            },
          ]
        : [],
  }),
  family({
    place: 146,
    subjects: [
      { pattern: 'parameterStore.boot.', namesIn: (scenario) => (bootsWithParameters(scenario) ? [''] : []) },
    ],
    metrics: [
      count<BootCounts>(
        'count',
        'boots',
        'neither',
        'Boots after which a node began to read its parameters.',
        (boots) => boots.count,
      ),
      count<BootCounts>(
        'throttled',
        'boots',
        'lower',
        'Those that were throttled at least once.',
        ({ throttled }) => throttled,
      ),
      headline(
        count<BootCounts>(
          'failed',
          'boots',
          'lower',
          'Those that did not get all of their parameters: throttled at every attempt, denied, or not found.',
          ({ failed }) => failed,
        ),
      ),
      headline(
        lasting<BootCounts>(
          1000,
          amount(
            'secondsMax',
            'seconds',
            'lower',
            'From the first read to the last answer, of the slowest node that got all of its parameters; null: none did.',
            ({ secondsMax }) => secondsMax,
          ),
        ),
      ),
    ],
    count: ({ parameters: { boots } }: Machine, { scenario }: Simulation) =>
      bootsWithParameters(scenario) ? [bootCounts(boots)] : [],
  }),
];
