/** What AWS's public pages say of managed nodes, each sentence as a small scenario. */
import { describe, expect, test, vi } from 'vitest';
import {
  approveAll,
  at,
  nodeOf,
  patch,
  released,
  type Sections,
  simulate,
} from '../capabilities/quiet-world.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const web = (more: string) => `{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;

/** Whether the node was patched at 2:00, and if not, why. */
function causeOf(sections: Sections): string | null {
  const run = simulate({
    patches: `{ ${released('P1')} }`,
    resources: `{ All: ${approveAll()} }`,
    actions: `[${patch('Install', '2', { id: 'install' })}]`,
    ...sections,
  });
  return nodeOf(run, 'web-0001').cause;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
describe('endpoints of a private subnet', () => {
  test.each([
    ['ssm, ssmmessages, s3', '3.3.40.0', null],
    ['ssm, ec2messages, s3', '3.3.40.0', null],
    ['ssm, ssmmessages, s3', '3.3.39.0', 'ENDPOINT_MISSING_MESSAGES'],
    ['ssm, ec2messages, s3', '3.3.39.0', null],
    ['ssm, s3', '3.3.40.0', 'ENDPOINT_MISSING_MESSAGES'],
    ['ssmmessages, ec2messages, s3', '3.3.40.0', 'ENDPOINT_MISSING_SSM'],
    ['ssm, ssmmessages, ec2messages', '3.3.40.0', 'ENDPOINT_MISSING_S3'],
    ['', '3.3.40.0', 'NO_ROUTE'],
  ])('[%s] with agent %s: %s', (endpoints, version, cause) => {
    const subnets = `{ private: { route: none, endpoints: [${endpoints}] } }`;
    expect(causeOf({ subnets, fleet: web(`, subnet: private, agent: { version: "${version}" }`) })).toBe(
      cause,
    );
  });

  test('a security group that lets nothing out blocks them all', () => {
    const subnets = '{ private: { route: none, endpoints: [ssm, ssmmessages, s3], egress: blocked } }';
    expect(causeOf({ subnets, fleet: web(', subnet: private') })).toBe('EGRESS_BLOCKED');
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html */
describe('Default Host Management Configuration', () => {
  const account = '{ defaultHostManagement: true }';

  test.each([
    ['a node without instance profile is managed', '', null],
    ['not with an agent before 3.2.582.0', ', agent: { version: "3.2.581.0" }', 'NO_INSTANCE_PROFILE'],
    ['not without IMDSv2', ', imdsV2: false', 'NO_INSTANCE_PROFILE'],
  ])('%s', (_, more, cause) => {
    expect(causeOf({ account, fleet: web(`, instanceProfile: none${more}`) })).toBe(cause);
  });

  test('an instance profile that allows UpdateInstanceInformation wins, whatever else it lacks', () => {
    const only = (action: string) =>
      `{ own: { statements: [{ Effect: Allow, Action: ["${action}"], Resource: "*" }] } }`;
    const fleet = web(', instanceProfile: own');
    expect(causeOf({ account, fleet, instanceProfiles: only('ssm:UpdateInstanceInformation') })).toBe(
      'PROFILE_LACKS_SSM',
    );
    expect(causeOf({ account, fleet, instanceProfiles: only('s3:GetObject') })).toBe(null);
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html and _action.html */
describe('statements', () => {
  const allow = (actions: string, element = 'Action') =>
    `{ Effect: Allow, ${element}: [${actions}], Resource: "*" }`;
  const deny = (actions: string) => `{ Effect: Deny, Action: [${actions}], Resource: "*" }`;
  const cause = (...statements: string[]) =>
    causeOf({
      fleet: web(', instanceProfile: own'),
      instanceProfiles: `{ own: { statements: [${statements.join(', ')}] } }`,
    });

  test('least privilege: registers, takes commands, and cannot patch', () => {
    const actions =
      '"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel"';
    expect(cause(allow(actions))).toBe('PROFILE_LACKS_PATCHING');
  });

  test('* and ? stand for characters, and letters have no case', () => {
    const actions =
      '"SSM:updateinstance*", "ssmmessages:*ControlChannel", "ssm:GetDeployablePatchSnapshotForInstanc?", "ssm:Put*"';
    expect(cause(allow(actions))).toBe(null);
  });

  test('NotAction allows everything but what it lists', () => {
    expect(cause(allow('"ec2:*"', 'NotAction'))).toBe(null);
    expect(cause(allow('"ssm:*"', 'NotAction'))).toBe('PROFILE_LACKS_SSM');
  });

  test('an explicit deny wins over any allow', () => {
    expect(cause(allow('"*"'), deny('"ssm:GetDeployable*"'))).toBe('PROFILE_LACKS_PATCHING');
    expect(cause(allow('"*"'), deny('"ssmmessages:*"'))).toBe(null);
    expect(cause(allow('"*"'), deny('"ssmmessages:*", "ec2messages:*"'))).toBe('PROFILE_LACKS_SSM');
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html */
describe('hybrid activations', () => {
  const fleet = '{ dc: { count: 4, os: UBUNTU, tags: { Fleet: web }, hybrid: { activation: key } } }';
  const created = (properties: string) => `{ key: { created: ${at('0')}${properties} } }`;
  const managed = (activations: string, end = '1d') =>
    simulate({ fleet, activations, end }).metric('nodes.managed');

  test('a registration limit of one unless told otherwise', () => {
    expect(managed(created(''))).toBe(1);
    expect(managed(created(', registrationLimit: 3'))).toBe(3);
  });

  test('nodes that are registered stay so when the activation has expired', () => {
    expect(managed(created(', registrationLimit: 9, expires: 1h'), '4d')).toBe(4);
  });

  test('its tags are copied to the nodes', () => {
    const activations = created(', registrationLimit: 9, tags: { Site: one }');
    const where = 'Targets: [{ Key: "tag:Site", Values: [one] }]';
    const run = simulate({ fleet, activations, actions: `[${patch('Scan', '4', { id: 'scan', where })}]` });
    expect(run.metric('command.scan.targets')).toBe(4);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html */
test('a stopped node is not listed, and is back once it has started', () => {
  const stop = (more: string): Sections => ({
    fleet: web(''),
    faults: `[{ id: off, at: ${at('1')}, nodes: { group: web }, action: stop${more} }]`,
  });
  expect(simulate(stop('')).metric('nodes.unmanaged')).toBe(1);
  expect(simulate(stop('')).metric('nodes.connectionLost')).toBe(0);
  expect(simulate(stop(', for: 1h')).metric('nodes.online')).toBe(1);
});
