import { describe, expect, test, vi } from 'vitest';
import { defaultMetrics, defaultMetricsMax, headlines } from '../../src/result/default-metrics.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { scenarioOf, times, web } from '../scenario/load-text.ts';
import { runShipped, shippedNames } from '../support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const command = (id: string, operation: string) =>
  `  - { id: ${id}, at: 2025-01-04, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], ` +
  `Parameters: { Operation: [${operation}] } } }\n`;

describe('the metrics that compare shows by itself', () => {
  test('are of the fleet and of the Install', () => {
    expect(defaultMetrics(runShipped('sunday-patch').scenario)).toEqual([
      'exposure.nodeHours',
      'patched.percent',
      'nodes.lost',
      'task.Install.minutes',
      'task.Install.failed',
      'task.Install.notStarted',
      'task.Install.halted',
      'task.Install.finishedBeforeCutoff',
    ]);
  });

  test('are of every task, production before its canaries', () => {
    const minutes = defaultMetrics(runShipped('bad-patch-fails').scenario).filter((metric) =>
      metric.endsWith('.minutes'),
    );
    expect(minutes).toEqual(['task.Install.minutes', 'task.Canary.minutes']);
  });

  test('begin with the Install and not with the task behind it', () => {
    const [first] = defaultMetrics(runShipped('cutoff').scenario).filter((metric) =>
      metric.endsWith('.minutes'),
    );
    expect(first).toBe('task.Install.minutes');
  });

  test('are of a command where no window installs, and ask for no cutoff', () => {
    const scenario = scenarioOf(
      `${times}${web}actions:\n${command('one', 'Install')}${command('two', 'Scan')}`,
    );
    const metrics = defaultMetrics(scenario);
    expect(metrics).toContain('command.one.peakDown');
    expect(metrics.filter((metric) => /Cutoff/.test(metric))).toEqual([]);
  });

  test('leave room for what is expected only where nothing is rolled out', () => {
    const scenario = scenarioOf(`${times}${web}expect: { nodes.online: 5, nodes.lost: 0, nodes.typo: 0 }\n`);
    expect(defaultMetrics(scenario)).toEqual([
      'exposure.nodeHours',
      'patched.percent',
      'nodes.lost',
      'nodes.online',
    ]);
  });

  test('of a capability are its headlines, where the file uses it', () => {
    expect(headlines(scenarioOf(`${times}${web}`))).toEqual([]);
    expect(headlines(runShipped('session-audit').scenario)).toEqual([
      'sessions.connected',
      'sessions.refused',
      'sessions.cutByReboot',
      'sessions.withoutLog',
    ]);
    expect(headlines(runShipped('boot-storm').scenario)).toContain('parameterStore.boot.failed');
  });

  test.each(shippedNames)('headlines of %s exist', (name) => {
    const { scenario } = runShipped(name);
    expect(headlines(scenario).filter((metric) => !metricNames(scenario).includes(metric))).toEqual([]);
  });

  test.each(shippedNames)('of %s exist, and are few for each rollout', (name) => {
    const { scenario } = runShipped(name);
    const metrics = defaultMetrics(scenario);
    const rollouts = metrics.filter((metric) => metric.endsWith('.minutes')).length;
    expect(metrics.length).toBeLessThanOrEqual(defaultMetricsMax * Math.max(1, rollouts));
    expect(metrics.filter((metric) => !metricNames(scenario).includes(metric))).toEqual([]);
  });
});
