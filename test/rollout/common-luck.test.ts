/** The same luck under every setting: what comparisons of settings stand on. */
import { describe, expect, test, vi } from 'vitest';
import { commandsOf } from '../support/machines.ts';
import { rolloutYaml } from '../support/rollout.ts';
import { replicate, type Simulated, simulateYaml } from '../support/simulate.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const nodes = 200;
const base = (more: string) => `
start: 2025-01-03T00:00:00Z
end: 3d
fleet:
  web: { count: ${nodes}, os: AMAZON_LINUX_2, tags: { Role: web } }
model: { patching: { installFails: 0%, rebootFails: 0% } }
${more}
actions:
  - id: install
    at: 2025-01-04T00:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Install] }
      MaxConcurrency: 100%
      MaxErrors: 100%
`;

const patch = (fields: string) => `
patches:
  ALAS2-2024-0001: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, packages: [openssl], released: 2024-11-01T00:00:00Z, ${fields} }
`;

const nodesWhere = (run: Simulated, holds: (node: Simulated['result']['nodes'][number]) => boolean) =>
  new Set(run.result.nodes.filter(holds).map(({ name }) => name));

const nodesIn = (run: Simulated, event: string) => new Set(run.events(event).map(({ node }) => node));

describe('raising a share only adds nodes', () => {
  const shares = ['0%', '1%', '10%', '30%', '70%', '100%'];
  test.each<{ share: string; text: (share: string) => string; struck: (run: Simulated) => Set<unknown> }>([
    {
      share: 'of nodes that a fault strikes',
      text: (share) =>
        base(`faults: [{ id: f, at: 2025-01-03T01:00:00Z, nodes: { share: ${share} }, action: stopAgent }]`),
      struck: (run) => nodesIn(run, 'managed-nodes/agent-stopped'),
    },
    {
      share: 'of nodes that a patch affects',
      text: (share) => base(patch(`affects: ${share}`)),
      struck: (run) => nodesWhere(run, ({ InstalledCount, FailedCount }) => InstalledCount + FailedCount > 0),
    },
    {
      share: 'of nodes on which a patch fails',
      text: (share) => base(patch(`fails: ${share}`)),
      struck: (run) => nodesWhere(run, ({ FailedCount }) => FailedCount > 0),
    },
    {
      share: 'of nodes that a patch breaks',
      text: (share) => base(patch(`breaks: ${share}`)),
      struck: (run) => nodesIn(run, 'managed-nodes/node-lost'),
    },
    {
      share: 'of reboots that fail',
      text: (share) => base(patch('reboot: true')).replace('rebootFails: 0%', `rebootFails: ${share}`),
      struck: (run) => nodesIn(run, 'managed-nodes/node-lost'),
    },
    {
      share: 'of installations that fail for no reason of the patch',
      text: (share) => base(patch('reboot: true')).replace('installFails: 0%', `installFails: ${share}`),
      struck: (run) => nodesWhere(run, ({ FailedCount }) => FailedCount > 0),
    },
  ])('$share', ({ text, struck }) => {
    const sets = shares.map((share) => struck(simulateYaml(text(share))));
    sets.slice(1).forEach((set, index) => {
      for (const node of sets[index]!) expect(set).toContain(node);
    });
    expect(sets[0]!.size).toBe(0);
    expect(sets[3]!.size).toBeGreaterThan(nodes * 0.15);
    expect(sets[3]!.size).toBeLessThan(nodes * 0.45);
    expect(sets.at(-1)!.size).toBe(nodes);
  });

  test('and raising a count adds nodes to those that were picked', () => {
    const struck = [0, 1, 7, 8, 160, 200].map((count) =>
      nodesIn(
        simulateYaml(
          base(
            `faults: [{ id: f, at: 2025-01-03T01:00:00Z, nodes: { group: web, count: ${count} }, action: stopAgent }]`,
          ),
        ),
        'managed-nodes/agent-stopped',
      ),
    );
    expect(struck.map(({ size }) => size)).toEqual([0, 1, 7, 8, 160, 200]);
    struck.slice(1).forEach((set, index) => {
      for (const node of struck[index]!) expect(set).toContain(node);
    });
  });
});

test('each node runs as long, whatever the order, the dispatch and the limits are', () => {
  const durations = (options: Partial<Parameters<typeof rolloutYaml>[0]>, set: readonly string[] = []) =>
    replicate(
      rolloutYaml({ nodes: 50, run: '{ lognormal: { mean: 3m, sd: 3m } }', fails: '10%', ...options }),
      3,
      (outcome) => {
        const [command] = commandsOf(outcome);
        const byNode: [number, number, string][] = Array.from(command!.nodes, (node, position) => [
          node,
          command!.endedMs[position]! - command!.acknowledgedMs[position]!,
          command!.statusOf(position),
        ]);
        return byNode.sort(([a], [b]) => a - b);
      },
      { set },
    );
  const reference = durations({ maxConcurrency: 50 });
  expect(new Set(reference.flat().map(([, duration]) => duration)).size).toBeGreaterThan(140);
  for (const dispatch of ['ramp', 'sliding', 'batch'] as const) {
    for (const maxConcurrency of [1, 7, '20%']) {
      const delivery = '{ uniform: { min: 1s, max: 9s } }';
      expect(durations({ dispatch, maxConcurrency, delivery })).toEqual(reference);
    }
  }
  expect(durations({ maxConcurrency: 7 }, ['model.rateControl.order=listed'])).toEqual(reference);
});

test('a run that is skipped one week leaves the luck of the next week as it was', () => {
  const scans = (extra: string) => {
    const run = simulateYaml(`
start: 2025-01-03T00:00:00Z
end: 20d
fleet:
  web: { count: 30, os: AMAZON_LINUX_2, tags: { Role: web } }
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: sunday, Schedule: "cron(0 2 ? * SUN *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false${extra} }
  Web:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref Sunday, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [web] }] }
  Scan:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Sunday
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "5"
      MaxErrors: "0"
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Scan] } }
`);
    return run.journal.filter(({ node, at }) => node !== undefined && at >= '2025-01-12');
  };
  const all = scans('');
  expect(all.length).toBeGreaterThan(200);
  expect(scans(', StartDate: "2025-01-10T00:00:00Z"')).toEqual(all);
});
