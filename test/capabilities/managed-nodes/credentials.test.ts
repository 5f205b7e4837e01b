/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
import { describe, expect, test } from 'vitest';
import { approveAll, at, nodeOf, patch, released, simulate, simulateUntil, timesOf } from '../quiet-world.ts';

const online = 'managed-nodes/node-came-online';
const silent = 'managed-nodes/node-fell-silent';
const noProfile = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }';

describe('A profile attached late', () => {
  const attach = `{ id: attach, at: ${at('1:00')}, action: attachProfile }`;

  test('a node without an instance profile is not managed', () => {
    const run = simulate({ fleet: noProfile });
    expect(nodeOf(run, 'web-0001')).toMatchObject({ managed: false, pingStatus: null });
  });

  test('the sleeping agent sees the profile only when it wakes', () => {
    const run = simulate({ fleet: noProfile, faults: `[${attach}]` });
    expect(timesOf(run, online)).toEqual(['1:25:00']);
    expect(timesOf(run, 'managed-nodes/node-registered')).toEqual(['1:25:00']);
  });

  test('by default that takes between 25 and 30 minutes, drawn per node', () => {
    const fleet = '{ web: { count: 400, os: AMAZON_LINUX_2, instanceProfile: none } }';
    const times = timesOf(simulate({ fleet, faults: `[${attach}]`, model: '{}' }), online);
    expect(times).toHaveLength(400);
    expect(times.every((time) => time >= '1:25:00' && time <= '1:30:00')).toBe(true);
    const early = times.filter((time) => time < '1:27:30').length;
    expect(Math.abs(early - 200)).toBeLessThan(50);
  });

  test('a restart of the agent sees it at once', () => {
    const restart = `{ id: again, at: ${at('1:01')}, action: restartAgent }`;
    expect(timesOf(simulate({ fleet: noProfile, faults: `[${attach}, ${restart}]` }), online)).toEqual([
      '1:01:00',
    ]);
  });

  test('a reboot sees it as soon as the node is back', () => {
    const reboot = `{ id: again, at: ${at('1:01')}, action: reboot }`;
    expect(timesOf(simulate({ fleet: noProfile, faults: `[${attach}, ${reboot}]` }), online)).toEqual([
      '1:06:00',
    ]);
  });

  test('the node waits meanwhile with CREDENTIALS_PENDING', () => {
    const patches = `{ ${released('P1')} }`;
    const resources = `{ All: ${approveAll()} }`;
    const run = simulateUntil('1:10', { fleet: noProfile, faults: `[${attach}]`, patches, resources });
    expect(nodeOf(run, 'web-0001').cause).toBe('CREDENTIALS_PENDING');
  });
});

describe('A profile detached', () => {
  const detach = `{ id: detach, at: ${at('1:00')}, action: detachProfile }`;

  test('the agent works on with the credentials it holds until they run out', () => {
    const actions = `[{ id: late, at: ${at('1:30')}, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001] } }]`;
    const run = simulate({ faults: `[${detach}]`, actions });
    expect(run.metric('command.late.succeeded')).toBe(1);
    expect(timesOf(run, silent)).toEqual(['2:00:00']);
    expect(nodeOf(run, 'web-0001').pingStatus).toBe('ConnectionLost');
  });

  test('attached again in time, nothing is noticed', () => {
    const run = simulate({ faults: `[{ at: ${at('1:00')}, action: detachProfile, for: 50m }]` });
    expect(timesOf(run, silent)).toEqual([]);
  });

  test('each detaching has an end of its own', () => {
    const faults = `[{ id: one, at: ${at('1:00')}, action: detachProfile, for: 10m },
      { id: two, at: ${at('1:30')}, action: detachProfile }]`;
    expect(timesOf(simulate({ faults }), silent)).toEqual(['2:30:00']);
  });

  test('a restart of the agent finds out at once', () => {
    const faults = `[${detach}, { id: again, at: ${at('1:10')}, action: restartAgent }]`;
    expect(timesOf(simulate({ faults }), silent)).toEqual(['1:10:00']);
    expect(nodeOf(simulate({ faults }), 'web-0001').pingStatus).toBe('ConnectionLost');
  });

  test('a profile that cannot register is no better than none', () => {
    const instanceProfiles = '{ other: { policies: [AmazonS3ReadOnlyAccess] } }';
    const faults = `[{ at: ${at('1:00')}, action: attachProfile, instanceProfile: other }]`;
    expect(timesOf(simulate({ instanceProfiles, faults }), silent)).toEqual(['2:00:00']);
  });
});

describe('Default Host Management Configuration', () => {
  const account = '{ defaultHostManagement: true }';
  const pingStatusOf = (group: string, more: Readonly<Record<string, string>> = {}) =>
    nodeOf(
      simulate({ account, fleet: `{ web: { count: 1, os: AMAZON_LINUX_2, ${group} } }`, ...more }),
      'web-0001',
    ).pingStatus;

  test('it manages instances without a profile', () => {
    expect(pingStatusOf('instanceProfile: none')).toBe('Online');
  });

  test('it needs agent 3.2.582.0', () => {
    expect(pingStatusOf('instanceProfile: none, agent: { version: 3.2.582.0 }')).toBe('Online');
    expect(pingStatusOf('instanceProfile: none, agent: { version: 3.2.581.0 }')).toBe(null);
  });

  test('it needs IMDSv2', () => {
    expect(pingStatusOf('instanceProfile: none, imdsV2: false')).toBe(null);
  });

  test('it does not manage hybrid nodes', () => {
    const fleet = '{ web: { count: 1, os: UBUNTU, hybrid: { activation: dc } } }';
    const activations = `{ dc: { created: ${at('0')}, expires: 1h, registrationLimit: 1 } }`;
    const faults = `[{ at: ${at('1:00')}, action: detachProfile }]`;
    const run = simulate({ account, fleet, activations, faults });
    expect(nodeOf(run, 'web-0001').pingStatus).toBe('Online');
  });

  test('an instance launched during the run waits up to 30 minutes for it', () => {
    const fleet = `{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none, joins: ${at('1:00')} } }`;
    expect(timesOf(simulate({ account, fleet }), online)).toEqual(['1:32:00']);
  });

  test('a profile that allows UpdateInstanceInformation takes precedence, whatever else it lacks', () => {
    const instanceProfiles =
      '{ bare: { statements: [{ Effect: Allow, Action: "ssm:UpdateInstanceInformation", Resource: "*" }] } }';
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: bare } }';
    const actions = `[{ id: hello, at: ${at('1:00')}, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001] } }]`;
    const run = simulate({ account, instanceProfiles, fleet, actions });
    expect(nodeOf(run, 'web-0001').pingStatus).toBe('Online');
    expect(run.metric('command.hello.timedOut')).toBe(1);
  });

  test('a profile that does not allow it leaves the instance to Default Host Management', () => {
    const instanceProfiles = '{ other: { policies: [AmazonS3ReadOnlyAccess] } }';
    expect(pingStatusOf('instanceProfile: other', { instanceProfiles })).toBe('Online');
  });
});

describe('Permissions', () => {
  const leastPrivilege = `{ least: { statements: [{ Effect: Allow, Resource: "*", Action: [
    "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel" ] }] } }`;
  const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, instanceProfile: least } }';
  const patches = `{ ${released('P1')} }`;
  const resources = `{ All: ${approveAll()} }`;

  test('least privilege registers and takes commands, and fails patching with 145', () => {
    const hello = `{ id: hello, at: ${at('1:00')}, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001] } }`;
    const actions = `[${hello}, ${patch('Install', '2', { id: 'install' })}]`;
    const run = simulate({ instanceProfiles: leastPrivilege, fleet, patches, resources, actions });
    expect(nodeOf(run, 'web-0001').pingStatus).toBe('Online');
    expect(run.metric('command.hello.succeeded')).toBe(1);
    expect(run.metric('command.install.failed')).toBe(1);
    expect(run.events('run-command/invocation-finished').at(-1)).toMatchObject({
      status: 'Failed',
      exitCode: 145,
    });
    expect(nodeOf(run, 'web-0001').cause).toBe('PROFILE_LACKS_PATCHING');
  });

  test('without PutInventory patches are installed, the node reboots, the report is not updated, and the run fails with 1', () => {
    const noInventory = `{ least: { policies: [AmazonSSMManagedInstanceCore],
      statements: [{ Effect: Deny, Action: "ssm:PutInventory", Resource: "*" }] } }`;
    const actions = `[${patch('Install', '2', { id: 'install' })}]`;
    const run = simulate({ instanceProfiles: noInventory, fleet, patches, resources, actions });
    expect(run.events('run-command/invocation-finished').at(-1)).toMatchObject({
      status: 'Failed',
      exitCode: 1,
    });
    expect(run.events('patch-manager/patches-installed')).toMatchObject([{ installed: 1 }]);
    expect(run.events('patch-manager/compliance-reported')).toEqual([]);
    expect(run.metric('reboots.total')).toBe(1);
    expect(nodeOf(run, 'web-0001')).toMatchObject({
      compliance: 'UNSPECIFIED_DATA',
      cause: null,
    });
  });
});
