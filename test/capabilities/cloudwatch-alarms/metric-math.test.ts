/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
import { describe, expect, test } from 'vitest';
import type { Series, Value } from '../../../src/capabilities/cloudwatch-alarms/math/arithmetic.ts';
import { evaluate } from '../../../src/capabilities/cloudwatch-alarms/math/evaluate.ts';
import { MathProblem, parseExpression } from '../../../src/capabilities/cloudwatch-alarms/math/parse.ts';
import { circleIn, seriesOf } from '../../../src/capabilities/cloudwatch-alarms/math/queries.ts';

const _ = null;

function worked(text: string, given: Readonly<Record<string, Series>>): Value {
  const expression = parseExpression(text);
  if (expression instanceof MathProblem) throw expression;
  return evaluate(expression, {
    periodSeconds: 60,
    length: Object.values(given)[0]?.length ?? 3,
    valueFor: (id) => given[id] ?? [],
    metrics: () => Object.entries(given),
  });
}

const two = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };

test.each([
  ['metric1 < metric2', [0, 0, 1, 0]],
  ['metric1 >= 30', [1, 0, 0, 0]],
  ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
])("AWS's example of operators: %s", (text, wanted) => {
  expect(worked(text, two)).toEqual(wanted);
});

const three = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };

test.each([
  ['IF(metric1, metric2, metric3)', [30, 0, 20, _, _]],
  ['IF(metric1, 5, metric3)', [5, 5, 20, _, _]],
  ['IF(metric1, metric2, 5)', [30, 0, 5, 5, _]],
  ['IF(metric1, metric2)', [30, 0, _, _, _]],
])("AWS's example of IF: %s", (text, wanted) => {
  expect(worked(text, three)).toEqual(wanted);
});

const m = { m1: [1, 2, _, 4], m2: [10, _, _, 2] };

test.each<[string, unknown]>([
  ['m1 + m2', [11, 2, _, 6]],
  ['m1 / m2', [0.1, _, _, 2]],
  ['m1 / m2 * 100', [10, _, _, 200]],
  ['-m1', [-1, -2, _, -4]],
  ['2 ^ m1', [2, 4, _, 16]],
  ['2 + 3 * 4 - 10 / 5', 12],
  ['2 ^ 3 ^ 2', 512],
  ['-2 ^ 2', -4],
  ['(2 + 3) * 4', 20],
  ['1 == 1 && 2 != 2 || 3 <= 3', 1],
  ['FILL(m1, 0)', [1, 2, 0, 4]],
  ['FILL(m1, REPEAT)', [1, 2, 2, 4]],
  ['FILL(m1, LINEAR)', [1, 2, 3, 4]],
  ['FILL(m1, m2)', [1, 2, _, 4]],
  ['SUM([m1, m2])', [11, 2, _, 6]],
  ['SUM(METRICS())', [11, 2, _, 6]],
  ['SUM(METRICS("1"))', [1, 2, _, 4]],
  ['MIN(METRICS())', [1, 2, _, 2]],
  ['MAX(METRICS())', [10, 2, _, 4]],
  ['AVG(METRICS())', [5.5, 1, _, 3]],
  ['AVG(m1)', 7 / 3],
  ['m1 - MIN(m1)', [0, 1, _, 3]],
  ['SUM(m1) / DATAPOINT_COUNT(m1)', 7 / 3],
  ['METRIC_COUNT(METRICS())', 2],
  ['PERIOD(m1)', 60],
  ['DIFF(m1)', [_, 1, _, 2]],
  ['DIFF_TIME(m1)', [_, 60, _, 120]],
  ['RATE(m1)', [_, 1 / 60, _, 2 / 120]],
  ['RUNNING_SUM(m1)', [1, 3, _, 7]],
  ['ABS(m1 - 3)', [2, 1, _, 1]],
  ['CEIL(m1 / 3)', [1, 1, _, 2]],
  ['FLOOR(m1 / 3)', [0, 0, _, 1]],
  ['TIME_SERIES(5)', [5, 5, 5, 5]],
  ['FIRST(METRICS())', [1, 2, _, 4]],
  ['LAST(METRICS())', [10, _, _, 2]],
  ['IF(m1 > 1, 1, 0)', [0, 1, _, 1]],
  ['STDDEV([m1, m2])', [4.5, 0, _, 1]],
])('%s', (text, wanted) => {
  expect(worked(text, m)).toEqual(wanted);
});

test('LOG is the natural logarithm', () => {
  expect(worked('LOG10(m1 * 100)', { m1: [1, 10] })).toEqual([2, expect.closeTo(3, 10)]);
});

describe('what is no expression', () => {
  test.each([
    ['m1 +', 'ends too early'],
    ['m1 m2', 'unexpected `m2`'],
    ['sum(m1)', 'unknown function sum'],
    ['IF(m1)', 'IF: expected a condition'],
    ['m1; process.exit()', 'cannot read'],
    [`${'('.repeat(100)}m1${')'.repeat(100)}`, 'at most 50 levels'],
    ['m1'.padEnd(3000, ' + 1'), 'at most 2048 characters'],
    ['constructor(m1)', 'unknown function constructor'],
    ['Errors + 1', 'lowercase letter'],
  ])('%.20s', (text, message) => {
    expect(() => worked(text, m)).toThrow(message);
  });
});

const shape = { periodSeconds: 60, length: 2 };
const expressionOf = (text: string) => {
  const expression = parseExpression(text);
  if (expression instanceof MathProblem) throw expression;
  return expression;
};

test('an alarm watches the one entry that is returned, through other expressions', () => {
  const queries = [
    { id: 'm1', isReturned: false, metric: [1, 2] },
    { id: 'm2', isReturned: false, metric: [4, 4] },
    { id: 'e1', isReturned: false, expression: expressionOf('m1 / m2') },
    { id: 'e2', isReturned: true, expression: expressionOf('e1 * 100') },
  ];
  expect(seriesOf<Series>(queries, shape, (series) => series)).toEqual([25, 50]);
  expect(circleIn(queries)).toBeNull();
});

test('a scalar and several series are nothing that an alarm can watch', () => {
  const watching = (text: string) => () =>
    seriesOf<Series>(
      [
        { id: 'm1', isReturned: false, metric: [1, 2] },
        { id: 'm2', isReturned: false, metric: [1, 2] },
        { id: 'e1', isReturned: true, expression: expressionOf(text) },
      ],
      shape,
      (series) => series,
    );
  expect(watching('AVG(m1)')).toThrow('is a number');
  expect(watching('METRICS()')).toThrow('is 2 time series');
  expect(watching('m3')).toThrow('the Id m3');
});

test('an expression of itself is found', () => {
  const queries = [
    { id: 'e1', isReturned: true, expression: expressionOf('e2') },
    { id: 'e2', isReturned: false, expression: expressionOf('e1') },
  ];
  expect(circleIn(queries)).toBe('e1');
});
