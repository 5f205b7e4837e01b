import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/experiment/columns.ts';
import type { EventBlock } from '../../src/experiment/journal-blocks.ts';
import {
  type Snapshot,
  type SnapshotSource,
  snapshotOf,
  snapshotText,
} from '../../src/experiment/snapshot.ts';
import { compareWithSnapshot } from '../../src/experiment/snapshot-comparison.ts';
import { readSnapshot } from '../../src/experiment/snapshot-reading.ts';
import { standardNormalQuantile } from '../../src/kernel/normal.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import type { Tolerance } from '../../src/world/expectations.ts';
import { metricsByName } from '../support/metrics.ts';

const at = { line: 1, column: 1 };
const failed = 'task.Install.failed';
const minutes = 'task.Install.minutes';
const halted = 'task.Install.halted';
const patched = 'patched.percent';

function blocks(...hashes: readonly string[]): EventBlock[] {
  return hashes.map((hash, index) => ({
    events: 1000 * (index + 1),
    until: `2025-01-04T0${index}:00:00.000Z`,
    hash: hash.repeat(16),
  }));
}

const source: Omit<SnapshotSource, 'replications'> = {
  fleetsim: '0.1.0',
  scenario: { name: 'Sunday', file: 'sunday.yaml', sha256: 'ab'.repeat(32) },
  overrides: {},
  seed: '1',
  start: '2025-01-03T00:00:00.000Z',
  end: '2025-01-06T12:00:00.000Z',
  timeZoneData: '2024a',
  blocks: blocks('a', 'b', 'c'),
};

type Values = Readonly<Record<string, readonly number[]>>;

function taken(values: Values, changes: Partial<SnapshotSource> = {}): Snapshot {
  const columns = columnsOf(values, metricsByName);
  return snapshotOf({ ...source, replications: columns.count, ...changes }, columns);
}

const newer = { fleetsim: '0.2.0' };

function answerOf(stored: Snapshot, now: Snapshot, tolerances: Record<string, Tolerance> = {}) {
  return compareWithSnapshot({
    metrics: metricsByName,
    file: 'sunday.snapshot.json',
    stored,
    now,
    tolerances: new Map(Object.entries(tolerances)),
    eventsOf: ({ firstEvent }) => [`event ${firstEvent}`],
  });
}

function reportOf(...question: Parameters<typeof answerOf>) {
  const answer = answerOf(...question);
  if (!('report' in answer)) throw new Error(JSON.stringify(answer));
  return answer.report;
}

/** Of the same metric before and after, in another version. */
function moveOf(metric: string, before: readonly number[], after: readonly number[], tolerance?: Tolerance) {
  const tolerances = tolerance === undefined ? {} : { [metric]: tolerance };
  const report = reportOf(taken({ [metric]: before }), taken({ [metric]: after }, newer), tolerances);
  return report.moved[0];
}

const streams = new RandomStreams('snapshots');
const stream = streams.stream('draws');

function normalSample(count: number, mean: number, sd: number, replication = 0): number[] {
  streams.replication = replication;
  return Array.from(
    { length: count },
    (_, index) => mean + sd * standardNormalQuantile(stream.uniform(index, 0)),
  );
}

const repeated = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('a snapshot as it is written', () => {
  const values = {
    [failed]: [3, 3, 3],
    [minutes]: [90.123456789, Number.NaN, -0],
    [halted]: [1, 0, Number.NaN],
  };
  const text = snapshotText(taken(values));

  test('has a line for each metric and block, values to six decimals, and what is the same in every run once', () => {
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines).toContain('"task.Install.failed": {"kind":"amount","all":3},');
    expect(lines).toContain('"task.Install.minutes": {"kind":"amount","values":[90.123457,null,0]},');
    expect(lines).toContain('"task.Install.halted": {"kind":"share","values":[true,false,null]}');
    expect(lines.filter((line) => line.includes('"hash"')).length).toBe(3);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test('is read as it was', () => {
    expect(readSnapshot(text)).toEqual(taken(values));
  });

  test('holds the first thousand of more replications', () => {
    const long = taken({ [failed]: Array.from({ length: 1500 }, (_, index) => index) });
    expect(long.replications).toBe(1500);
    expect(long.metrics.get(failed)!.values).toHaveLength(1000);
    expect(readSnapshot(snapshotText(long))).toEqual(long);
  });

  test('whatever the values and names, it is read as it was', () => {
    const anyNames = fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(anyNames, fc.array(fc.double(), { minLength: 1, maxLength: 5 }), (names, drawn) => {
        const columns = columnsOf(
          Object.fromEntries(names.map((name) => [name, drawn.map(Math.fround)])),
          // Any name, also one that only a later version knows.
          { of: () => metricsByName.of(failed) },
        );
        const finite = columns.metrics.every((name) =>
          columns
            .column(name)
            .values()
            .every((value) => Math.abs(value) < 1e9 || Number.isNaN(value)),
        );
        fc.pre(finite && columns.count > 0 && columns.metrics.length === names.length);
        const snapshot = snapshotOf({ ...source, replications: columns.count }, columns);
        expect(readSnapshot(snapshotText(snapshot))).toEqual(snapshot);
      }),
    );
  });
});

describe('a snapshot that cannot be read', () => {
  const good = JSON.parse(snapshotText(taken({ [failed]: [1, 2, 3] }))) as Record<string, unknown>;
  const withMetric = (metric: unknown) => ({ ...good, metrics: { [failed]: metric } });

  test.each([
    ['nothing', ''],
    ['half of one', snapshotText(taken({ [failed]: [1, 2, 3] })).slice(0, 150)],
    ['a list', '[]'],
    ['null', 'null'],
    ['a result', '{"schema":"fleetsim.result/1"}'],
    ['no schema', '{}'],
    ['a merge conflict', '{\n<<<<<<< HEAD\n"seed": "1"\n=======\n"seed": "2"\n>>>>>>> other\n}'],
    ['deep nesting', '['.repeat(100_000)],
    ['a prototype instead of fields', '{"__proto__": {"schema": "fleetsim.snapshot/1"}}'],
    ['no seed', { ...good, seed: undefined }],
    ['a seed that is a number', { ...good, seed: 1 }],
    ['half a replication', { ...good, replications: 1.5 }],
    ['no replications', { ...good, replications: 0 }],
    ['no metrics', { ...good, metrics: {} }],
    ['metrics in a list', { ...good, metrics: [] }],
    ['a metric of no kind', withMetric({ values: [1, 2, 3] })],
    ['a metric without values', withMetric({ kind: 'amount' })],
    ['too few values', withMetric({ kind: 'amount', values: [1, 2] })],
    ['a value that is text', withMetric({ kind: 'amount', values: [1, '2', 3] })],
    ['a yes or no among amounts', withMetric({ kind: 'amount', values: [1, true, 3] })],
    ['an amount among shares', withMetric({ kind: 'share', values: [true, 2, false] })],
    ['blocks that are no list', { ...good, blocks: {} }],
    ['blocks that go backwards', { ...good, blocks: [...(good['blocks'] as object[])].reverse() }],
    ['a block without a hash', { ...good, blocks: [{ events: 1000, until: 'x', hash: 'x' }] }],
  ])('%s is refused with what is wrong and what to do', (_, content) => {
    const found = readSnapshot(typeof content === 'string' ? content : JSON.stringify(content));
    expect(found).toHaveProperty('error');
    const { error } = found as { error: string };
    expect(error).toMatch(/fleetsim check --update writes it anew$/);
    expect(error.length).toBeLessThan(300);
    expect(error).not.toContain('\n');
  });

  test('one of a later version says so', () => {
    const found = readSnapshot('{"schema":"fleetsim.snapshot/2"}') as { error: string };
    expect(found.error).toContain('another version of fleetsim');
  });

  test('whatever is changed in it, it is read or refused, and nothing else', () => {
    const text = snapshotText(taken({ [failed]: [1, 2, 3], [halted]: [1, 1, 1] }));
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 5 }), (from, count, inserted) => {
        const changed = text.slice(0, from) + inserted + text.slice(from + count);
        const found = readSnapshot(changed);
        expect('error' in found || found.metrics.size > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the same version and inputs', () => {
  const values = { [failed]: [1, 2, 3], [minutes]: [90, Number.NaN, 92] };

  test('give the same bytes', () => {
    const report = reportOf(taken(values), taken(values));
    expect(report).toMatchObject({ outcome: 'pass', comparison: 'same bytes', changed: [], unchanged: 2 });
    expect(report.firstDifference).toBeNull();
  });

  test.each([
    ['another value', { ...values, [failed]: [1, 2, 4] }, {}, 'failed: 3 before, 4 now, in replication 2'],
    ['null for a value', { ...values, [failed]: [1, Number.NaN, 3] }, {}, 'null now, in replication 1'],
    ['a metric more', { ...values, [halted]: [1, 1, 1] }, {}, 'task.Install.halted first'],
    ['a metric less', { [failed]: [1, 2, 3] }, {}, 'task.Install.minutes first'],
    ['other events', values, { blocks: blocks('a', 'x', 'y') }, 'from event 1001 of replication 0 on'],
  ])('with %s are a defect of fleetsim', (_, after, changes, says) => {
    const answer = answerOf(taken(values), taken(after, changes));
    expect(answer).toHaveProperty('defect');
    expect((answer as { defect: string }).defect).toContain(says);
  });

  test('with more replications give the same ones and more: they are compared as far as both go', () => {
    const more = { [failed]: [1, 2, 3, 9], [minutes]: [90, Number.NaN, 92, 50] };
    const report = reportOf(taken(values), taken(more));
    expect(report).toMatchObject({ outcome: 'pass', comparison: 'compared', unchanged: 2 });
    expect(report.changed).toEqual(['replications 3, now 4']);
    expect(answerOf(taken(values), taken({ ...more, [failed]: [1, 2, 4, 9] }))).toHaveProperty('defect');
  });

  test.each([
    ['version', newer, 'fleetsim 0.1.0, now 0.2.0'],
    [
      'inputs',
      { scenario: { ...source.scenario, sha256: 'cd'.repeat(32) } },
      'inputs with sha256 abababababab, now cdcdcdcdcdcd',
    ],
    ['overrides', { overrides: { 'fleet.web.count': 5 } }, 'overrides none, now fleet.web.count=5'],
    ['time zone data', { timeZoneData: '2025b' }, 'time zone data 2024a, now 2025b'],
  ])('of another %s are compared by their figures, and it is said why', (_, changes, says) => {
    const report = reportOf(taken(values), taken({ ...values, [failed]: [1, 2, 3.1] }, changes));
    expect(report).toMatchObject({ comparison: 'compared', changed: [says] });
  });
});

test('a snapshot of another scenario is not compared, and the message says what to do', () => {
  const other = taken({ [failed]: [1] }, { scenario: { ...source.scenario, name: 'Monday' } });
  const answer = answerOf(other, taken({ [failed]: [1] })) as { unusable: string };
  expect(answer.unusable).toContain('it is of another scenario, "Monday"');
  expect(answer.unusable).toContain('check --update');
});

describe('across versions', () => {
  const before = normalSample(200, 100, 10);

  test('a metric that is the same in every run is only counted', () => {
    expect(reportOf(taken({ [minutes]: before }), taken({ [minutes]: before }, newer))).toMatchObject({
      moved: [],
      unchanged: 1,
      outcome: 'pass',
    });
  });

  test('a change within a hundredth of the mean passes, and is listed', () => {
    const after = before.map((value, index) => value + (index % 2 === 0 ? 0.4 : 0.6));
    expect(moveOf(minutes, before, after)).toMatchObject({
      outcome: 'pass',
      direction: 'worse',
      because: null,
    });
  });

  test('pairs show a change that is a tenth of the spread', () => {
    const after = before.map((value, index) => value + (index % 2 === 0 ? 1.4 : 1.6));
    const move = moveOf(minutes, before, after)!;
    expect(move).toMatchObject({ outcome: 'fail', direction: 'worse' });
    expect(move.change).toBeCloseTo(1.5, 5);
    expect(move.low).toBeGreaterThan(move.tolerance);
  });

  test('a change for the better fails too, and says what to do', () => {
    const move = moveOf(
      minutes,
      before,
      before.map((value) => value - 5),
    );
    expect(move).toMatchObject({ outcome: 'fail', direction: 'better' });
    expect(move!.because).toBe('better than the snapshot: --update if intended');
  });

  test('of a metric of which neither is better, higher is called higher', () => {
    const move = moveOf('nodes.total', repeated(50, 100), repeated(50, 200));
    expect(move).toMatchObject({ direction: 'higher', because: null });
  });

  test('a change that noise hides is inconclusive, with how many runs would settle it', () => {
    const after = before.map((value, index) => value + (index % 2 === 0 ? 12 : -11));
    const move = moveOf(minutes, before, after)!;
    expect(move.outcome).toBe('inconclusive');
    expect(move.because).toMatch(/^no 1,000 runs, all that a snapshot holds, would settle it/);
    const nearer = before.map((value, index) => value + (index % 2 === 0 ? 4 : -4));
    expect(moveOf(minutes, before, nearer, { absolute: 0.4, at })!.because).toMatch(
      /^about [\d,]+ runs, in the snapshot too, would settle it \(4 in 5\)$/,
    );
  });

  test('counts may move by half of one, percents and shares by a point', () => {
    expect(moveOf(failed, repeated(100, 0), repeated(100, 1))).toMatchObject({
      tolerance: 0.5,
      outcome: 'fail',
    });
    expect(moveOf(patched, repeated(100, 50), repeated(100, 50.9))).toMatchObject({
      tolerance: 1,
      outcome: 'pass',
    });
    expect(moveOf(halted, repeated(100, 0), [...repeated(90, 0), ...repeated(10, 1)])).toMatchObject({
      tolerance: 0.01,
      outcome: 'fail',
    });
  });

  test('a tolerance of the expectation counts instead, of the mean or in the unit', () => {
    const after = before.map((value) => value + 2);
    expect(moveOf(minutes, before, after, { relative: 0.05, at })).toMatchObject({ outcome: 'pass' });
    expect(moveOf(minutes, before, after, { absolute: 1.5, at })).toMatchObject({
      tolerance: 1.5,
      outcome: 'fail',
    });
  });

  test('a tolerance of 0 means exactly', () => {
    const after = [...before.slice(0, -1), before.at(-1)! + 0.001];
    expect(moveOf(minutes, before, after, { absolute: 0, at })).toMatchObject({ outcome: 'fail' });
    expect(moveOf(minutes, before, before, { absolute: 0, at })).toBeUndefined();
  });

  test('one run is never inconclusive', () => {
    expect(moveOf(minutes, [100], [100.5])).toMatchObject({ outcome: 'pass' });
    expect(moveOf(minutes, [100], [120])).toMatchObject({ outcome: 'fail' });
  });

  test('a task that no longer ends has moved for the worse', () => {
    const after = before.map((value, index) => (index < 40 ? Number.NaN : value));
    const move = moveOf(minutes, before, after);
    expect(move).toMatchObject({ outcome: 'fail', direction: 'worse', after: null });
    expect(move!.because).toContain('null in 40 of 200 runs, before in 0 of 200');
    expect(moveOf(minutes, before, repeated(200, Number.NaN))).toMatchObject({
      outcome: 'fail',
      change: null,
    });
  });

  test('any other metric of which more runs have no value is lower, for better or worse', () => {
    const vanished = (value: number) => [...repeated(150, value), ...repeated(50, Number.NaN)];
    const directionOf = (metric: string) => moveOf(metric, repeated(200, 5), vanished(5))?.direction;
    expect([patched, failed].map(directionOf)).toEqual(['worse', 'better']);
    const come = moveOf(patched, vanished(5), repeated(200, 5));
    expect(come).toMatchObject({ direction: 'better' });
  });

  test('where the numbers of runs differ, shares of runs without a value are compared', () => {
    const stored = taken({ [failed]: [...repeated(150, 5), ...repeated(50, Number.NaN)] });
    const half = [...repeated(75, 2), ...repeated(25, Number.NaN)];
    const now = taken({ [failed]: half }, { ...newer, seed: 'another' });
    expect(reportOf(stored, now).moved).toMatchObject([{ direction: 'better', before: 5, after: 2 }]);
  });

  test('of many metrics each needs stronger evidence to fail than one alone', () => {
    const after = before.map((value, index) => value + 1.8 + (index % 2 === 0 ? 5 : -5));
    expect(moveOf(minutes, before, after)).toMatchObject({ outcome: 'fail' });
    const others = Object.fromEntries(
      Array.from({ length: 80 }, (_, index) => [`group.g${index}.nodes.lost`, before]),
    );
    const report = reportOf(
      taken({ ...others, [minutes]: before }),
      taken({ ...others, [minutes]: after }, newer),
    );
    expect(report.moved).toMatchObject([{ metric: minutes, outcome: 'inconclusive' }]);
  });

  test('a metric that is gone fails, one that is new does not; both are named', () => {
    const both = { [failed]: [1, 2], [minutes]: [3, 4] };
    const gone = reportOf(taken(both), taken({ [failed]: [1, 2] }, newer));
    expect(gone).toMatchObject({ outcome: 'fail', removed: [minutes], added: [], unchanged: 1 });
    const more = reportOf(taken({ [failed]: [1, 2] }), taken(both, newer));
    expect(more).toMatchObject({ outcome: 'pass', added: [minutes], removed: [], unchanged: 1 });
  });

  test('worst first: what failed, what is open, what holds; the fleet before its groups; the larger before the smaller', () => {
    const runs = (change: number, noise = 0) =>
      Array.from({ length: 50 }, (_, index) => 100 + change + (index % 2 === 0 ? noise : -noise));
    const names = ['cause.CUTOFF', 'group.web.nodes.lost', 'nodes.lost', 'reboots.total', failed, minutes];
    const changes = [runs(90), runs(50), runs(10), runs(20), runs(0.9, 9), runs(0.5)];
    const stored = taken(Object.fromEntries(names.map((name) => [name, runs(0)])));
    const now = taken(Object.fromEntries(names.map((name, index) => [name, changes[index]!])), newer);
    expect(reportOf(stored, now).moved.map(({ metric }) => metric)).toEqual([
      'reboots.total',
      'nodes.lost',
      'cause.CUTOFF',
      'group.web.nodes.lost',
      failed,
      minutes,
    ]);
  });

  test('names the first block of events that differs, by time, with ours', () => {
    const report = reportOf(
      taken({ [failed]: [1, 2] }),
      taken({ [failed]: [1, 2] }, { ...newer, blocks: blocks('a', 'x', 'y') }),
    );
    expect(report.firstDifference).toEqual({
      block: 2,
      firstEvent: 1001,
      from: '2025-01-04T00:00:00.000Z',
      until: '2025-01-04T01:00:00.000Z',
      events: ['event 1001'],
    });
  });
});

describe('another seed', () => {
  const other = { seed: '2' };
  const before = normalSample(200, 100, 10);

  test('is said to have different random draws, and no events are compared', () => {
    const report = reportOf(
      taken({ [minutes]: before }),
      taken({ [minutes]: normalSample(200, 100, 10, 1) }, { ...other, blocks: blocks('x') }),
    );
    expect(report.changed).toEqual(['seed 1, now 2', 'different random draws, so that runs are not paired']);
    expect(report.firstDifference).toBeNull();
    expect(report.moved[0]!.outcome).toBe('inconclusive');
  });

  test('shows a large change, and a wide tolerance kept', () => {
    const after = normalSample(200, 110, 10, 1);
    const two = [taken({ [minutes]: before }), taken({ [minutes]: after }, other)] as const;
    expect(reportOf(...two).moved[0]).toMatchObject({ outcome: 'fail', direction: 'worse' });
    expect(reportOf(...two, { [minutes]: { absolute: 20, at } }).moved[0]).toMatchObject({ outcome: 'pass' });
  });

  test('notices runs that no longer end', () => {
    const after = normalSample(200, 100, 10, 1).map((value, index) => (index < 60 ? Number.NaN : value));
    const tolerances = { [minutes]: { absolute: 20, at } };
    const report = reportOf(taken({ [minutes]: before }), taken({ [minutes]: after }, other), tolerances);
    expect(report.moved[0]).toMatchObject({ outcome: 'fail', direction: 'worse' });
  });
});

describe('errors over many experiments', () => {
  const count = 400;
  const tolerance: Tolerance = { absolute: 1, at };

  /** Outcomes where the true change is this much, with noise in every pair. */
  function outcomes(change: number): (string | undefined)[] {
    return Array.from({ length: count }, (_, experiment) => {
      const before = normalSample(60, 100, 10, 2 * experiment);
      const noise = normalSample(60, change, 2, 2 * experiment + 1);
      const after = before.map((value, index) => value + noise[index]!);
      return moveOf(minutes, before, after, tolerance)?.outcome;
    });
  }

  const shareOf = (found: readonly (string | undefined)[], wanted: string) =>
    found.filter((outcome) => outcome === wanted).length / count;

  test('a change as large as the tolerance passes in at most 5% of cases, and fails in at most 5%', () => {
    const found = outcomes(1);
    // Four standard errors more.
    expect(shareOf(found, 'pass')).toBeLessThan(0.05 + 0.044);
    expect(shareOf(found, 'fail')).toBeLessThan(0.05 + 0.044);
  });

  test('no change passes, and twice the tolerance fails, in nine cases of ten', () => {
    expect(shareOf(outcomes(0), 'pass')).toBeGreaterThan(0.9);
    expect(shareOf(outcomes(2), 'fail')).toBeGreaterThan(0.9);
  });
});
