/** Operators as a queue with several servers. */
import { describe, expect, test } from 'vitest';
import { create, operators, opsItems, update } from './world.ts';

const item = (id: string, clock: string, severity?: number, more = '') =>
  create(
    id,
    clock,
    [...(severity === undefined ? [] : [`Severity: "${severity}"`]), ...(more === '' ? [] : [more])].join(
      ', ',
    ),
  );
const run = (calls: readonly string[], models: Readonly<Record<string, string>>) =>
  opsItems(calls, operators(models)).result;
const times = (result: ReturnType<typeof run>) =>
  result.opsItems.map(({ madeBy, operator, begun, resolved }) =>
    [madeBy, operator ?? '-', begun?.slice(11, 16) ?? '-', resolved?.slice(11, 16) ?? '-'].join(' '),
  );

test('an OpsItem is in progress once an operator takes it, and resolved when the work is done', () => {
  const result = run([item('a', '1')], { ann: '{ time: 30m }' });
  expect(times(result)).toEqual(['a ann 01:00 01:30']);
  expect(result.opsItems[0]!.history.map(({ status }) => status)).toEqual(['Open', 'InProgress', 'Resolved']);
  expect(result.metrics).toMatchObject({
    'operator.ann.taken': 1,
    'operator.ann.resolved': 1,
    'opsItems.hoursToResolve': 0.5,
    'opsItems.hoursToBegin': 0,
  });
});

test('an operator has one at a time', () => {
  expect(times(run([item('a', '1'), item('b', '1:10')], { ann: '{ time: 30m }' }))).toEqual([
    'a ann 01:00 01:30',
    'b ann 01:30 02:00',
  ]);
});

test('the most severe is taken first, and of one severity the oldest', () => {
  const calls = [
    item('busy', '1'),
    item('none', '1:01'),
    item('low', '1:02', 4),
    item('high', '1:04', 1),
    item('high2', '1:03', 1),
  ];
  const order = times(run(calls, { ann: '{ time: 10m }' })).map((line) => line.split(' '));
  expect(order.sort((a, b) => a[2]!.localeCompare(b[2]!)).map(([id]) => id)).toEqual([
    'busy',
    'high2',
    'high',
    'low',
    'none',
  ]);
});

test('what happens at one instant is in no order', () => {
  const calls = [item('low', '1', 4), item('high', '1', 1)];
  expect(times(run(calls, { ann: '{ time: 10m }' }))).toEqual([
    'low ann 01:10 01:20',
    'high ann 01:00 01:10',
  ]);
});

test('who has been free for the longest takes first, then the first of the file', () => {
  const calls = [item('a', '1'), item('b', '1:01'), item('c', '2')];
  expect(
    times(run(calls, { ann: '{ time: 20m }', bob: '{ time: 5m }' })).map((line) => line.split(' ')[1]),
  ).toEqual(['ann', 'bob', 'bob']);
});

describe('skills', () => {
  test('an operator takes what each list has', () => {
    const calls = [
      item('a', '1', 1, 'Category: Security'),
      item('b', '1', 3, 'Category: Security'),
      item('c', '1', 1),
    ];
    const result = run(calls, { ann: '{ time: 5m, skills: { severities: [1], categories: [security] } }' });
    expect(times(result)).toEqual(['a ann 01:00 01:05', 'b - - -', 'c - - -']);
  });
  test('sources, too', () => {
    expect(times(run([item('a', '1')], { ann: '{ time: 5m, skills: { sources: [S3] } }' }))).toEqual([
      'a - - -',
    ]);
  });
  test('an OpsItem whose severity changes may become hers', () => {
    const calls = [item('a', '1', 3), update('a', '2', 'Severity: "1"')];
    expect(times(run(calls, { ann: '{ time: 5m, skills: { severities: [1] } }' }))).toEqual([
      'a ann 02:00 02:05',
    ]);
  });
});

describe('shifts', () => {
  const shift = (from: string, to: string, more = '') =>
    `{ time: 1h, shifts: [{ from: "${from}", to: "${to}" }]${more} }`;
  test('an OpsItem waits for the shift to begin', () => {
    expect(times(run([item('a', '1')], { ann: shift('08:00', '16:00') }))).toEqual(['a ann 08:00 09:00']);
  });
  test('what is in hand at the end is finished, and nothing more is taken', () => {
    const calls = [item('a', '1:30'), item('b', '1:40')];
    const result = run(calls, { ann: shift('01:00', '02:00') });
    expect(times(result)).toEqual(['a ann 01:30 02:30', 'b - - -']);
    expect(result.metrics['operator.ann.utilization']).toBe(100);
  });
  test('or it goes back to those that wait', () => {
    const models = { ann: shift('01:00', '02:00', ', atShiftEnd: handOver'), bob: shift('03:00', '09:00') };
    const result = run([item('a', '1:30')], models);
    expect(times(result)).toEqual(['a bob 01:30 04:00']);
    expect(result.opsItems[0]!.history.map(({ status, by }) => `${status} ${by}`)).toEqual([
      'Open a',
      'InProgress ann',
      'Open ann',
      'InProgress bob',
      'Resolved bob',
    ]);
    expect(result.metrics['operator.ann.utilization']).toBe(50);
  });
});

describe('what others do to an OpsItem', () => {
  test('one that is resolved meanwhile frees its operator', () => {
    const calls = [item('a', '1'), item('b', '1:10'), update('a', '1:20')];
    expect(times(run(calls, { ann: '{ time: 1h }' }))).toEqual(['a ann 01:00 01:20', 'b ann 01:20 02:20']);
  });
  test('one that is in progress already is not taken', () => {
    const calls = [item('busy', '1'), item('a', '1:10'), update('a', '1:20', 'Status: InProgress')];
    expect(times(run(calls, { ann: '{ time: 1h }' }))).toEqual(['busy ann 01:00 02:00', 'a - 01:20 -']);
  });
  test('one that is opened again is taken again', () => {
    const calls = [item('a', '1'), update('a', '2', 'Status: Open')];
    expect(times(run(calls, { ann: '{ time: 30m }' }))).toEqual(['a ann 01:00 02:30']);
  });
});

test('an operator who may not change OpsItems takes none', () => {
  const { result } = opsItems([item('a', '1')], {
    ...operators({ ann: '{ time: 5m }' }),
    principals: '{ ann: { statements: [{ Effect: Allow, Action: "ssm:GetOpsItem", Resource: "*" }] } }',
  });
  expect(times(result)).toEqual(['a - - -']);
});

test('what is in hand at the end of the run has been worked on until then', () => {
  const { result } = opsItems([item('a', '1')], { ...operators({ ann: '{ time: 9h }' }), end: '2h' });
  expect(result.metrics).toMatchObject({ 'operator.ann.utilization': 50, 'opsItems.inProgress': 1 });
});

test('draws are those of the OpsItem: another one before it changes none', () => {
  const models = { ann: '{ time: { exponential: { mean: 10m } } }' };
  const lengthOf = (calls: readonly string[]) => {
    const found = run(calls, models).opsItems.find(({ madeBy }) => madeBy === 'b')!;
    return Date.parse(found.resolved!) - Date.parse(found.begun!);
  };
  expect(lengthOf([item('b', '20')])).toBe(lengthOf([item('a', '1'), item('b', '20')]));
});
