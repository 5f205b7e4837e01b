/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
import { describe, expect, test, vi } from 'vitest';
import { approveAll, at, nodeOf, patch, released, type Sections, simulate, timesOf } from '../quiet-world.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
const windows = '{ web: { count: 1, os: WINDOWS, tags: { Fleet: web } } }';
const onWindows = (id: string, more = '') =>
  `${id}: { os: [WINDOWS], classification: SecurityUpdates, msrcSeverity: Critical, released: 2024-12-01${more} }`;

const base: Sections = {
  fleet,
  patches: `{ ${released('P1')}, ${released('P2')} }`,
  resources: `{ All: ${approveAll()} }`,
};
const onWindowsBase: Sections = {
  fleet: windows,
  patches: `{ ${onWindows('KB1')} }`,
  resources: `{ All: ${approveAll('WINDOWS')} }`,
};

/** The commands in turn, on one node, and what is said of it in the end. */
function run(commands: readonly string[], more: Sections = {}, set: readonly string[] = []) {
  const simulated = simulate({ ...base, actions: `[${commands.join(', ')}]`, ...more }, { set });
  return { ...simulated, node: nodeOf(simulated, 'web-0001') };
}

const noReboot = { parameters: ', RebootOption: [NoReboot]' };
const exitCodes = (simulated: ReturnType<typeof run>) =>
  simulated.events('run-command/invocation-finished').map(({ exitCode }) => exitCode);
const reports = (simulated: ReturnType<typeof run>) =>
  timesOf(simulated, 'patch-manager/compliance-reported');

describe('Scan', () => {
  test('a node that is managed at the start has just been scanned', () => {
    expect(run([]).node).toMatchObject({ compliance: 'NON_COMPLIANT', MissingCount: 2, InstalledCount: 0 });
  });

  test('lastScan says when that was, so that patches released since are unknown', () => {
    const older = `{ web: { count: 1, os: AMAZON_LINUX_2, lastScan: 2024-11-15 } }`;
    expect(run([], { fleet: older }).node).toMatchObject({ compliance: 'COMPLIANT', MissingCount: 0 });
    const never = `{ web: { count: 1, os: AMAZON_LINUX_2, lastScan: never } }`;
    expect(run([], { fleet: never }).node.compliance).toBe('UNSPECIFIED_DATA');
  });

  test('a patch released after the last scan is missing only from the next scan on', () => {
    const patches = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, released: ${at('1:00')} } }`;
    expect(run([], { patches }).node).toMatchObject({ compliance: 'COMPLIANT', cause: 'NOT_TARGETED' });
    expect(run([patch('Scan', '2')], { patches }).node).toMatchObject({
      compliance: 'NON_COMPLIANT',
      MissingCount: 1,
    });
  });

  test('installs nothing and never reboots', () => {
    const scanned = run([patch('Scan', '1')]);
    expect(scanned.node).toMatchObject({ MissingCount: 2, InstalledCount: 0, reboots: 0 });
    expect(reports(scanned)).toEqual(['1:00:11']);
  });

  test('it takes one delivery and one scan', () => {
    expect(timesOf(run([patch('Scan', '1')]), 'run-command/invocation-finished')).toEqual(['1:00:11']);
  });
});

describe('Install', () => {
  test('takes delivery, scan, the installations one after another, and one reboot', () => {
    const installed = run([patch('Install', '1')]);
    expect(reports(installed)).toEqual(['1:02:11']);
    expect(timesOf(installed, 'managed-nodes/node-booted')).toEqual(['1:07:11']);
    expect(timesOf(installed, 'run-command/invocation-finished')).toEqual(['1:07:11']);
  });

  test('a patch that names its own duration takes that', () => {
    const patches = `{ ${released('P1', ', install: 20m')}, ${released('P2')} }`;
    expect(reports(run([patch('Install', '1')], { patches }))).toEqual(['1:21:11']);
  });

  test('on Linux nothing is scanned again after the reboot', () => {
    expect(reports(run([patch('Install', '1')]))).toHaveLength(1);
  });

  test('on Windows the run goes on after the reboot and reports again', () => {
    const installed = run([patch('Install', '1')], onWindowsBase);
    expect(reports(installed)).toEqual(['1:01:11', '1:06:21']);
    expect(timesOf(installed, 'run-command/invocation-finished')).toEqual(['1:06:21']);
  });

  test('with RebootIfNeeded patches are INSTALLED in the report before the reboot', () => {
    const before = run([patch('Install', '1')], { end: at('1:03') });
    expect(before.node).toMatchObject({
      compliance: 'COMPLIANT',
      InstalledCount: 2,
      InstalledPendingRebootCount: 0,
    });
    expect(before.node).toMatchObject({ state: 'waiting', cause: 'RUN_ENDED' });
  });

  test('ASSUMPTION report-before-reboot: under `pendingReboot` Linux says INSTALLED_PENDING_REBOOT until the next scan', () => {
    const set = ['model.patching.reportBeforeReboot=pendingReboot'];
    const pending = { compliance: 'NON_COMPLIANT', InstalledCount: 0, InstalledPendingRebootCount: 2 };
    expect(run([patch('Install', '1')], {}, set).node).toMatchObject({ ...pending, reboots: 1 });
    const scanned = run([patch('Install', '1'), patch('Scan', '2')], {}, set).node;
    expect(scanned).toMatchObject({
      compliance: 'COMPLIANT',
      InstalledCount: 2,
      InstalledPendingRebootCount: 0,
    });
    const onWindowsToo = run([patch('Install', '1')], onWindowsBase, set).node;
    expect(onWindowsToo).toMatchObject({ compliance: 'COMPLIANT', InstalledCount: 1 });
  });

  test('a node that never comes back has been reported COMPLIANT', () => {
    const patches = `{ ${released('P1', ', breaks: 100%')} }`;
    const bricked = run([patch('Install', '1')], { patches });
    expect(bricked.node).toMatchObject({
      compliance: 'COMPLIANT',
      pingStatus: 'ConnectionLost',
      cause: 'REBOOT_FAILED',
    });
    expect(bricked.metric('command.install-1.errors')).toBe(0);
    expect(bricked.metric('command.install-1.timedOut')).toBe(1);
    expect(bricked.metric('nodes.lost')).toBe(1);
  });

  test('a breaking patch waits for the boot that follows, whoever boots', () => {
    const patches = `{ ${released('P1', ', breaks: 100%')} }`;
    const faults = `[{ at: ${at('3:00')}, action: reboot }]`;
    const commands = [patch('Install', '1', noReboot)];
    expect(run(commands, { patches }).node).toMatchObject({ pingStatus: 'Online', cause: 'PENDING_REBOOT' });
    expect(run(commands, { patches, faults }).node).toMatchObject({ cause: 'REBOOT_FAILED' });
  });

  test('what somebody else has installed already is not installed again, and nothing reboots', () => {
    const patchedBefore =
      '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, patchedUntil: 2025-01-01 } }';
    expect(run([patch('Install', '1')], { fleet: patchedBefore }).node).toMatchObject({
      reboots: 0,
      InstalledCount: 2,
    });
  });

  test('patchedUntil is an instant: what is released at it is not installed', () => {
    const exactly = '{ web: { count: 1, os: AMAZON_LINUX_2, patchedUntil: 2024-12-01 } }';
    expect(run([], { fleet: exactly }).node.MissingCount).toBe(2);
    const later = '{ web: { count: 1, os: AMAZON_LINUX_2, patchedUntil: 2024-12-01T00:00:01Z } }';
    expect(run([], { fleet: later }).node).toMatchObject({ MissingCount: 0, InstalledCount: 2 });
  });

  test('a share of nodes has the package that a patch is for', () => {
    const many = '{ web: { count: 1000, os: AMAZON_LINUX_2 } }';
    const simulated = run([], { fleet: many, patches: `{ ${released('P1', ', affects: 30%')} }` });
    expect(Math.abs(simulated.number('compliance.nonCompliant') - 300)).toBeLessThan(73);
    expect(simulated.metric('patched.nodes')).toBe(simulated.metric('compliance.compliant'));
  });
});

describe('Reboots', () => {
  test('NoReboot leaves INSTALLED_PENDING_REBOOT, which is not compliant', () => {
    const pending = run([patch('Install', '1', noReboot)]);
    expect(pending.node).toMatchObject({
      compliance: 'NON_COMPLIANT',
      InstalledPendingRebootCount: 2,
      InstalledCount: 0,
      reboots: 0,
      cause: 'PENDING_REBOOT',
    });
  });

  test('after a reboot by hand the node stays NON_COMPLIANT until the next Scan', () => {
    const faults = `[{ at: ${at('2:00')}, action: reboot }]`;
    const rebooted = run([patch('Install', '1', noReboot)], { faults });
    expect(rebooted.node).toMatchObject({
      compliance: 'NON_COMPLIANT',
      InstalledPendingRebootCount: 2,
      cause: null,
    });
    expect(rebooted.metric('patched.nodes')).toBe(1);
    const scanned = run([patch('Install', '1', noReboot), patch('Scan', '3')], { faults });
    expect(scanned.node).toMatchObject({
      compliance: 'COMPLIANT',
      InstalledCount: 2,
      InstalledPendingRebootCount: 0,
    });
  });

  test('a Scan before the reboot still says INSTALLED_PENDING_REBOOT', () => {
    expect(run([patch('Install', '1', noReboot), patch('Scan', '2')]).node.InstalledPendingRebootCount).toBe(
      2,
    );
  });

  test('an Install that finds only patches awaiting a reboot reboots for them', () => {
    const again = run([patch('Install', '1', noReboot), patch('Install', '2')]);
    expect(again.node).toMatchObject({ reboots: 1, compliance: 'COMPLIANT', InstalledCount: 2, cause: null });
  });

  test('RebootIfNeeded reboots after any installation, whether the patch needs it or not', () => {
    const patches = `{ ${released('P1', ', reboot: false')} }`;
    expect(run([patch('Install', '1')], { patches }).node.reboots).toBe(1);
  });

  test('under `required` only patches that need it reboot the node, and the others are in effect at once', () => {
    const set = ['model.patching.rebootIfNeeded=required'];
    const patches = `{ ${released('P1', ', reboot: false')} }`;
    expect(run([patch('Install', '1')], { patches }, set).node).toMatchObject({
      reboots: 0,
      InstalledCount: 1,
      cause: null,
    });
    const needing = `{ ${released('P1', ', reboot: true')} }`;
    expect(run([patch('Install', '1')], { patches: needing }, set).node).toMatchObject({
      reboots: 1,
      cause: null,
    });
  });

  test('a second Install has nothing left to install and does not reboot', () => {
    expect(run([patch('Install', '1'), patch('Install', '2')]).node.reboots).toBe(1);
  });
});

describe('Failures', () => {
  test('a patch that fails is FAILED, the others go in, and the run exits 1 after its reboot', () => {
    const patches = `{ ${released('P1', ', fails: 100%')}, ${released('P2')} }`;
    const failed = run([patch('Install', '1')], { patches });
    expect(failed.node).toMatchObject({
      FailedCount: 1,
      InstalledCount: 1,
      MissingCount: 0,
      reboots: 1,
      cause: 'INSTALL_FAILED',
    });
    expect(exitCodes(failed)).toEqual([1]);
  });

  test('where nothing went in nothing reboots', () => {
    const patches = `{ ${released('P1', ', fails: 100%')} }`;
    expect(run([patch('Install', '1')], { patches }).node.reboots).toBe(0);
  });

  test('a patch that failed is MISSING in the next Scan', () => {
    const patches = `{ ${released('P1', ', fails: 100%')} }`;
    expect(run([patch('Install', '1'), patch('Scan', '2')], { patches }).node).toMatchObject({
      FailedCount: 0,
      MissingCount: 1,
    });
  });

  test('`fails` is one draw per node and patch: the second attempt succeeds', () => {
    const patches = `{ ${released('P1', ', fails: 100%')} }`;
    expect(run([patch('Install', '1'), patch('Install', '2')], { patches }).node).toMatchObject({
      InstalledCount: 1,
      cause: null,
    });
  });

  test('ASSUMPTION failed-patch-retry: under `drawnAnew` the second attempt fails as often as the first', () => {
    const failing = {
      fleet: fleet.replace('count: 1', 'count: 400'),
      patches: `{ ${released('P1', ', fails: 30%')} }`,
    };
    const twice = (...set: string[]) =>
      run([patch('Install', '1'), patch('Install', '5')], failing, set).number('command.install-5.failed');
    expect(twice()).toBe(0);
    // 400 · 0.3 · 0.3 is 36, with a standard deviation below 6.
    expect(Math.abs(twice('model.patching.retry=drawnAnew') - 36)).toBeLessThan(24);
  });

  test('a sticky patch fails on the same nodes again', () => {
    const many = '{ web: { count: 400, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
    const patches = `{ ${released('P1', ', fails: 25%, sticky: true')} }`;
    const once = run([patch('Install', '1')], { patches, fleet: many });
    const thrice = run([patch('Install', '1'), patch('Install', '5'), patch('Install', '9')], {
      patches,
      fleet: many,
    });
    const failed = (simulated: ReturnType<typeof run>) =>
      simulated.result.nodes.filter(({ cause }) => cause === 'INSTALL_FAILED').map(({ name }) => name);
    expect(Math.abs(failed(once).length - 100)).toBeLessThan(44);
    expect(failed(thrice)).toEqual(failed(once));
  });

  test('failures without a reason of the patch are drawn anew for each attempt', () => {
    const many = '{ web: { count: 1000, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
    const patches = `{ ${released('P1')} }`;
    const set = ['model.patching.installFails=30%'];
    const twice = run([patch('Install', '1'), patch('Install', '5')], { patches, fleet: many }, set);
    expect(Math.abs(twice.number('command.install-1.failed') - 300)).toBeLessThan(73);
    expect(Math.abs(twice.number('command.install-5.failed') - 90)).toBeLessThan(46);
  });

  test('two patch runs at the same time: the second finds the lock and exits 4', () => {
    const both = run([patch('Install', '1'), patch('Scan', '1:01')]);
    expect(both.events('run-command/invocation-finished')).toMatchObject([
      { command: 'scan-1-01', status: 'Failed', exitCode: 4 },
      { command: 'install-1', status: 'Success', exitCode: 0 },
    ]);
    expect(both.result.commands).toMatchObject([
      { id: 'install-1', failures: [] },
      {
        id: 'scan-1-01',
        failures: [
          {
            exitCode: 4,
            meaning: 'another patching operation runs on the node',
            cause: 'PATCH_LOCKED',
            nodes: 1,
            example: 'web-0001',
          },
        ],
      },
    ]);
  });
});

describe('a prerequisite that the node lacks', () => {
  const allowed = ['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*'];
  const profile = (...more: string[]) =>
    `{ statements: [ { Effect: Allow, Action: ["${[...allowed, ...more].join('", "')}"], Resource: "*" } ] }`;

  test('is named beside the exit code although no patch is missing', () => {
    const failed = run([patch('Install', '1')], {
      patches: '{}',
      instanceProfiles: `{ nosnap: ${profile('ssm:PutInventory')}, noinv: ${profile('ssm:GetDeployablePatchSnapshotForInstance')} }`,
      fleet: `{ web: { count: 2, os: AMAZON_LINUX_2, instanceProfile: nosnap, tags: { Fleet: web } },
        app: { count: 1, os: AMAZON_LINUX_2, instanceProfile: noinv, tags: { Fleet: web } } }`,
    });
    const cause = 'PROFILE_LACKS_PATCHING';
    expect(failed.result.commands[0]?.failures).toMatchObject([
      {
        exitCode: 145,
        meaning: expect.stringContaining('GetDeployable'),
        cause,
        nodes: 2,
        example: 'web-0001',
      },
      { exitCode: 1, cause, nodes: 1, example: 'app-0001' },
    ]);
  });
});

describe('What interrupts an Install', () => {
  const patches = `{ ${released('P1', ', install: 2m')}, ${released('P2', ', install: 2m')} }`;

  test('a reboot from outside 30 s into it ends Failed although the patches are in, and the next Scan says INSTALLED', () => {
    const faults = `[{ at: ${at('1:00:41')}, action: reboot }]`;
    const rebooted = run([patch('Install', '1')], { patches, faults });
    expect(rebooted.events('run-command/invocation-finished')).toMatchObject([{ status: 'Failed' }]);
    expect(rebooted.metric('command.install-1.errors')).toBe(1);
    expect(rebooted.node).toMatchObject({ MissingCount: 2, InstalledCount: 0, cause: null });
    const scanned = run([patch('Install', '1'), patch('Scan', '2')], { patches, faults });
    expect(scanned.node).toMatchObject({ compliance: 'COMPLIANT', MissingCount: 0, InstalledCount: 2 });
  });

  test('while it still scans, a reboot leaves nothing', () => {
    const faults = `[{ at: ${at('1:00:05')}, action: reboot }]`;
    const rebooted = run([patch('Install', '1')], { patches, faults });
    expect(rebooted.node.cause).toBe('INTERRUPTED');
    expect(rebooted.metric('command.install-1.failed')).toBe(1);
  });

  test('its execution timeout leaves in what was in by then, and nothing is reported', () => {
    const timedOut = run([patch('Install', '1', { parameters: ', StepTimeoutSeconds: ["180"]' })], {
      patches,
    });
    expect(timedOut.events('run-command/invocation-finished')).toMatchObject([
      { status: 'ExecutionTimedOut', exitCode: 137 },
    ]);
    expect(timedOut.node).toMatchObject({ MissingCount: 2, cause: 'TIMED_OUT' });
    const scanned = run(
      [patch('Install', '1', { parameters: ', StepTimeoutSeconds: ["180"]' }), patch('Scan', '2')],
      { patches },
    );
    expect(scanned.node).toMatchObject({ MissingCount: 1, InstalledPendingRebootCount: 1 });
  });

  test('so does CancelCommand', () => {
    const cancel = `{ id: cancel, at: ${at('1:03')}, CancelCommand: { CommandId: install-1 } }`;
    const cancelled = run([patch('Install', '1'), cancel, patch('Scan', '2')], { patches });
    expect(cancelled.metric('command.install-1.cancelled')).toBe(1);
    expect(cancelled.node).toMatchObject({
      MissingCount: 1,
      InstalledPendingRebootCount: 1,
      cause: 'CANCELLED',
    });
  });

  test('an agent that stops does not stop the installation; its result is heard when it is back', () => {
    const faults = `[{ at: ${at('1:02')}, action: stopAgent, for: 10m }]`;
    const stopped = run([patch('Install', '1', noReboot)], { patches, faults });
    expect(timesOf(stopped, 'patch-manager/patches-installed')).toEqual(['1:04:11']);
    expect(timesOf(stopped, 'run-command/invocation-finished')).toEqual(['1:12:00']);
  });

  test('a network cut in the middle keeps the report from being uploaded, and the node reboots all the same', () => {
    const faults = `[{ at: ${at('1:02')}, action: cutNetwork, for: 10m }]`;
    const cut = run([patch('Install', '1')], { patches, faults });
    expect(exitCodes(cut)).toEqual([1]);
    expect(reports(cut)).toEqual([]);
    expect(cut.node).toMatchObject({ MissingCount: 2, reboots: 1 });
  });

  test('a node stopped in the middle finishes its patches and has them after the start', () => {
    const faults = `[{ at: ${at('1:02')}, action: stop, for: 1h }]`;
    expect(run([patch('Install', '1'), patch('Scan', '3')], { patches, faults }).node).toMatchObject({
      compliance: 'COMPLIANT',
      InstalledCount: 2,
    });
  });
});

describe('an agent that is stopped in the middle of an Install', () => {
  const stopped = (until: string) =>
    run([patch('Install', '1')], {
      faults: `[{ at: ${at('1:00:40')}, action: stopAgent, for: ${until} }]`,
    });

  test('is not there to be asked for the reboot, which waits until it is started again', () => {
    const simulated = stopped('1h');
    expect(timesOf(simulated, 'patch-manager/reboot-requested')).toEqual(['1:02:11']);
    expect(timesOf(simulated, 'managed-nodes/node-went-down')).toEqual(['2:00:40']);
    expect(timesOf(simulated, 'managed-nodes/node-booted')).toEqual(['2:05:40']);
    expect(simulated.node).toMatchObject({ cause: null, compliance: 'COMPLIANT', reboots: 1 });
  });

  test('and that never comes back leaves the patches waiting for the boot', () => {
    const simulated = stopped('3d');
    expect(simulated.node).toMatchObject({ cause: 'AGENT_STOPPED', compliance: 'COMPLIANT', reboots: 0 });
    expect(simulated.metric('patched.nodes')).toBe(0);
  });
});
