import { describe, expect, test } from 'vitest';
import { defaultTolerance } from '../../src/result/metric-table.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { metricsByName } from '../support/metrics.ts';
import { runShipped } from '../support/shipped.ts';

test('every metric of a real scenario has a meaning and a kind', () => {
  const names = metricNames(runShipped('sunday-patch').scenario);
  expect(names.length).toBeGreaterThan(100);
  for (const name of names) {
    expect(metricsByName.of(name).meaning, name).not.toBe('');
    expect(metricsByName.of(name).kind, name).toMatch(/^(count|percent|amount|yesOrNo)$/);
  }
});

test('what is no metric has no meaning', () => {
  for (const name of [
    'nodes.lsot',
    'task.Install.minuets',
    'group.web.percent',
    'window.W.starts',
    'constructor',
    '',
  ])
    expect(() => metricsByName.of(name), name).toThrow('is no metric');
});

describe('the meaning of a metric', () => {
  test.each([
    ['group.web.patched.percent', 'percent', 'higher'],
    ['group.a.b.nodes.lost', 'nodes', 'lower'],
    ['cause.CUTOFF', 'nodes', 'lower'],
    ['window.Night.skipped', 'executions', 'lower'],
    ['task.Install.halted', 'yes or no', 'lower'],
    ['task.Install.haltedExecutions', 'executions', 'lower'],
    ['task.Install.completed', 'yes or no', 'higher'],
    ['command.x.y.minutes', 'minutes', 'lower'],
    ['task.Install.targets', 'targets', 'neither'],
    ['task.Install.started', 'targets', 'neither'],
    ['task.Install.peakConcurrency', 'targets', 'neither'],
    ['task.Install.peakDown', 'targets', 'lower'],
  ])('%s: in %s, and %s is better', (metric, unit, better) => {
    expect(metricsByName.of(metric)).toMatchObject({ unit, better });
  });
});

describe('what counts as no change', () => {
  test.each([
    ['task.Install.failed', 10, 0.5],
    ['task.Install.failed', 200, 2],
    ['patched.percent', 40, 1],
    ['task.Install.halted', 0.5, 0.01],
    ['task.Install.minutes', 90, 0.9],
    ['exposure.nodeHours', 0, 0],
    ['reboots.total', -300, 3],
  ])('in %s around %d is %d', (metric, mean, tolerance) => {
    expect(defaultTolerance(metricsByName.of(metric), mean)).toBeCloseTo(tolerance, 12);
  });
});
