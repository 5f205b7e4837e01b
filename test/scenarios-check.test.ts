/** Every shipped scenario holds what it expects over all its replications, as `fleetsim check` asks it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { Columns } from '../src/experiment/columns.ts';
import { cannotPass } from '../src/experiment/gate-limits.ts';
import { gateOutcomes } from '../src/experiment/gates.ts';
import { parseConstraint, parseGoal } from '../src/experiment/parse-goal.ts';
import { Replicator } from '../src/experiment/replicator.ts';
import { metricNames } from '../src/result/metrics.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { metricsByName } from './support/metrics.ts';
import { shippedFile, shippedNames } from './support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const load = (name: string) => {
  const loaded = loadScenario({ file: shippedFile(name), read: (path) => readFileSync(path), overrides: [] });
  if ('problems' in loaded) throw new Error(`${name} does not load`);
  return loaded.scenario;
};

test.each(shippedNames)('%s passes check', async (name) => {
  const scenario = load(name);
  const count = scenario.replications ?? 200;
  const metrics = [...new Set(scenario.expectations.map(({ metric }) => metric))];
  const replicator = await Replicator.of([{ scenario, metrics }]);
  const rows = replicator.run({ variant: 0, first: 0, count }, () => {});
  if ('message' in rows) throw new Error(rows.message);
  const columns = new Columns(metrics, metricsByName);
  columns.append(rows);
  expect(cannotPass(scenario.expectations, count)).toEqual([]);
  const open = gateOutcomes(scenario.expectations, columns).filter(({ outcome }) => outcome !== 'pass');
  expect(open.map(({ metric, expected, observed }) => `${metric} ${expected}: ${observed}`)).toEqual([]);
});

describe.each(shippedNames.filter((name) => load(name).experiment !== null))(
  'the experiment of %s',
  (name) => {
    const scenario = load(name);
    const { metrics, goal, subjectTo, frontier } = scenario.experiment!;

    test('asks of metrics that there are', () => {
      const known = new Set(metricNames(scenario));
      const asked = [...metrics, ...(frontier === null ? [] : [frontier.x, frontier.y])].map(
        ({ text }) => text,
      );
      expect(asked.filter((metric) => !known.has(metric))).toEqual([]);
    });

    test('has a goal and limits that can be read', () => {
      const read = [
        ...(goal === null ? [] : [parseGoal(goal.text)]),
        ...subjectTo.map(({ text }) => parseConstraint(text, metricsByName)),
      ];
      expect(read.every((each) => 'metric' in each)).toBe(true);
    });
  },
);
