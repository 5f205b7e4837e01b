import { expect, test } from 'vitest';
import { columnsOf } from '../../src/experiment/columns.ts';
import { precisionOutcome, untilPrecise } from '../../src/experiment/stopping.ts';
import { metricsByName } from '../support/metrics.ts';
import { times, type Values } from './columns-made-up.ts';

const minutes = 'task.Install.minutes';
const wanted = { metric: minutes, halfWidth: { relative: 0.5 }, text: '50%' };
const limits = { atLeast: 1, atMost: 400 };
const columns = (values: Values) => columnsOf(values, metricsByName);
/** 20, 21, 20, 21, …: known well within half of its mean. */
const steady = times(60, (index) => 20 + (index % 2));

test('a figure is known once every variant knows it', () => {
  const open = [10, 400, ...times(58, () => 20)];
  const isReached = (...variants: readonly (readonly number[])[]) =>
    precisionOutcome(
      wanted,
      variants.map((values) => columns({ [minutes]: values })),
    ).precisionReached;
  expect(isReached(steady)).toBe(true);
  expect(isReached(steady, open)).toBe(false);
});

test('a single run that never ended leaves minutes without a mean that could be known', () => {
  const endless = [...steady.slice(1), Number.NaN];
  expect(precisionOutcome(wanted, [columns({ [minutes]: endless })]).precisionReached).toBe(false);
});

test('of other metrics the runs that have a value count', () => {
  const metric = 'task.Install.failed';
  const some = [...steady.slice(1), Number.NaN];
  expect(precisionOutcome({ ...wanted, metric }, [columns({ [metric]: some })]).precisionReached).toBe(true);
});

test('the width of a yes or no is in points, whichever way it is written', () => {
  const metric = 'task.Install.halted';
  const half = columns({ [metric]: times(100, (index) => index % 2) });
  const isReached = (halfWidth: typeof wanted.halfWidth | { absolute: number }) =>
    precisionOutcome({ ...wanted, metric, halfWidth }, [half]).precisionReached;
  // Wilson's interval of 50 in 100 is 40.4% to 59.6%.
  expect(isReached({ relative: 0.1 })).toBe(true);
  expect(isReached({ absolute: 0.1 })).toBe(true);
  expect(isReached({ relative: 0.095 })).toBe(false);
});

test('it looks again later, never before the number that was asked for, and stops at the largest', () => {
  const next = untilPrecise(wanted, { atLeast: 50, atMost: 100 });
  const open = [columns({ [minutes]: [20, 20, 20] })];
  expect(next(0, [])).toBe(50);
  expect(next(50, open)).toBe(68);
  expect(next(68, open)).toBe(100);
  expect(next(100, open)).toBeNull();
  expect(untilPrecise(wanted, limits)(60, [columns({ [minutes]: steady })])).toBeNull();
});
