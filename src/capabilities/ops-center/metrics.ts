/** OpsItems: how many, how long they took, and how busy the operators were. */
import {
  amount,
  count,
  family,
  lasting,
  type Metric,
  type MetricFamily,
  percent,
  percentOf,
} from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import { operatorModels } from './model.ts';
import type { Operator } from './operators/operator.ts';
import { insightType } from './rules.ts';
import { severitiesIn, usesOpsItems } from './sources.ts';
import { hours, type Tally, tallyOf } from './tally.ts';

const hourMs = 3_600_000;

interface Counted extends Tally {
  readonly deduplicated: number;
  readonly refused: number;
  readonly insights: number;
}

/** Of all and of each severity alike. */
function ofItems<C extends Tally>(what: string): Metric<C>[] {
  return [
    count(
      'created',
      'OpsItems',
      'lower',
      `OpsItems${what} that were created; insights are not among them.`,
      (all) => all.created,
    ),
    count(
      'resolved',
      'OpsItems',
      'neither',
      `OpsItems${what} that are resolved at the end of the run.`,
      (all) => all.resolved,
    ),
    count(
      'open',
      'OpsItems',
      'lower',
      `OpsItems${what} that are Open at the end of the run.`,
      (all) => all.open,
    ),
    count(
      'inProgress',
      'OpsItems',
      'neither',
      `OpsItems${what} that are InProgress at the end of the run.`,
      (all) => all.inProgress,
    ),
    lasting(
      hourMs,
      amount(
        'hoursToResolve',
        'hours',
        'lower',
        `Mean time from creation to resolution of the OpsItems${what} that are resolved; those that are not are not in it. Null: none is.`,
        (all) => hours(all.meanMs),
      ),
    ),
    lasting(
      hourMs,
      amount(
        'hoursToBegin',
        'hours',
        'lower',
        `Mean time from creation until the OpsItems${what} were first in progress. Null: none was.`,
        (all) => hours(all.meanWaitMs),
      ),
    ),
  ];
}

export const opsMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 180,
    subjects: [{ pattern: 'opsItems.', namesIn: (scenario) => (usesOpsItems(scenario) ? ['opsItems'] : []) }],
    metrics: [
      ...ofItems<Counted>(''),
      count<Counted>(
        'deduplicated',
        'requests',
        'neither',
        'Requests for an OpsItem that an unresolved one with the same deduplication string and resources kept out.',
        (all) => all.deduplicated,
      ),
      count<Counted>(
        'refused',
        'requests',
        'lower',
        'Requests for an OpsItem that AWS refused for any other reason, such as OpsItemLimitExceededException.',
        (all) => all.refused,
      ),
      count<Counted>(
        'insights',
        'OpsItems',
        'lower',
        'Operational insights: OpsItems of type /aws/insight that OpsCenter made.',
        (all) => all.insights,
      ),
    ],
    count: ({ opsCenter }: Machine, { scenario }) => {
      if (!usesOpsItems(scenario)) return [];
      const { items, deduplicated, refused } = opsCenter;
      const own = items.filter(({ type }) => type !== insightType);
      return [{ ...tallyOf(own), deduplicated, refused, insights: items.length - own.length }];
    },
  }),
  family({
    place: 181,
    subjects: [
      {
        pattern: 'opsItems.severity.<severity>.',
        namesIn: severitiesIn,
      },
    ],
    metrics: ofItems<Tally>(' of this severity'),
    count: ({ opsCenter: { items } }: Machine, { scenario }) =>
      severitiesIn(scenario).map((severity) => tallyOf(items.filter((one) => one.severity === severity))),
  }),
  family({
    place: 182,
    subjects: [{ pattern: 'operator.<name>.', namesIn: (scenario) => [...operatorModels(scenario).keys()] }],
    metrics: [
      count<Operator>(
        'taken',
        'OpsItems',
        'neither',
        'OpsItems that the operator took.',
        ({ taken }) => taken,
      ),
      count<Operator>(
        'resolved',
        'OpsItems',
        'neither',
        'OpsItems that the operator resolved.',
        ({ resolved }) => resolved,
      ),
      percent<Operator>(
        'utilization',
        'neither',
        'Time with an OpsItem in hand as a share of the shifts; beyond 100% where a shift was overrun. Null: there is no shift in the run.',
        ({ busyMs, onShiftMs }) => percentOf(busyMs, onShiftMs),
      ),
    ],
    count: ({ opsCenter }: Machine) => opsCenter.operators.all,
  }),
];
