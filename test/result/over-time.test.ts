/** When the report of a run shows the fleet over time, and how wide it is. */
import { expect, test } from 'vitest';
import { renderText } from '../../src/blocks/text.ts';
import { overTimeBlocks } from '../../src/result/over-time.ts';
import { Simulator } from '../../src/simulate.ts';
import { approveAll, patch, released, world } from '../capabilities/quiet-world.ts';
import { loadYaml } from '../support/simulate.ts';

function chartAt(width: number, actions: readonly string[]): string {
  const fleet = '{ web: { count: 4, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
  const text = world({
    fleet,
    end: '10d',
    resources: `{ All: ${approveAll()} }`,
    patches: `{ ${released('P1')} }`,
    actions: `[${actions.join(', ')}]`,
  });
  const outcome = new Simulator(loadYaml(text).scenario, { series: true }).run();
  return renderText(overTimeBlocks(outcome), { color: false, width });
}

const first = patch('Install', '48', { id: 'first', where: 'InstanceIds: [web-0001]' });
const others = patch('Install', '144', { id: 'others' });

test('where the fleet changes over more than a day, what changed is drawn and said', () => {
  for (const width of [60, 80, 120]) {
    const chart = chartAt(width, [first, others]);
    expect(chart).toContain('Nodes over time');
    expect(Math.max(...chart.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(chart.replaceAll(/\s+/g, ' ')).toContain('up to date: 0 to 4, 4 at the end');
    // Nothing was held back.
    expect(chart).not.toContain('held back');
  }
});

test('what is over within a day is not: its rollout has a chart of its own', () => {
  expect(chartAt(80, [others])).toBe('\n');
  expect(chartAt(80, [])).toBe('\n');
});
