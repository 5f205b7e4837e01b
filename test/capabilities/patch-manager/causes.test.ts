/** Why a node is not patched: each cause in the smallest world in which it is the first blocking link. */
import { describe, expect, test } from 'vitest';
import { type Cause, causes } from '../../../src/capabilities/simulation.ts';
import type { Simulated } from '../../support/simulate.ts';
import { approveAll, at, nodeOf, patch, released, type Sections, simulate } from '../quiet-world.ts';

const install = patch('Install', '2', { id: 'install' });
const web = (more = '', count = 1) =>
  `{ web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;
const base: Sections = {
  fleet: web(),
  patches: `{ ${released('P1')} }`,
  resources: `{ All: ${approveAll()} }`,
  actions: `[${install}]`,
};

const fault = (action: string, clock = '1:00', more = '') =>
  `{ id: ${action}, at: ${at(clock)}, action: ${action}${more} }`;
const subnet = (text: string): Sections => ({ subnets: `{ one: ${text} }`, fleet: web(', subnet: one') });
const hybrid = (activation: string): Sections => ({
  fleet: web(', hybrid: { activation: key }'),
  activations: `{ key: { ${activation} } }`,
});
const noPatching = `{ poor: { policies: [AmazonSSMManagedInstanceCore],
  statements: [{ Effect: Deny, Action: "ssm:GetDeployablePatchSnapshotForInstance", Resource: "*" }] } }`;
const rejecting = approveAll('AMAZON_LINUX_2', ', RejectedPatches: [P1]');
const delaying = approveAll().replace('ApproveAfterDays: 0', 'ApproveAfterDays: 300');

/** A window that installs on the nodes with the tag, one at a time and until the first error. */
function inWindow(properties: string): Sections {
  return {
    actions: '[]',
    resources: `
  All: ${approveAll()}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, ${properties} } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "1"
      MaxErrors: "0"
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } }`,
  };
}
const tonight = inWindow('Schedule: "at(2025-01-01T02:00:00)", Duration: 2, Cutoff: 1');

/** By cause: what is different from a world in which one node is patched at 2:00, and whom it is about. */
const worlds: Readonly<Record<Cause, Sections & { readonly node?: string }>> = {
  NOT_LAUNCHED: { fleet: web(`, joins: { every: 20d }`) },
  TERMINATED: { faults: `[${fault('terminate')}]` },
  STOPPED: { faults: `[${fault('stop')}]` },
  AGENT_STOPPED: { faults: `[${fault('stopAgent')}]` },
  NO_INSTANCE_PROFILE: { fleet: web(', instanceProfile: none') },
  PROFILE_LACKS_SSM: {
    instanceProfiles: '{ other: { policies: [AmazonS3ReadOnlyAccess] } }',
    fleet: web(', instanceProfile: other'),
  },
  ACTIVATION_EXPIRED: hybrid('created: 2024-12-25, expires: 24h, registrationLimit: 9'),
  ACTIVATION_FULL: {
    ...hybrid(`created: ${at('0')}, expires: 24h, registrationLimit: 1`),
    fleet: web(', hybrid: { activation: key }', 2),
    node: 'web-0002',
  },
  CREDENTIALS_PENDING: {
    fleet: web(', instanceProfile: none'),
    faults: `[${fault('attachProfile', '1:50')}]`,
  },
  NO_ROUTE: subnet('{ route: none }'),
  EGRESS_BLOCKED: subnet('{ route: nat-gateway, egress: blocked }'),
  ENDPOINT_MISSING_SSM: subnet('{ route: none, endpoints: [ssmmessages, s3] }'),
  ENDPOINT_MISSING_MESSAGES: subnet('{ route: none, endpoints: [ssm, s3] }'),
  ENDPOINT_MISSING_S3: subnet('{ route: none, endpoints: [ssm, ssmmessages] }'),
  REPOSITORY_UNREACHABLE: subnet('{ route: nat-gateway, repositories: unreachable }'),
  PROFILE_LACKS_PATCHING: { instanceProfiles: noPatching, fleet: web(', instanceProfile: poor') },
  NOT_TARGETED: { fleet: web().replace('Fleet: web', 'Fleet: other') },
  SCAN_ONLY: { actions: `[${patch('Scan', '2')}]` },
  PATCH_REJECTED: { resources: `{ All: ${rejecting} }` },
  BASELINE_NOT_APPROVED: { resources: `{ All: ${delaying} }` },
  NO_EXECUTION: inWindow('Schedule: "cron(0 2 3 * ? *)", Duration: 3, Cutoff: 1'),
  WINDOW_SKIPPED: {
    // The execution of 0:00 is at work on the first node until 3:00.
    ...inWindow('Schedule: "cron(0 * * * ? *)", Duration: 1, Cutoff: 0'),
    fleet: web('', 2),
    patches: `{ ${released('P1', ', install: 3h')} }`,
    end: at('1:30'),
    node: 'web-0002',
  },
  CUTOFF: {
    ...tonight,
    fleet: web('', 20),
    node: 'web-0020',
    model: `
  rateControl: { dispatch: sliding, order: listed }
  maintenanceWindows: { cutoff: invocations }
  patching: { scan: 10s, install: 10m, reboot: 5m, installFails: 0%, rebootFails: 0% }`,
  },
  HALTED_BY_MAX_ERRORS: {
    ...tonight,
    fleet: web('', 3),
    patches: `{ ${released('P1', ', fails: 100%')} }`,
    node: 'web-0003',
  },
  CANCELLED: {
    actions: `[${install}, { id: stop-it, at: ${at('2:00:30')}, CancelCommand: { CommandId: install } }]`,
  },
  UNSUPPORTED_PLATFORM: { model: '{ documents: { AWS-RunPatchBaseline: { platforms: [Windows] } } }' },
  AGENT_TOO_OLD: { fleet: web(', agent: { version: 2.0.800.0 }') },
  DELIVERY_FAILED: {
    faults: `[${fault('reboot', '1:59:59')}]`,
    model: '{ agent: { missedHeartbeats: 1 }, patching: { reboot: 5h } }',
  },
  TIMED_OUT: { actions: `[${patch('Install', '2', { parameters: ', StepTimeoutSeconds: ["30"]' })}]` },
  INTERRUPTED: { faults: `[${fault('reboot', '2:00:05')}]` },
  INSTALL_FAILED: { patches: `{ ${released('P1', ', fails: 100%')} }` },
  REBOOT_FAILED: { patches: `{ ${released('P1', ', breaks: 100%')} }` },
  PENDING_REBOOT: { actions: `[${patch('Install', '2', { parameters: ', RebootOption: [NoReboot]' })}]` },
};

function simulateCause(cause: Cause): Simulated {
  const { node: _, ...sections } = worlds[cause];
  return simulate({ ...base, ...sections });
}

describe('Causes', () => {
  test('nothing keeps the node of the base world from being patched', () => {
    const run = simulate(base);
    expect(nodeOf(run, 'web-0001')).toMatchObject({ cause: null, compliance: 'COMPLIANT' });
    expect(run.metric('patched.percent')).toBe(100);
  });

  test.each(causes)('%s', (cause) => {
    const run = simulateCause(cause);
    expect(nodeOf(run, worlds[cause].node ?? 'web-0001').cause).toBe(cause);
    expect(run.number(`cause.${cause}`)).toBeGreaterThan(0);
  });

  test.each(causes)(
    '%s: a node has a cause exactly if it is not patched, and the first of its links in order',
    (cause) => {
      const { outcome, metrics, result } = simulateCause(cause);
      const withCause = result.nodes.filter((node) => node.cause !== null).length;
      const byCause = causes.map((one) => metrics.get(`cause.${one}`) as number);
      expect(withCause).toBe(
        (metrics.get('nodes.total') as number) - (metrics.get('patched.nodes') as number),
      );
      expect(byCause.reduce((sum, count) => sum + count, 0)).toBe(withCause);
      for (let node = 0; node < outcome.simulation.fleet.count; node += 1) {
        const links = outcome.causes.causesOf(node).map((one) => causes.indexOf(one));
        expect(links).toEqual([...links].sort((a, b) => a - b));
      }
    },
  );
});

describe('The first blocking link', () => {
  const causeOf = (sections: Sections) => nodeOf(simulate({ ...base, ...sections }), 'web-0001').cause;

  test('what blocked the node when its turn came counts, though it holds again at the end', () => {
    expect(causeOf({ faults: `[${fault('stopAgent', '1:00', ', for: 3h')}]` })).toBe('AGENT_STOPPED');
  });

  test('a later success makes earlier failures forgotten', () => {
    const actions = `[${install}, ${patch('Install', '6', { id: 'again' })}]`;
    expect(causeOf({ faults: `[${fault('stopAgent', '1:00', ', for: 3h')}]`, actions })).toBe(null);
  });

  test('a node that could not have been patched anyway is not put down to the halt', () => {
    const run = simulate({
      ...base,
      ...tonight,
      subnets: '{ one: { route: none, endpoints: [ssm, ssmmessages] } }',
      fleet: web(', subnet: one', 3),
    });
    expect(run.metric('task.Install.halted')).toBe(true);
    expect(run.metric('cause.ENDPOINT_MISSING_S3')).toBe(3);
  });

  test('a patch that comes out after the last window has had no execution', () => {
    const patches = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, released: ${at('5:00')} } }`;
    expect(causeOf({ patches })).toBe('NO_EXECUTION');
  });

  test('a profile comes before the network, the network before what the baseline says', () => {
    const resources = `{ All: ${rejecting} }`;
    const subnets = '{ one: { route: none } }';
    expect(causeOf({ resources, subnets, fleet: web(', subnet: one, instanceProfile: none') })).toBe(
      'NO_INSTANCE_PROFILE',
    );
    expect(causeOf({ resources, subnets, fleet: web(', subnet: one') })).toBe('NO_ROUTE');
    expect(causeOf({ resources })).toBe('PATCH_REJECTED');
  });

  test('a launched node without a route is not taken for one that waits for credentials', () => {
    const subnets = '{ one: { route: none } }';
    expect(causeOf({ subnets, fleet: web(`, subnet: one, joins: ${at('0:10')}`) })).toBe('NO_ROUTE');
  });
});
