import { expect, test } from 'vitest';
import { axisProblem, frontierOf } from '../../src/experiment/frontier.ts';
import { metricsByName } from '../support/metrics.ts';
import { variant } from './columns-made-up.ts';

const minutes = 'task.Install.minutes';
const whole = { 'task.Install.halted': [0, 0], 'task.Install.completed': [1, 1] };
const halted = { 'task.Install.halted': [1, 0], 'task.Install.completed': [0, 1] };
const place = (name: string, x: number, y: number, rollout = whole) =>
  variant(name, { [minutes]: [x - 1, x + 1], 'nodes.lost': [y, y], ...rollout });
const axes = { x: minutes, y: 'nodes.lost' };
const onFrontier = (variants: Parameters<typeof frontierOf>[0]) =>
  frontierOf(variants, axes)
    .points.filter(({ isOnFrontier }) => isOnFrontier)
    .map(({ variant: name }) => name);

test('whoever another beats in one metric and not by the other is off the frontier', () => {
  const variants = [place('fast', 10, 9), place('both', 20, 5), place('worse', 20, 6), place('safe', 40, 1)];
  expect(onFrontier(variants)).toEqual(['fast', 'both', 'safe']);
});

test('points are means, with units and directions', () => {
  const frontier = frontierOf([place('one', 10, 9)], axes);
  expect(frontier.x).toEqual({ metric: minutes, unit: 'minutes', better: 'lower' });
  expect(frontier.points).toEqual([
    {
      variant: 'one',
      x: 10,
      y: 9,
      // Of two runs that were the same.
      otherBelow: { x: null, y: 0.776393 },
      isStarred: false,
      isOnFrontier: true,
    },
  ]);
});

test('variants that are equal in both are both on it', () => {
  expect(onFrontier([place('one', 10, 9), place('other', 10, 9)])).toEqual(['one', 'other']);
});

test('of a metric of which more is better, more wins', () => {
  const variants = [
    variant('little', { 'patched.percent': [80], 'nodes.lost': [1] }),
    variant('much', { 'patched.percent': [90], 'nodes.lost': [1] }),
  ];
  const { points } = frontierOf(variants, { x: 'patched.percent', y: 'nodes.lost' });
  expect(points.map(({ isOnFrontier }) => isOnFrontier)).toEqual([false, true]);
});

test('a rollout that was halted in some runs does not beat one that never was', () => {
  expect(onFrontier([place('whole', 90, 5), place('halted', 10, 5, halted)])).toEqual(['whole', 'halted']);
  expect(onFrontier([place('whole', 9, 5), place('halted', 10, 5, halted)])).toEqual(['whole']);
});

test('a variant without a mean has no place on it', () => {
  const endless = variant('endless', { [minutes]: [10, Number.NaN], 'nodes.lost': [0, 0], ...whole });
  const { points } = frontierOf([endless, place('one', 10, 9)], axes);
  expect(points).toMatchObject([
    { x: null, isOnFrontier: false },
    { x: 10, isOnFrontier: true },
  ]);
});

test('a metric without a better direction is no axis', () => {
  expect(axisProblem('nodes.total', metricsByName.of('nodes.total'))).toMatch(/better direction/);
  expect(axisProblem('nodes.lost', metricsByName.of('nodes.lost'))).toBeNull();
});
