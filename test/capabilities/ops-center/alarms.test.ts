/** OpsItems that alarms create. */
import { describe, expect, test } from 'vitest';
import { printed } from '../../scenario/load-text.ts';
import { type Sections, simulate, world } from '../quiet-world.ts';
import { alarm, fault, update } from './world.ts';

/** The node is down from 1:00 to 1:10, and from 2:00 to 2:10. */
const twice = `[${fault('stop', '1')}, ${fault('start', '1:10')}, ${fault('stop', '2')}, ${fault('start', '2:10')}]`;
const run = (resources: string, sections: Sections = {}) =>
  simulate({ resources, faults: twice, ...sections }).result;

test('an OpsItem has the title, severity and category that AWS documents', () => {
  const { opsItems } = run(`{ Down: ${alarm()} }`);
  expect(opsItems[0]).toMatchObject({
    title: "CloudWatch alarm - 'Down' is in ALARM state",
    severity: '2',
    category: 'Availability',
    madeBy: 'Down',
    resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:Down'],
  });
});

describe('the second alarm of the same kind', () => {
  test('makes no second item', () => {
    const { opsItems, metrics } = run(`{ Down: ${alarm()} }`);
    expect(metrics['alarm.Down.alarms']).toBe(2);
    expect(opsItems).toHaveLength(1);
    expect(opsItems[0]!.duplicates).toBe(1);
    expect(metrics['opsItems.deduplicated']).toBe(1);
  });
  test('makes one once the first is resolved', () => {
    const { opsItems } = run(`{ Down: ${alarm()} }`, { actions: `[${update('Down', '1:30')}]` });
    expect(opsItems.map(({ status }) => status)).toEqual(['Resolved', 'Open']);
  });
  test('makes none while the first is in progress', () => {
    const begun = update('Down', '1:30', 'Status: InProgress');
    expect(run(`{ Down: ${alarm()} }`, { actions: `[${begun}]` }).opsItems).toHaveLength(1);
  });
});

test('two alarms make one OpsItem each', () => {
  const { opsItems } = run(`{ Down: ${alarm()}, Gone: ${alarm('Gone')} }`);
  expect(opsItems.map(({ madeBy }) => madeBy).sort()).toEqual(['Down', 'Gone']);
});

test('the category may be left out', () => {
  expect(run(`{ Down: ${alarm('Down', '3')} }`).opsItems[0]).toMatchObject({ severity: '3', category: null });
});

test('an action of OK creates nothing', () => {
  const resources = `{ Down: ${alarm('Down', '3', 'OKActions')} }`;
  expect(run(resources).opsItems).toEqual([]);
  expect(printed(world({ resources }))).toContain('no-effect');
});

test.each(['5', '0', 'high'])('severity %s is none that CloudWatch takes', (severity) => {
  const resources = `{ Down: ${alarm('Down', severity)} }`;
  expect(run(resources).opsItems).toEqual([]);
  expect(printed(world({ resources }))).toContain('not simulated');
});
