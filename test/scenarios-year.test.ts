/** The year: too long for the tests that run every scenario again and again. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { renderText } from '../src/blocks/text.ts';
import { prepareDistributions } from '../src/kernel/gamma.ts';
import { firstScreenBlocks } from '../src/reports/run.ts';
import { runReportOf } from '../src/result/report.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { Simulator } from '../src/simulate.ts';
import { typedResultOf } from './support/results.ts';
import { shippedFile } from './support/shipped.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a year of three rings keeps its promise, in one screen', async () => {
  const file = shippedFile('year');
  const loaded = loadScenario({ file, read: (path) => readFileSync(path), overrides: [] });
  if ('problems' in loaded) throw new Error('year does not load');
  await prepareDistributions([]);
  const outcome = new Simulator(loaded.scenario, { series: true }).run();
  const { sha256, overrides } = loaded;
  const result = typedResultOf(outcome, { version: '0.0.0', file: 'year.yaml', sha256, overrides });
  expect(result.expectations.map(({ metric, outcome: held }) => `${metric}: ${held}`)).toEqual(
    loaded.scenario.expectations.map(({ metric }) => `${metric}: pass`),
  );
  expect(result.metrics['association.DailyScan.targets']).toBe(364 * 2550);
  const screen = renderText(firstScreenBlocks(runReportOf(outcome, result, { file })), {
    color: false,
    width: 80,
  });
  expect(screen.trim().split('\n').length).toBeLessThanOrEqual(8);
});
