/** Summaries, differences and comparisons made up by hand, so that each report can be checked by reading. */
import type {
  ComparedMetric,
  Comparison,
  Difference,
  MetricOfVariant,
} from '../../src/experiment/comparison.ts';
import type { Frontier } from '../../src/experiment/frontier.ts';
import type { GoalOutcome, VariantStanding } from '../../src/experiment/goal.ts';
import type { ReplicatedResult, ReplicationsReport } from '../../src/experiment/replicated-result.ts';
import type { AmountSummary, ShareSummary } from '../../src/experiment/summary.ts';
import type { ComparisonReport } from '../../src/reports/comparison-report.ts';
import { metricsByName } from '../support/metrics.ts';

export function amount(mean: number | null, half: number, more: Partial<AmountSummary> = {}): AmountSummary {
  const hasInterval = mean !== null && half > 0;
  return {
    kind: 'amount',
    mean,
    sd: mean === null ? null : half * 7.2,
    low: hasInterval ? mean - half : null,
    high: hasInterval ? mean + half : null,
    min: 0,
    p5: 0,
    p50: 2,
    p95: 5,
    max: 11,
    n: 200,
    undefined: 0,
    intervals: { p5: { low: null, high: 1 }, p50: { low: 2, high: 3 }, p95: { low: 5, high: 6 } },
    differing: half > 0 ? 160 : 0,
    otherBelow: null,
    quantiles: 'exact',
    ...more,
  };
}

export function always(value: number, more: Partial<AmountSummary> = {}): AmountSummary {
  const quantiles = { min: value, p5: value, p50: value, p95: value, max: value };
  const open = { low: null, high: null };
  return amount(value, 0, {
    ...quantiles,
    sd: 0,
    intervals: { p5: open, p50: open, p95: open },
    otherBelow: 0.014867,
    ...more,
  });
}

export function share(part: number | null, low: number | null, high: number | null): ShareSummary {
  const isAlways = part === 0 || part === 1;
  return {
    kind: 'share',
    share: part,
    low,
    high,
    n: 200,
    undefined: 0,
    otherBelow: isAlways ? 0.014867 : null,
  };
}

export function difference(
  mean: number | null,
  half: number,
  verdict: Difference['verdict'],
  more: Partial<Difference> = {},
): Difference {
  return {
    mean,
    low: mean === null ? null : mean - half,
    high: mean === null ? null : mean + half,
    verdict,
    method: 'paired t',
    paired: true,
    n: 200,
    undefined: 0,
    differing: 180,
    pairing: { factor: 1.42, ceiling: 2.2 },
    ...more,
  };
}

export const identical: Difference = {
  mean: 0,
  low: 0,
  high: 0,
  verdict: 'same',
  method: 'identical',
  paired: true,
  n: 200,
  undefined: 0,
  differing: 0,
  pairing: null,
};

type Part = Pick<MetricOfVariant, 'summary' | 'difference'> & Partial<Pick<MetricOfVariant, 'star'>>;

export function metric(
  name: string,
  minDifference: number,
  names: readonly string[],
  parts: readonly Part[],
): ComparedMetric {
  const { unit, better } = metricsByName.of(name);
  const variants = parts.map((part, index) => ({ star: null, ...part, name: names[index]! }));
  return { metric: name, unit, better, minDifference, variants };
}

export function comparison(
  names: readonly string[],
  metrics: readonly ComparedMetric[],
  more: Partial<Comparison> = {},
): Comparison {
  return {
    schema: 'fleetsim.comparison/1',
    fleetsim: '0.1.0',
    start: '2025-01-03T00:00:00.000Z',
    end: '2025-01-06T12:00:00.000Z',
    replications: 200,
    confidence: 0.95,
    reference: names[0]!,
    variants: names.map((name) => ({
      name,
      settings: {},
      scenario: { name: 'A bad patch on Sunday', file: 'tradeoff.yaml', sha256: '' },
      seed: '7',
    })),
    jointComparisons: (names.length - 1) * metrics.length,
    metrics,
    goal: null,
    frontier: null,
    ...more,
  };
}

const three = ['MaxConcurrency=5%', 'MaxConcurrency=10%', 'MaxConcurrency=25%'];

const threeMetrics: readonly ComparedMetric[] = [
  metric('exposure.nodeHours', 30, three, [
    { summary: amount(3120.4, 70), difference: null },
    {
      summary: amount(3050.2, 70),
      difference: difference(-70.2, 12, 'better', { pairing: { factor: 6.3, ceiling: 8.1 } }),
    },
    {
      summary: amount(3049.1, 70),
      difference: difference(-71.3, 14, 'better', { pairing: { factor: 5.9, ceiling: null } }),
    },
  ]),
  metric('nodes.lost', 0.5, three, [
    { summary: always(0), difference: null },
    { summary: always(0), difference: identical },
    {
      summary: amount(0.015, 0.017, { differing: 3 }),
      difference: difference(0.015, 0, 'cannot tell', {
        low: null,
        high: null,
        method: 'sign test',
        differing: 3,
        pairing: null,
      }),
    },
  ]),
  metric('task.Install.minutes', 1.44, three, [
    { summary: amount(144.2, 2.1), difference: null },
    {
      summary: amount(95.33, 1.4),
      difference: difference(-48.87, 1.2, 'better'),
      star: { halted: 0.03, leftOver: 0 },
    },
    {
      summary: amount(null, 0, { p50: 58.1, n: 188, undefined: 12 }),
      difference: difference(null, 0, 'better', { method: 'sign test', pairing: null }),
      star: { halted: 1, leftOver: 1 },
    },
  ]),
  metric('task.Install.failed', 0.5, three, [
    { summary: amount(8.2, 0.3), difference: null },
    { summary: amount(8.2, 0.3), difference: identical },
    { summary: amount(10.1, 0.4), difference: difference(1.9, 0.3, 'worse') },
  ]),
  metric('task.Install.finishedBeforeCutoff', 0.01, three, [
    { summary: share(0.97, 0.936, 0.986), difference: null },
    {
      summary: share(0.995, 0.972, 0.999),
      difference: difference(0.025, 0.04, 'cannot tell', { method: 'Agresti-Min' }),
    },
    {
      summary: share(1, 0.981, 1),
      difference: difference(0.03, 0.045, 'cannot tell', { method: 'Agresti-Min' }),
    },
  ]),
  metric('task.Install.peakConcurrency', 0.5, three, [
    { summary: always(10), difference: null },
    { summary: always(20), difference: difference(10, 0, 'higher', { pairing: null }) },
    { summary: always(50), difference: difference(40, 0, 'higher', { pairing: null }) },
  ]),
];

export function standing(
  variant: string,
  mean: number | null,
  more: Partial<VariantStanding> = {},
): VariantStanding {
  return { variant, feasibility: 'feasible', mean, constraints: [], ...more };
}

const cutoff = 'task.Install.finishedBeforeCutoff >= 99%';

export function goal(more: Partial<GoalOutcome> = {}): GoalOutcome {
  const open = {
    constraint: cutoff,
    feasibility: 'undecided' as const,
    misses: 1,
    estimate: 0.995,
    n: 200,
    needed: 555,
  };
  const broken = {
    constraint: cutoff,
    feasibility: 'infeasible' as const,
    misses: 6,
    estimate: 0.97,
    n: 200,
    needed: null,
  };
  return {
    goal: 'min exposure.nodeHours',
    constraints: [cutoff],
    standings: [
      standing(three[0]!, 3120.4, { feasibility: 'infeasible', constraints: [broken] }),
      standing(three[1]!, 3050.2, { feasibility: 'undecided', constraints: [open] }),
      standing(three[2]!, 3049.1, { constraints: [{ ...open, feasibility: 'feasible', misses: 0 }] }),
    ],
    pick: three[2]!,
    probabilityRight: 0.9712,
    within: 3,
    regretAtMost: 2.91,
    tooCloseToCall: [three[1]!, three[2]!],
    undecided: [three[1]!],
    settled: null,
    notes: [],
    ...more,
  };
}

export const frontier: Frontier = {
  x: { metric: 'task.Install.minutes', unit: 'minutes', better: 'lower' },
  y: { metric: 'nodes.lost', unit: 'nodes', better: 'lower' },
  points: [
    {
      variant: three[0]!,
      x: 144.2,
      y: 1.2,
      isOnFrontier: true,
      isStarred: false,
      otherBelow: { x: null, y: null },
    },
    {
      variant: three[1]!,
      x: 95.3,
      y: 3.4,
      isOnFrontier: true,
      isStarred: false,
      otherBelow: { x: null, y: null },
    },
    {
      variant: three[2]!,
      x: 99.9,
      y: 9.1,
      isOnFrontier: false,
      isStarred: true,
      otherBelow: { x: null, y: null },
    },
  ],
};

export const threeVariants: Comparison = comparison(three, threeMetrics);

export function reportOn(data: Comparison, warnings: readonly string[] = []): ComparisonReport {
  const repeat =
    'fleetsim compare tradeoff.yaml --vary Install.MaxConcurrency=5%,10%,25% --seed 7 --replications 200';
  return { comparison: data, repeat, warnings, metrics: metricsByName };
}

/** Twelve by three. */
export function largeGrid(): Comparison {
  const names = Array.from({ length: 12 }, (_, row) => row + 1).flatMap((row) =>
    [1, 5, 10].map((errors) => `MaxConcurrency=${row * 4}%, MaxErrors=${errors}%`),
  );
  const parts = (base: number, slope: number): Part[] =>
    names.map((_, index) => ({
      summary: amount(base - slope * index, 0.8),
      difference: index === 0 ? null : difference(-slope * index, 0.6, index < 3 ? 'cannot tell' : 'better'),
      star: index % 3 === 0 && index > 0 ? { halted: 0.03 * index, leftOver: 0 } : null,
    }));
  return comparison(names, [
    metric(
      'exposure.nodeHours',
      3,
      names,
      parts(3000, 11).map((part) => ({ ...part, star: null })),
    ),
    metric(
      'patched.percent',
      1,
      names,
      parts(95, 0.7).map((part) => ({ ...part, star: null })),
    ),
    metric(
      'nodes.lost',
      0.5,
      names,
      names.map((_, index) => ({ summary: always(0), difference: index === 0 ? null : identical })),
    ),
    metric('task.Install.minutes', 1.4, names, parts(144, 3.1)),
    metric(
      'task.Install.failed',
      0.5,
      names,
      parts(40, 0.9).map((part) => ({ ...part, star: null })),
    ),
    metric(
      'task.Install.notStarted',
      0.5,
      names,
      parts(40, 0.9).map((part) => ({ ...part, star: null })),
    ),
    metric(
      'task.Install.peakDown',
      0.5,
      names,
      parts(60, 0.9).map((part) => ({ ...part, star: null })),
    ),
    metric(
      'task.Install.finishedBeforeCutoff',
      0.01,
      names,
      names.map((_, index) => ({
        summary: share(0.97, 0.936, 0.986),
        difference: index === 0 ? null : difference(0.01, 0.03, 'cannot tell', { method: 'Agresti-Min' }),
      })),
    ),
  ]);
}

export function replicationsReport(more: Partial<ReplicatedResult> = {}): ReplicationsReport {
  const metrics = {
    'nodes.total': always(240),
    'exposure.nodeHours': amount(3120.4, 70, { min: 2010.25, p5: 2500.5, p95: 3800, max: 4100.75 }),
    'nodes.lost': always(0),
    'task.Install.failed': amount(2.4, 0.2),
    'task.Install.minutes': amount(null, 0, {
      min: 88.1,
      p5: 89.2,
      p50: 91.04,
      p95: null,
      max: null,
      n: 188,
      undefined: 12,
    }),
    'task.Install.finishedBeforeCutoff': share(0.97, 0.936, 0.986),
    'cause.REBOOT_FAILED': amount(0.03, 0.024, { differing: 6 }),
  };
  const result: ReplicatedResult = {
    schema: 'fleetsim.result/1',
    fleetsim: '0.1.0',
    scenario: { name: 'A bad patch on Sunday', file: 'sunday.yaml', sha256: '' },
    overrides: {},
    seed: '7',
    start: '2025-01-03T00:00:00.000Z',
    end: '2025-01-06T12:00:00.000Z',
    replications: 200,
    metrics,
    nodes: [],
    expectations: [],
    ...more,
  };
  return {
    result,
    file: 'scenarios/sunday.yaml',
    repeat: 'fleetsim run scenarios/sunday.yaml --seed 7 --replications 200',
    description: 'two hundred Sundays',
    warnings: [],
    metrics: metricsByName,
    shown: Object.keys(metrics).filter((name) => name !== 'nodes.total'),
  };
}
