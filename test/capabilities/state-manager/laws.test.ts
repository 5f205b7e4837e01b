/** Laws of associations, over random ones. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Simulated } from '../../support/simulate.ts';
import { called, created, existing, intervalsOf, simulateAssociations } from './associations-yaml.ts';

const at = (minute: number) => new Date(Date.UTC(2025, 0, 1) + minute * 60_000).toISOString();

const settings = fc.record({
  schedule: fc.constantFrom('', 'ScheduleExpression: rate(30 minutes)', 'ScheduleExpression: rate(2 hours)'),
  concurrency: fc.constantFrom('', 'MaxConcurrency: "1"', 'MaxConcurrency: 50%'),
  errors: fc.constantFrom('', 'MaxErrors: "0"', 'MaxErrors: 20%'),
});
const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ');
const properties = settings.map(({ schedule, concurrency, errors }) =>
  joined([schedule, concurrency, errors]),
);

const worlds = fc.record({
  old: properties,
  fresh: properties,
  count: fc.integer({ min: 1, max: 12 }),
  run: fc.constantFrom('1m', '20m', '{ uniform: { min: 1m, max: 50m } }'),
  fails: fc.constantFrom('0%', '30%', '100%'),
  dispatch: fc.constantFrom('sliding', 'ramp', 'batch'),
  joining: fc.constantFrom('run', 'wait'),
  createdAt: fc.integer({ min: 1, max: 300 }),
  faults: fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 500 }),
      action: fc.constantFrom('stop', 'reboot', 'stopAgent', 'cutNetwork', 'terminate'),
      minutes: fc.integer({ min: 1, max: 200 }),
      share: fc.constantFrom('20%', '60%'),
    }),
    { maxLength: 4 },
  ),
  calls: fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 500 }),
      call: fc.constantFrom('UpdateAssociation', 'DeleteAssociation', 'StartAssociationsOnce'),
    }),
    { maxLength: 3 },
  ),
});
const parts = ['succeeded', 'failed', 'timedOut', 'undeliverable', 'cancelled', 'notStarted', 'unfinished'];
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function simulate(world: World): Simulated {
  const takesFor = (action: string) => !['reboot', 'terminate'].includes(action);
  return simulateAssociations({
    fleet: `web: { count: ${world.count}, os: AMAZON_LINUX_2, tags: { Role: web } }`,
    job: `{ run: ${world.run}, fails: ${world.fails} }`,
    model: `{ dispatch: ${world.dispatch}, joining: ${world.joining} }`,
    resources: existing('Old', world.old),
    actions:
      created('Fresh', at(world.createdAt), world.fresh) +
      world.calls
        .map(({ at: minute, call }, index) => {
          const ids = call === 'StartAssociationsOnce' ? 'AssociationIds: [Old]' : 'AssociationId: Old';
          return called(call, at(minute), ids).replace('- { id: ', `- { id: n${index}-`);
        })
        .join(''),
    faults:
      world.faults
        .map(
          ({ at: minute, action, minutes, share }, index) =>
            `  - { id: f${index}, at: ${at(minute)}, nodes: { group: web, share: ${share} }, action: ${action}${takesFor(action) ? `, for: ${minutes}m` : ''} }`,
        )
        .join('\n') || '  []',
    end: '10h',
  });
}

/** Of what was there when it came due, and with `joining: wait`. */
function expectRatesKept(run: Simulated): void {
  for (const id of ['Old', 'Fresh']) {
    for (const { rollout, peakConcurrencyCount } of intervalsOf(run, id)) {
      const { maxConcurrencyCount, maxErrorsCount } = rollout.settings;
      expect(peakConcurrencyCount).toBeLessThanOrEqual(maxConcurrencyCount);
      expect(rollout.errorCount).toBeLessThanOrEqual(maxErrorsCount + maxConcurrencyCount);
    }
  }
}

function expectSums(run: Simulated): void {
  for (const id of ['Old', 'Fresh']) {
    const sum = parts.reduce((total, part) => total + run.number(`association.${id}.${part}`), 0);
    expect(sum).toBe(run.number(`association.${id}.targets`));
    for (const { tally, targetCount } of intervalsOf(run, id)) {
      expect(Object.values(tally).reduce((total, one) => total + one, 0)).toBe(targetCount);
    }
  }
}

function expectOneAtATime({ journal }: Simulated): void {
  const running = new Map<string, string>();
  for (const { event, node, run } of journal) {
    if (node === undefined) continue;
    if (event === 'state-manager/run-started') {
      expect(running.get(node)).toBeUndefined();
      running.set(node, String(run));
    }
    // What never began has nothing to end.
    if (event === 'state-manager/run-ended' && running.get(node) === run) running.delete(node);
  }
}

test('targets are the sum of statuses, rates are kept, and never two association documents run at once on a node', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const run = simulate(world);
      expectSums(run);
      expectOneAtATime(run);
      if (world.joining === 'wait') expectRatesKept(run);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('a run is a function of scenario and seed', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      expect(simulate(world).journal).toEqual(simulate(world).journal);
    }),
    { numRuns: 8 },
  );
}, 30_000);
