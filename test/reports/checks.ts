/** Checks made up by hand: one that holds, one that fails in every way, one that cannot be read. */
import type { FileReport, GateOutcome, MetricMove, SnapshotReport } from '../../src/experiment/check.ts';
import type { ReadableCheck } from '../../src/reports/check-rows.ts';
import { metricsByName } from '../support/metrics.ts';

export function gate(more: Partial<GateOutcome> = {}): GateOutcome {
  return {
    metric: 'task.Install.failed',
    statistic: 'value',
    expected: 'at most 10',
    observed: '2.4 (2.2 to 2.6) on average, 200 runs',
    estimate: 2.4,
    low: 2.2,
    high: 2.6,
    outcome: 'pass',
    because: null,
    needed: null,
    line: 12,
    column: 3,
    ...more,
  };
}

export const failedGate = gate({
  metric: 'task.Install.minutes',
  statistic: 'p95',
  expected: 'at most 105',
  observed: 'p95 111 min (108 to 115), 200 runs',
  outcome: 'fail',
  because: '24 misses in 200 runs where 5% are allowed; --replication 3 shows one',
  line: 14,
});

export const openGate = gate({
  metric: 'task.Install.finishedBeforeCutoff',
  statistic: 'share',
  expected: 'at least 99%',
  observed: 'true in 199 of 200 runs: 99.5% (97.2% to 100%)',
  outcome: 'inconclusive',
  because: '1 miss in 200 runs where 1% are allowed; about 2,300 runs would settle it (4 in 5)',
  needed: 2300,
  line: 13,
});

export function move(more: Partial<MetricMove> = {}): MetricMove {
  return {
    metric: 'task.Install.minutes',
    before: 81.64,
    after: 150.6,
    change: 69.0,
    low: 67.4,
    high: 70.6,
    tolerance: 0.8164,
    direction: 'worse',
    outcome: 'fail',
    because: null,
    ...more,
  };
}

export function snapshot(more: Partial<SnapshotReport> = {}): SnapshotReport {
  return {
    file: 'a.snapshot.json',
    outcome: 'fail',
    comparison: 'compared',
    changed: ['fleetsim 0.1.0, now 0.2.0'],
    moved: [move()],
    unchanged: 127,
    added: [],
    removed: [],
    firstDifference: {
      block: 3,
      firstEvent: 2001,
      from: '2025-01-04T18:00:00.000Z',
      until: '2025-01-04T18:20:00.000Z',
      events: ['{"at":"2025-01-04T18:01:00.000Z","event":"run-command/invocation-sent"}'],
    },
    ...more,
  };
}

export const sameSnapshot = snapshot({
  outcome: 'pass',
  comparison: 'same bytes',
  changed: [],
  moved: [],
  unchanged: 128,
  firstDifference: null,
});

export function file(more: Partial<FileReport> = {}): FileReport {
  return {
    file: 'scenarios/a.yaml',
    name: 'Sunday 02:00 patch',
    outcome: 'pass',
    seed: '7',
    replications: 200,
    repeat: 'fleetsim check scenarios/a.yaml --seed 7 --replications 200',
    problems: [],
    warnings: [],
    expectations: [gate()],
    snapshot: null,
    ...more,
  };
}

export const failedFile = file({
  outcome: 'fail',
  expectations: [gate(), openGate, failedGate],
  snapshot: snapshot(),
});

export const brokenFile = file({
  file: 'scenarios/b.yaml',
  name: 'b.yaml',
  outcome: 'error',
  seed: null,
  replications: 0,
  problems: [
    'scenarios/b.yaml:4:10: fleet.web.os: missing\n4 | fleet: { web: { coun: 5 } }\n  |          ^^^\n' +
      'scenarios/b.yaml:4:17: fleet.web.coun: unknown key',
  ],
  expectations: [],
});

export function check(...files: readonly FileReport[]): ReadableCheck {
  const order = ['error', 'fail', 'inconclusive', 'pass'] as const;
  const outcome = order.find((one) => files.some((each) => each.outcome === one)) ?? 'pass';
  return { schema: 'fleetsim.check/1', fleetsim: '0.1.0', files, outcome, metrics: metricsByName };
}

/** Text as a hostile author would write it into names of scenarios, groups and patches. */
export const nastyTexts = [
  '</testcase><testcase name="x"/>',
  '"quoted" & \'so on\' <b>',
  ']]>',
  'bell \u0007, escape \u001b[31m, nothing \u0000, last \uffff, half \ud800 of one',
  'two\nlines\r\nand\ra\ttab',
  '::error file=x::owned',
  '\n::stop-commands::x',
  '##[error]owned',
  '100% : sure, yes',
  '| a | b | `code` **bold** [link](x) <script>',
  '```\n# title\n```',
  '😀 台北',
  '',
];
