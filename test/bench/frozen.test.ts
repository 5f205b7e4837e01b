/** Metrics of the frozen scenarios: what e2e7022 computed, in the digits that it prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { metricsOf, rounded } from '../../src/result/metrics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';

const folder = new URL('frozen/', import.meta.url);
type Rows = Readonly<Record<string, readonly (number | boolean | null)[]>>;
const known: Readonly<Record<string, Rows>> = JSON.parse(
  readFileSync(new URL('metrics.json', folder), 'utf8'),
);

describe('the frozen scenarios', () => {
  it('are those whose metrics are known', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    expect(files.map((file) => file.replace('.yaml', '')).sort()).toEqual(Object.keys(known).sort());
  });

  it.each(Object.entries(known))('%s has the metrics that it had', (name, rows) => {
    const file = fileURLToPath(new URL(`${name}.yaml`, folder));
    const loaded = loadScenario({ file, read: (path) => readFileSync(path), overrides: [] });
    if ('problems' in loaded) return expect(loaded.problems).toEqual([]);
    const simulator = new Simulator(loaded.scenario);
    const replications = Object.values(rows)[0]!.map((_, replication) =>
      metricsOf(simulator.run(replication)),
    );
    for (const [metric, values] of Object.entries(rows)) {
      expect(
        replications.map((metrics) => rounded(metrics.get(metric)!)),
        metric,
      ).toEqual(values);
    }
  });
});
