import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { metricNames, metricRowOf, metricsOf } from '../../src/result/metrics.ts';
import { Simulator } from '../../src/simulate.ts';
import { loadYaml } from '../support/simulate.ts';

const text = readFileSync('scenarios/sunday-patch.yaml', 'utf8');
const { scenario } = loadYaml(text);
const simulator = new Simulator(scenario);

describe('a row of metrics', () => {
  test('says the same as the metrics by name: null is NaN, true is 1, false is 0', () => {
    const names = metricNames(scenario);
    const row = new Float64Array(names.length);
    for (const replication of [0, 1, 2, 1]) {
      const outcome = simulator.run(replication);
      metricRowOf(outcome, names, row, 0);
      const expected = [...metricsOf(outcome).values()].map((value) =>
        value === null ? Number.NaN : Number(value),
      );
      expect([...row]).toEqual(expected);
    }
  });

  test('of a few names has their metrics in their order, from the given place on, and touches nothing else', () => {
    const names = [
      'task.Install.minutes',
      'patched.nodes',
      'cause.ENDPOINT_MISSING_S3',
      'task.Install.halted',
    ];
    const row = new Float64Array(8).fill(-1);
    const outcome = simulator.run(3);
    metricRowOf(outcome, names, row, 2);
    const metrics = metricsOf(outcome);
    expect([...row]).toEqual([-1, -1, ...names.map((name) => Number(metrics.get(name))), -1, -1]);
    expect(metrics.get('cause.ENDPOINT_MISSING_S3')).toBe(30);
  });

  test('without a cause or a patched node among its names is the same as with them', () => {
    const names = ['exposure.nodeHours', 'nodes.online', 'task.Install.failed'];
    const row = new Float64Array(names.length);
    const outcome = simulator.run(4);
    metricRowOf(outcome, names, row, 0);
    const metrics = metricsOf(outcome);
    expect([...row]).toEqual(names.map((name) => metrics.get(name)));
  });

  test('of a metric that the scenario does not have is a defect', () => {
    const outcome = simulator.run(0);
    expect(() => metricRowOf(outcome, ['task.Nothing.failed'], new Float64Array(1), 0)).toThrow(
      'no metric task.Nothing.failed',
    );
  });
});
