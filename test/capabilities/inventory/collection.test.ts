/** https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html */
import { describe, expect, test } from 'vitest';
import {
  callBytesMax,
  instanceStatusOf,
  isKept,
  minimumIntervalMs,
  typesCollected,
} from '../../../src/capabilities/inventory/rules.ts';
import { Simulator } from '../../../src/simulate.ts';
import { scenarioOf } from '../../scenario/load-text.ts';
import { patch, world } from '../quiet-world.ts';
import { ask, at, collect, collecting, inventoryOf, one, patchOfHttpd } from './world.ts';

const vulnerable = 'AWS:Application.Name=httpd and Version<2.4.55';
const install = `[${patch('Install', '2:14')}]`;

describe('a package that is patched', () => {
  test('a package patched at 02:14 still shows its old version at 02:20, and the new one after the next collection', () => {
    const until = (end: string) => collecting(collect(), { actions: install, end: at(end) });
    const before = ask(until('2:20'), vulnerable);
    expect(before.nodes).toMatchObject([
      {
        node: 'web-0001',
        reported: [{ Name: 'httpd', Version: '2.4.54' }],
        collected: at('2:00:30'),
        actual: [{ Name: 'httpd', Version: '2.4.55' }],
        isTrue: false,
      },
    ]);
    expect(before).toMatchObject({ matching: 1, noLongerTrue: 1 });
    const after = until('3:01');
    expect(ask(after, vulnerable).nodes).toEqual([]);
    expect(ask(after, 'AWS:Application.Name=httpd').nodes).toMatchObject([
      { reported: [{ Name: 'httpd', Version: '2.4.55' }], isTrue: true },
    ]);
  });

  test('what nodes had before the run began was collected before', () => {
    const run = collecting(collect(), { end: at('0:10') });
    expect(ask(run, vulnerable)).toMatchObject({ matching: 1, neverReported: 0, noLongerTrue: 0 });
  });

  test('a content whose hash is the same as before is not sent again, and its time moves on', () => {
    const quiet = collecting(collect(), { end: at('3:30') });
    const changes = quiet.events('inventory/inventory-collected').map((entry) => entry['changed']);
    expect(changes.slice(1)).toEqual([[], [], []]);
    const patched = collecting(collect(), { actions: install, end: at('3:30') });
    expect(patched.events('inventory/inventory-collected').at(-1)).toMatchObject({
      changed: ['AWS:Application'],
    });
    expect(inventoryOf(quiet).reportOf(0, 'AWS:Network')?.atMs).toBe(Date.parse(at('3:00:30')));
  });

  test('equal contents are kept once', () => {
    const fleet = one().replace('count: 1', 'count: 50');
    const { reports } = inventoryOf(collecting(collect(), { fleet }));
    expect(reports.contentOf('AWS:Application', 0)).toBe(reports.contentOf('AWS:Application', 49));
  });
});

describe('who may collect', () => {
  test('the plugin runs for an association only', () => {
    const actions = `[{ id: hand, at: ${at('1')}, SendCommand: { DocumentName: AWS-GatherSoftwareInventory,
      Targets: [{ Key: "tag:Fleet", Values: [web] }] } }]`;
    const run = collecting(
      'Other: { Type: AWS::SSM::Parameter, Properties: { Name: x, Type: String, Value: y } }',
      {
        actions,
      },
    );
    expect(run.events('run-command/invocation-finished')).toMatchObject([{ status: 'Failed', exitCode: 1 }]);
    expect(run.events('inventory/collection-failed')).toMatchObject([
      { why: 'it collects only for an association' },
    ]);
    expect(inventoryOf(run).collectedMs(0)).toBeNull();
  });

  test('a node without ssm:PutInventory reports nothing, and the run fails', () => {
    const run = collecting(collect(), {
      fleet: one(', instanceProfile: bare'),
      instanceProfiles: `{ bare: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Deny, Action: ["ssm:PutInventory"], Resource: "*" }] } }`,
      end: at('1:30'),
    });
    expect(run.events('state-manager/run-ended')).toMatchObject([{ status: 'Failed', exitCode: 1 }]);
    expect(inventoryOf(run).collectedMs(0)).toBeNull();
    expect(run.result.metrics['inventory.failed']).toBe(1);
  });

  test('an agent older than 2.0.790.0 cannot collect', () => {
    const run = collecting(collect(), { fleet: one(', agent: { version: 2.0.789.0 }'), end: at('1:30') });
    expect(run.result.associations).toMatchObject([{ failures: [{ cause: 'AGENT_TOO_OLD' }] }]);
    expect(inventoryOf(run).collectedMs(0)).toBeNull();
  });

  test('a node that goes down while it collects reports nothing', () => {
    const run = collecting(collect(), {
      faults: `[{ at: ${at('1:00:10')}, action: stop, nodes: { group: web } }]`,
      end: at('2'),
    });
    expect(inventoryOf(run).collectedMs(0)).toBe(Date.parse(at('0')));
  });
});

describe('what is collected', () => {
  test('every type that its parameter does not leave out; files and the registry where a path is given', () => {
    const names = (parameters = {}) => typesCollected(parameters).map(({ name }) => name);
    expect(names()).toContain('AWS:Application');
    expect(names({ applications: ['Disabled'] })).not.toContain('AWS:Application');
    expect(names()).not.toContain('AWS:File');
    expect(names({ files: ['[{"Path":"/opt","Pattern":["*"],"Recursive":true}]'] })).toContain('AWS:File');
    expect(names({ windowsRegistry: [''] })).not.toContain('AWS:WindowsRegistry');
  });

  test('of a Windows node also its updates, which are the patches that are installed', () => {
    const fleet = '{ web: { count: 1, os: WINDOWS, tags: { Fleet: web }, patchedUntil: 2024-12-15 } }';
    const patches = '{ KB5034439: { os: [WINDOWS], classification: SecurityUpdates, released: 2024-12-01 } }';
    const run = collecting(collect(), { fleet, patches });
    expect(inventoryOf(run).reportOf(0, 'AWS:WindowsUpdate')?.items).toEqual([{ HotFixId: 'KB5034439' }]);
    expect(inventoryOf(run).reportOf(0, 'AWS:Service')).not.toBeNull();
    expect(inventoryOf(collecting(collect())).reportOf(0, 'AWS:Service')).toBeNull();
  });

  test('the agent is an AWS component, whose update the next collection shows', () => {
    const actions = `[{ id: up, at: ${at('1:10')}, SendCommand: { DocumentName: AWS-UpdateSSMAgent, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }]`;
    const run = (end: string) =>
      collecting(collect(), { fleet: one(', agent: { version: 3.2.0.0 }'), actions, end: at(end) });
    expect(ask(run('1:59'), 'AWS:AWSComponent.Version=3.2.0.0')).toMatchObject({
      matching: 1,
      noLongerTrue: 1,
    });
    expect(ask(run('2:10'), 'AWS:AWSComponent.Version>3.2.0.0')).toMatchObject({ matching: 1 });
  });

  test('InstanceInformation says Active, ConnectionLost, Stopped or Terminated', () => {
    const of = (isStopped: boolean, isTerminated: boolean, isOnline: boolean) =>
      instanceStatusOf({ isStopped, isTerminated, isOnline });
    expect(of(false, false, true)).toBe('Active');
    expect(of(false, false, false)).toBe('ConnectionLost');
    expect(of(true, false, false)).toBe('Stopped');
    expect(of(false, true, false)).toBe('Terminated');
    const run = collecting(collect(), {
      faults: `[{ at: ${at('1')}, action: terminate, nodes: { group: web } }]`,
      end: at('2'),
    });
    const gone = ask(run, 'AWS:InstanceInformation.InstanceStatus=Terminated');
    expect(gone).toMatchObject({ matching: 1 });
  });
});

describe('limits', () => {
  test('data is kept for 30 days after the last report', () => {
    const day = 86_400_000;
    expect(isKept(0, 30 * day)).toBe(true);
    expect(isKept(0, 30 * day + 1)).toBe(false);
    const stopped = (end: string) =>
      collecting(collect(), {
        faults: `[{ at: ${at('1')}, action: stopAgent, nodes: { group: web } }]`,
        end,
      });
    expect(ask(stopped('20d'), vulnerable)).toMatchObject({ matching: 1, stale: 1 });
    expect(ask(stopped('31d'), vulnerable)).toMatchObject({
      matching: 0,
      neverReported: 1,
      notReportedYet: 1,
    });
  });

  test('one call takes 1 MB, and an association at most every 30 minutes', () => {
    expect(callBytesMax).toBe(1_048_576);
    expect(minimumIntervalMs).toBe(1_800_000);
  });
});

test('the next run of the same simulator begins anew', () => {
  const scenario = scenarioOf(
    world({
      fleet: one(),
      resources: `{ ${collect()} }`,
      patches: patchOfHttpd,
      actions: install,
      end: '6h',
    }),
  );
  const simulator = new Simulator(scenario, {});
  const texts = [0, 0].map((replication) => {
    const run = simulator.run(replication);
    return (
      JSON.stringify(run.end) +
      JSON.stringify(inventoryOf({ outcome: run } as never).reportOf(0, 'AWS:Application'))
    );
  });
  expect(texts[0]).toBe(texts[1]);
});
