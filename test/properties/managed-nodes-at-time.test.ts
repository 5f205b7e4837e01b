/**
 * What `inventory --at T` says of managed nodes is what the journal says up to T: a twin that knows events and nothing else counts the
 * nodes of scenarios as wild as the format allows.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { FleetSummary } from '../../src/capabilities/fleet-manager/fleet-counts.ts';
import { agentModel, nodesView } from '../../src/capabilities/managed-nodes/facts.ts';
import type { JournalEntry } from '../../src/capability/facts.ts';
import { modelIn } from '../../src/capability/model.ts';
import { fleetAtTime } from '../../src/explain/at-time.ts';
import { until } from '../../src/explain/runs.ts';
import { Simulator } from '../../src/simulate.ts';
import { isoTime } from '../../src/world/time.ts';
import { simulateYaml } from '../support/simulate.ts';
import { anyScenario, yamlOf } from './scenarios.ts';

vi.setConfig({ testTimeout: 240_000 });

const minuteMs = 60_000;
interface Twin {
  readonly platform: string;
  readonly isHybrid: boolean;
  state: 'not launched' | 'running' | 'stopped' | 'terminated';
  agent: string;
  isManaged: boolean;
  /** Null: its heartbeats arrive. */
  silentMs: number | null;
}

function viewAt(
  text: string,
  atMs: number,
): { fleetManager: FleetSummary; explorer: FleetSummary & { asOf: string; dropped: number } } {
  const answer = fleetAtTime({
    file: 'test.yaml',
    read: () => new TextEncoder().encode(text),
    overrides: [],
    version: '0.0.0',
    where: null,
    atMs,
  });
  if (!('data' in answer)) throw new Error(JSON.stringify(answer));
  return answer.data.views['managedNodes'] as ReturnType<typeof viewAt>;
}

function replay(
  twins: ReadonlyMap<string, Twin>,
  journal: readonly JournalEntry[],
  startMs: number,
  atMs: number,
): void {
  for (const { event, node, at, version } of journal) {
    const ms = Date.parse(at);
    if (ms > atMs) return;
    const twin = twins.get(node ?? '');
    if (twin === undefined || (ms === startMs && event !== 'managed-nodes/node-fell-silent')) continue;
    step(twin, event.replace('managed-nodes/node-', ''), ms);
    if (event === 'documents/agent-updated') twin.agent = String(version);
  }
}

function step(twin: Twin, event: string, ms: number): void {
  if (event === 'launched' || event === 'started') twin.state = 'running';
  if (event === 'stopped' || event === 'terminated') {
    twin.state = event;
    twin.isManaged &&= twin.isHybrid;
  }
  if (event === 'deregistered') twin.isManaged = false;
  if (event === 'registered' || event === 'came-online') twin.isManaged = true;
  if (event === 'came-online') twin.silentMs = null;
  if (event === 'fell-silent') twin.silentMs = ms;
}

const scenarios = fc.sample(anyScenario, { numRuns: 40, seed: 21 }).map(yamlOf);

test.each(scenarios.map((text, index) => [index, text] as const))('random scenario %d', (_, text) => {
  const { scenario, outcome, journal } = simulateYaml(text);
  const { startMs, endMs } = scenario;
  const instants = [0.02, 0.2, 0.43, 0.71, 0.98].map(
    (part) => startMs + Math.floor(part * (endMs - startMs)),
  );
  const [busy] = journal.slice(Math.floor(journal.length / 2));
  if (busy !== undefined) instants.push(Date.parse(busy.at));
  for (const atMs of instants.filter((ms) => ms < endMs).sort((a, b) => a - b)) {
    const twins = twinsOf(text);
    replay(twins, journal, startMs, atMs);
    const { fleetManager } = viewAt(text, atMs);
    const there = [...twins.values()].filter(({ state }) => state !== 'not launched');
    const managed = there.filter(({ isManaged }) => isManaged);
    const inState = (state: Twin['state']) => there.filter((one) => one.state === state).length;
    expect({ at: isoTime(atMs), ...fleetManager }).toMatchObject({
      managed: managed.length,
      notManaged: there.length - managed.length,
      state: { running: inState('running'), stopped: inState('stopped'), terminated: inState('terminated') },
    });
    const by = (list: readonly object[]) =>
      new Map(list.map((one) => Object.values(one) as [string, number]));
    expect(by(fleetManager.platforms)).toEqual(counted(there.map(({ platform }) => platform)));
    expect(by(fleetManager.agents)).toEqual(counted(managed.map(({ agent }) => agent)));
    // When a node is lost depends on the phase of its heartbeats, which the journal does not have.
    const { heartbeat, missedHeartbeats } = modelIn(scenario, agentModel);
    const silentFor = ({ silentMs }: Twin) => (silentMs === null ? -1 : atMs - silentMs);
    const surelyOnline = managed.filter((one) => silentFor(one) < (missedHeartbeats - 1) * heartbeat).length;
    const surelyLost = managed.filter((one) => silentFor(one) >= missedHeartbeats * heartbeat).length;
    expect(fleetManager.ping.Online).toBeGreaterThanOrEqual(surelyOnline);
    expect(fleetManager.ping.ConnectionLost).toBeGreaterThanOrEqual(surelyLost);
    expect(fleetManager.ping.Online + fleetManager.ping.ConnectionLost).toBe(managed.length);
  }
  expect(outcome.end).toBeDefined();

  /** As they are when the first instant is over. */
  function twinsOf(yaml: string): Map<string, Twin> {
    const { scenario: whole } = simulateYaml(yaml);
    const { simulation } = new Simulator(until(whole, startMs)).run();
    const nodes = simulation.views.of(nodesView);
    const full = outcome.simulation.fleet;
    return new Map(
      Array.from({ length: full.count }, (_, node): [string, Twin] => {
        const name = full.nameOf(node);
        const early = simulation.names.find(name);
        const ping = early === undefined ? null : nodes.pingStatus(early);
        const { os, agent, hybridActivation } = full.groupOf(node);
        const isThere = early !== undefined && nodes.absenceCause(early) !== 'NOT_LAUNCHED';
        return [
          name,
          {
            platform: os,
            isHybrid: hybridActivation !== null,
            state: isThere ? 'running' : 'not launched',
            agent: agent.version,
            isManaged: ping !== null,
            silentMs: ping === 'ConnectionLost' ? Number.NEGATIVE_INFINITY : null,
          },
        ];
      }),
    );
  }
});

test('Explorer shows what Fleet Manager showed six hours before', () => {
  for (const text of scenarios.slice(0, 10)) {
    const { scenario } = simulateYaml(text);
    const atMs = scenario.startMs + Math.floor(0.8 * (scenario.endMs - scenario.startMs));
    const { explorer } = viewAt(text, atMs);
    const asOfMs = Math.max(scenario.startMs, atMs - 6 * 60 * minuteMs);
    const { asOf, dropped, ...shown } = explorer;
    expect(asOf).toBe(isoTime(asOfMs));
    const { fleetManager: before } = viewAt(text, asOfMs);
    expect(shown.managed).toBe(before.managed);
    expect(shown.ping).toEqual(before.ping);
    expect(shown.notManaged + dropped).toBe(before.notManaged);
  }
});

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
