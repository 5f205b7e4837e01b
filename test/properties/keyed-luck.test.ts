/**
 * Nobody's luck hangs on anybody else. A scenario is changed by one thing, under limits that let every node go its own
 * way; each node that the change does not concern has the same journal, to the millisecond.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { patchManager } from '../../src/capabilities/patch-manager/index.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { type Simulated, simulateYaml } from '../support/simulate.ts';
import { anyScenario, type Json, type ScenarioData, yamlOf } from './scenarios.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

type JsonMap = { readonly [key: string]: Json | undefined };

const scenarios = fc.sample(anyScenario, { numRuns: 40, seed: 7 }).map(withoutInteraction);
const before = scenarios.map((data) => simulateYaml(yamlOf(data)));

/** What makes one node wait for another is taken out: rate limits, priorities, quotas, draws of exactly so many. */
function withoutInteraction(data: ScenarioData): ScenarioData {
  const { model, fleet, faults, resources, actions } = data;
  const free = { MaxConcurrency: '100%', MaxErrors: '100%' };
  const { rateControl } = model as { rateControl: JsonMap };
  return {
    ...data,
    model: { ...(model as JsonMap), rateControl: { ...rateControl, dispatch: 'sliding', halt: 'exceeds' } },
    fleet: mapValues(fleet, ({ hybrid: _, ...group }) => group),
    faults: faults.filter(
      ({ nodes, action }) => action !== 'launch' && (nodes as JsonMap)['count'] === undefined,
    ),
    actions: actions.map((action) =>
      action['SendCommand'] === undefined
        ? action
        : { ...action, SendCommand: { ...(action['SendCommand'] as JsonMap), ...free } },
    ),
    resources: Object.fromEntries(
      Object.entries(resources)
        .filter(([id]) => !/Task[12]$/.test(id))
        .map(([id, resource]) => [id, resourceWithoutInteraction(id, resource, free)]),
    ),
  };
}

function resourceWithoutInteraction(id: string, resource: JsonMap, free: JsonMap): JsonMap {
  const properties = resource['Properties'] as JsonMap;
  if (id.endsWith('Task0')) {
    const [target] = properties['Targets'] as readonly JsonMap[];
    const [first] = target!['Values'] as readonly Json[];
    const targets = [{ Key: 'WindowTargetIds', Values: [first!] }];
    return { ...resource, Properties: { ...properties, ...free, Targets: targets } };
  }
  if (properties['Schedule'] === undefined) return resource;
  // Longer apart than any command lasts.
  return { ...resource, Properties: { ...properties, Schedule: 'rate(6 hours)' } };
}

/** The nodes whose journals the change has altered, appeared and vanished ones included. */
function alteredNodes(first: Simulated, second: Simulated): string[] {
  const a = journalsOf(first.journal);
  const b = journalsOf(second.journal);
  return [...new Set([...a.keys(), ...b.keys()])].filter((node) => a.get(node) !== b.get(node)).sort();
}

function journalsOf(journal: readonly JournalEntry[]): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const entry of journal) {
    if (entry.node === undefined) continue;
    const own = lines.get(entry.node) ?? [];
    own.push(JSON.stringify(entry));
    lines.set(entry.node, own);
  }
  return new Map([...lines].map(([node, own]) => [node, own.join('\n')]));
}

/** Runs each scenario with the change; `concerned` says whose journal may differ. */
function expectUntouched(
  change: (data: ScenarioData) => ScenarioData,
  concerned: (after: Simulated, node: string) => boolean,
): { altered: number } {
  let altered = 0;
  scenarios.forEach((data, index) => {
    const after = simulateYaml(yamlOf(change(data)));
    const nodes = alteredNodes(before[index]!, after);
    altered += nodes.length;
    const wrongly = nodes.filter((node) => !concerned(after, node));
    if (wrongly.length > 0) {
      const [node] = wrongly;
      const [was, is] = [before[index]!, after].map(({ journal }) => journalsOf(journal).get(node!));
      expect({ node, journal: is, scenario: yamlOf(data) }).toEqual({ node, journal: was });
    }
    const names = before[index]!.result.nodes.map(({ name }) => name);
    const untouched = new Set(names.filter((name) => !concerned(after, name)));
    // A patch more in the catalogue is one more that does not apply: a count, and nobody's luck.
    const nodesOf = (run: Simulated) =>
      run.result.nodes
        .filter(({ name }) => untouched.has(name))
        .map(({ NotApplicableCount: _, ...node }) => node)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(nodesOf(after)).toEqual(nodesOf(before[index]!));
  });
  return { altered };
}

const nobody = () => false;

test('the scenarios have something to say of many nodes', () => {
  const events = before.map(({ journal }) => journal.filter(({ node }) => node !== undefined).length);
  expect(events.filter((count) => count > 50).length).toBeGreaterThan(10);
});

test('another seed changes the journals, so that equality means something', () => {
  const { altered } = expectUntouched(
    (data) => ({ ...data, seed: 'another' }),
    () => true,
  );
  expect(altered).toBeGreaterThan(300);
});

describe('no other node’s journal is changed by', () => {
  test('one more node in a group', () => {
    const { altered } = expectUntouched(
      (data) => ({
        ...data,
        fleet: mapValues(data.fleet, (group, name) =>
          name === 'g0' ? { ...group, count: Number(group['count']) + 1 } : group,
        ),
      }),
      (after, node) => {
        const { name } = after.result.nodes.filter(({ group }) => group === 'g0').at(-1)!;
        return node === name;
      },
    );
    expect(altered).toBeGreaterThan(10);
  });

  test('one more group, named first in the file', () => {
    const group = { count: 5, os: 'AMAZON_LINUX_2', tags: { Role: 'web', 'Patch Group': 'prod' } };
    const { altered } = expectUntouched(
      (data) => ({ ...data, fleet: { added: group, ...data.fleet } }),
      (_, node) => node.startsWith('added-'),
    );
    expect(altered).toBeGreaterThan(100);
  });

  test('groups and faults in another order', () => {
    expectUntouched((data) => {
      const faults = [...data.faults].reverse();
      return { ...data, faults, fleet: Object.fromEntries(Object.entries(data.fleet).reverse()) };
    }, nobody);
  });

  test('one more patch, where it does not apply', () => {
    const patch = {
      os: ['AMAZON_LINUX_2', 'UBUNTU', 'WINDOWS'],
      classification: 'Security',
      severity: 'Critical',
      packages: ['bash'],
      released: '2024-12-15T00:00:00Z',
      affects: '50%',
      install: '3m',
    };
    const { altered } = expectUntouched(
      (data) => ({ ...data, patches: { ADDED: patch, ...data.patches } }),
      (after, node) => {
        const { simulation, machines } = after.outcome;
        const index = simulation.names.find(node);
        const { catalogue, flags, cohort, patchCount } = machines
          .of(patchManager)
          .patches.stock.blockOf(index!);
        const place = catalogue.patches.findIndex(({ id }) => id === 'ADDED');
        return flags[(index! - cohort.first) * patchCount + place] !== 0;
      },
    );
    expect(altered).toBeGreaterThan(10);
  });

  test('one more fault, unless it strikes them', () => {
    const at = '2025-01-03T00:40:00.123Z';
    const fault = { id: 'added', at, nodes: { share: '40%' }, action: 'reboot' };
    const { altered } = expectUntouched(
      (data) => ({ ...data, faults: [fault, ...data.faults] }),
      (after, node) =>
        after.journal.some(
          (entry) => entry.node === node && entry.at === at && entry.event === 'managed-nodes/node-went-down',
        ),
    );
    expect(altered).toBeGreaterThan(50);
  });

  test('a window, a baseline and a command that mean others', () => {
    const resources = {
      OtherBaseline: {
        Type: 'AWS::SSM::PatchBaseline',
        Properties: { Name: 'other', OperatingSystem: 'AMAZON_LINUX_2', PatchGroups: ['other'] },
      },
      Other: {
        Type: 'AWS::SSM::MaintenanceWindow',
        Properties: {
          Name: 'other',
          Schedule: 'rate(1 hour)',
          Duration: 2,
          Cutoff: 0,
          AllowUnassociatedTargets: false,
        },
      },
      OtherNodes: {
        Type: 'AWS::SSM::MaintenanceWindowTarget',
        Properties: {
          WindowId: { Ref: 'Other' },
          ResourceType: 'INSTANCE',
          Targets: [{ Key: 'tag:Role', Values: ['nobody'] }],
        },
      },
      OtherTask: {
        Type: 'AWS::SSM::MaintenanceWindowTask',
        Properties: {
          WindowId: { Ref: 'Other' },
          TaskType: 'RUN_COMMAND',
          TaskArn: 'AWS-RunPatchBaseline',
          Priority: 1,
          MaxConcurrency: '1',
          MaxErrors: '0',
          Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'OtherNodes' }] }],
          TaskInvocationParameters: {
            MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['Install'] } },
          },
        },
      },
    };
    const SendCommand = { DocumentName: 'Custom-Slow', Targets: [{ Key: 'tag:Role', Values: ['nobody'] }] };
    expectUntouched(
      (data) => ({
        ...data,
        resources: { ...resources, ...data.resources },
        actions: [{ id: 'other', at: '2025-01-03T00:10:00Z', SendCommand }, ...data.actions],
      }),
      nobody,
    );
  });
});

function mapValues(
  map: { readonly [key: string]: JsonMap },
  change: (value: JsonMap, key: string) => JsonMap,
) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
