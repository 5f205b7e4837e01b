/** The shipped pipeline pages exactly the nodes that fail twice in a row, at the minutes at which they do. */
import { expect, test, vi } from 'vitest';
import { runShipped } from '../../support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const { result, journal } = runShipped('canonical-pipeline');
const paged = result.notifications;

test('pages two nodes, on the second Sunday on which their install fails, and not on the third', () => {
  expect(paged.map(({ topic, resource, at }) => [topic, resource, at])).toEqual([
    ['OnCall', 'web-0011', '2025-03-23T02:06:50.938Z'],
    ['OnCall', 'web-0131', '2025-03-23T02:21:13.597Z'],
  ]);
});

test('each page follows the failure of its node within three seconds', () => {
  for (const { resource, at } of paged) {
    const failures = journal
      .filter(({ event }) => event === 'run-command/invocation-finished')
      .filter((one) => one['node'] === resource && one['status'] === 'Failed')
      .map((one) => Date.parse(String(one['at'])));
    expect(failures).toHaveLength(3);
    const delay = Date.parse(at) - failures[1]!;
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThanOrEqual(3000);
  }
});

test('an event with every report would page nearly every node through the counter of compliance', () => {
  const every = runShipped('canonical-pipeline', ['model.events.compliance=everyReport']);
  const byCompliance = every.result.notifications.filter(({ topic }) => topic === 'OnCallByCompliance');
  expect(byCompliance.length).toBeGreaterThan(200);
  expect(every.result.notifications.filter(({ topic }) => topic === 'OnCall')).toEqual(paged);
});

test('tells its story in eight lines of 80 columns', () => {
  const { screenAt } = runShipped('canonical-pipeline');
  const lines = screenAt(80);
  expect(lines.length).toBeLessThanOrEqual(8);
  expect(lines.join('\n')).toContain(
    'OnCall notified 2×: web-0011 2025-03-23 02:06, web-0131 2025-03-23 02:21',
  );
});
