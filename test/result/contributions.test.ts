/** A capability more brings its metrics, notes, results and part of the report, with no edit of an engine. */
import { expect, test } from 'vitest';
import { paragraph, section } from '../../src/blocks/block.ts';
import { renderText } from '../../src/blocks/text.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import { define } from '../../src/capability/capability.ts';
import { factSet } from '../../src/capability/facts.ts';
import {
  compared,
  count,
  countCohorts,
  family,
  fleetAndGroups,
  inGroups,
} from '../../src/capability/metrics.ts';
import { withCapabilities } from '../../src/capability/registry.ts';
import type { Simulation } from '../../src/capability/simulation.ts';
import { runBlocks } from '../../src/reports/run.ts';
import { defaultMetrics } from '../../src/result/default-metrics.ts';
import { metricTableOf } from '../../src/result/metric-table.ts';
import { metricNames, metricRowOf, metricsOf } from '../../src/result/metrics.ts';
import { runReportOf } from '../../src/result/report.ts';
import { resultOf } from '../../src/result/result.ts';
import { resultSchema } from '../../src/schema/index.ts';
import { Simulator } from '../../src/simulate.ts';
import { scenarioOf } from '../scenario/load-text.ts';

let countedCount = 0;

/** Whether nodes are in inventory: all of them are, three times. */
const sample = define({
  name: 'sample',
  facts: factSet('sample', {}),
  start: (_: Simulation) => ({ times: 3, clear() {} }),
  metrics: [
    family({
      place: 45,
      subjects: fleetAndGroups,
      metrics: [
        compared(
          0,
          inGroups(
            'listed',
            count<number>('inventory.listed', 'nodes', 'higher', 'Are listed.', (one) => one),
          ),
        ),
      ],
      count({ times }: { readonly times: number }, simulation) {
        countedCount += 1;
        const counts = countCohorts(
          simulation,
          () => ({ nodes: 0 }),
          (cohort, sum) => {
            sum.nodes += times * cohort.count;
          },
        );
        return counts.map(({ nodes }) => nodes);
      },
    }),
  ],
  notes: [
    {
      place: 5,
      notesOf: ({ times }) => [{ text: `listed ${times} times`, page: 'https://docs.aws.amazon.com/' }],
    },
  ],
  results: {
    lists: [{ place: 15, key: 'inventory', schema: { type: 'array' }, listOf: ({ times }) => [{ times }] }],
    nodes: [
      { place: 15, fields: () => ({ listed: { type: 'integer' } }), of: ({ times }) => ({ listed: times }) },
    ],
  },
  view: [{ place: 15, blocks: () => [section('Inventory', [paragraph('All are listed.')])] }],
});

const more = [...capabilities, sample];
const scenario = withCapabilities(
  scenarioOf(`start: 2025-01-01
end: 1d
fleet: { web: { count: 2, os: UBUNTU }, db: { count: 1, os: UBUNTU } }
patches: { USN-1: { os: UBUNTU, classification: Security, priority: Required, released: 2024-12-01 } }
expect: { nodes.total: 3 }
`),
  more,
);
const outcome = new Simulator(scenario).run();

test('its metrics are named, counted, explained and compared', () => {
  expect(metricNames(scenario).filter((name) => name.includes('inventory'))).toEqual([
    'inventory.listed',
    'group.web.inventory.listed',
    'group.db.inventory.listed',
  ]);
  const metrics = metricsOf(outcome);
  expect(metrics.get('inventory.listed')).toBe(9);
  expect(metrics.get('group.db.inventory.listed')).toBe(3);
  expect(metricTableOf(scenario).of('group.web.inventory.listed')).toMatchObject({
    unit: 'nodes',
    kind: 'count',
  });
  expect(defaultMetrics(scenario)[0]).toBe('inventory.listed');
});

test('a family of which no metric is wanted is not counted', () => {
  const before = countedCount;
  metricRowOf(outcome, ['nodes.total', 'patched.nodes'], new Float64Array(2), 0);
  expect(countedCount).toBe(before);
  metricRowOf(outcome, ['inventory.listed'], new Float64Array(1), 0);
  expect(countedCount).toBe(before + 1);
});

test('its list and its fields are in the result, at their places, and in the schema', () => {
  const result = resultOf(outcome, { version: '0.0.0', file: 'a.yaml', sha256: '', overrides: {} });
  const keys = Object.keys(result);
  expect(keys.slice(keys.indexOf('executions'), keys.indexOf('commands') + 1)).toEqual([
    'executions',
    'inventory',
    'commands',
  ]);
  expect(result['inventory']).toEqual([{ times: 3 }]);
  expect(Object.keys(result.nodes[0]!).slice(0, 7)).toEqual([
    'name',
    'id',
    'group',
    'managed',
    'pingStatus',
    'unmanagedCause',
    'listed',
  ]);
  expect(resultSchema(more)).toMatchObject({ properties: { inventory: { type: 'array' } } });
});

test('its note and its part are in the report', () => {
  const result = resultOf(outcome, { version: '0.0.0', file: 'a.yaml', sha256: '', overrides: {} });
  const report = runReportOf(outcome, result, { file: 'a.yaml' });
  expect(report.notes[0]).toMatchObject({ text: 'listed 3 times' });
  const text = renderText(runBlocks(report), { color: false, width: 100 });
  expect(text).toContain('All are listed.');
  expect(text.indexOf('Inventory')).toBeLessThan(text.indexOf('Compliance'));
  expect(text).toMatch(/group +nodes +managed .* listed +patched|listed/);
});
