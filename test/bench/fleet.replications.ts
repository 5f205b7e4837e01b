/** Replications of scenarios/sunday-patch.yaml in one thread, every metric of each: how many a second. */
import { readFileSync } from 'node:fs';
import { metricNames, metricRowOf } from '../../src/result/metrics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';

const warmUpCount = 500;
const replicationCount = 2_000;

const file = 'scenarios/sunday-patch.yaml';
const loaded = loadScenario({ file, read: (path) => readFileSync(path), overrides: [] });
if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
const { scenario } = loaded;
const simulator = new Simulator(scenario);
const names = metricNames(scenario);
const row = new Float64Array(names.length);

function replicate(count: number): void {
  for (let replication = 0; replication < count; replication += 1) {
    metricRowOf(simulator.run(replication), names, row, 0);
  }
}

replicate(warmUpCount);
const startedAt = performance.now();
replicate(replicationCount);
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ replicationsPerSecond: replicationCount / seconds }));
