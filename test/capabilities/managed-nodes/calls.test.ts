/** Calls that change nodes, and the network and the settings around them, while a run goes on. */
import { describe, expect, test } from 'vitest';
import {
  endpointOfService,
  endpointRefusal,
  endpointTypesOf,
  profileRefusal,
} from '../../../src/capabilities/managed-nodes/rules-calls.ts';
import { isTierFull, tierRefusal } from '../../../src/capabilities/managed-nodes/tiers.ts';
import { notesOf } from '../../../src/result/notes.ts';
import { replicate } from '../../support/simulate.ts';
import { at, nodeOf, type Sections, simulate, timesOf, world } from '../quiet-world.ts';

const online = 'managed-nodes/node-came-online';
const refused = 'managed-nodes/action-refused';
const act = (id: string, clock: string, call: string) => `{ id: ${id}, at: ${at(clock)}, ${call} }`;
const run = (id: string, clock: string, node = 'web-0001') =>
  act(id, clock, `SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [${node}] }`);
const errors = (sections: Sections) =>
  simulate(sections)
    .events(refused)
    .map(({ error }) => error);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html */
describe('AssociateIamInstanceProfile', () => {
  const fleet = '{ web: { count: 2, os: AMAZON_LINUX_2, instanceProfile: none } }';
  const associate = (profile: string, node = 'web-0001') =>
    act(
      'fix',
      '3',
      `AssociateIamInstanceProfile: { InstanceId: ${node}, IamInstanceProfile: { ${profile} } }`,
    );
  const core = 'Name: AmazonSSMManagedInstanceCore';

  test('a profile is associated with a running or stopped instance, which has one at most', () => {
    expect(profileRefusal({ state: 'running', hasProfile: false })).toBeNull();
    expect(profileRefusal({ state: 'stopped', hasProfile: false })).toBeNull();
    expect(profileRefusal({ state: 'running', hasProfile: true })).toBe('IncorrectState');
    expect(profileRefusal({ state: 'terminated', hasProfile: false })).toBe('IncorrectInstanceState');
    expect(profileRefusal(undefined)).toBe('InvalidInstanceID.NotFound');
  });

  test('the node registers once its agent tries again, and the other one stays as it was', () => {
    const fixed = simulate({ fleet, actions: `[${associate(core)}]` });
    expect(timesOf(fixed, online)).toEqual(['3:25:00']);
    expect(nodeOf(fixed, 'web-0001').managed).toBe(true);
    expect(nodeOf(fixed, 'web-0002').unmanagedCause).toBe('NO_INSTANCE_PROFILE');
  });

  test('an instance that has a profile: IncorrectState, and nothing changes', () => {
    const sections = { actions: `[${associate(core)}]` };
    expect(errors(sections)).toEqual(['IncorrectState']);
    expect(notesOf(simulate(sections).outcome).map(({ text }) => text)).toContain(
      'fix: AWS refuses AssociateIamInstanceProfile with IncorrectState; nothing has changed.',
    );
  });

  test('the profile is a name under instanceProfiles, or a resource by its id, its name or its ARN', () => {
    const resources = `
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] }, ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] } }
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { InstanceProfileName: nodes, Roles: [!Ref Role] } }`;
    const instanceProfiles = '{ own: { policies: [AmazonSSMManagedInstanceCore] } }';
    for (const profile of [
      'Name: own',
      'Name: !Ref Profile',
      'Name: nodes',
      'Arn: "arn:aws:iam::123456789012:instance-profile/team/nodes"',
      'Arn: !GetAtt Profile.Arn',
    ]) {
      const fixed = simulate({ fleet, resources, instanceProfiles, actions: `[${associate(profile)}]` });
      expect([profile, nodeOf(fixed, 'web-0001').managed]).toEqual([profile, true]);
    }
  });

  test('what AWS refuses of the request is refused, with near names', () => {
    const load = (actions: string) => () =>
      simulate({ fleet, instanceProfiles: '{ managed: {} }', actions: `[${actions}]` });
    expect(load(associate('Name: mangaed'))).toThrow('did you mean managed?');
    expect(load(associate(`${core}, Arn: x`))).toThrow('expected either Name or Arn, found both');
    expect(load(associate('Nmae: x'))).toThrow('did you mean Name?');
    expect(load(associate(core, 'mi-0123456789abcdef0'))).toThrow('expected an EC2 instance');
  });

  test('an instance of another account is not found', () => {
    const accounts = '{ europe: { id: "222222222222", region: eu-west-1 } }';
    const there = associate(core).replace('AssociateIam', 'account: europe, AssociateIam');
    expect(errors({ fleet, accounts, actions: `[${there}]` })).toEqual(['InvalidInstanceID.NotFound']);
  });
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
describe('CreateVpcEndpoint', () => {
  const create = (service: string, more = 'VpcEndpointType: Interface, SubnetIds: [one]', clock = '3') =>
    act(
      `make-${service}`,
      clock,
      `CreateVpcEndpoint: { VpcId: vpc-0123456789abcdef0, ServiceName: com.amazonaws.us-east-1.${service}, ${more} }`,
    );
  const closed = (endpoints: string): Sections => ({
    subnets: `{ one: { route: none, endpoints: [${endpoints}] }, two: { route: none, endpoints: [${endpoints}] } }`,
    fleet:
      '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: one }, far: { count: 1, os: AMAZON_LINUX_2, subnet: two } }',
  });
  const quick = { set: ['model.changes.endpointAvailable=2m'] };

  test('only Amazon S3 has gateway endpoints, and the type is Gateway unless another is given', () => {
    expect(endpointTypesOf('s3')).toContain('Gateway');
    expect(endpointTypesOf('ssm')).toEqual(['Interface']);
    expect(() => simulate({ ...closed(''), actions: `[${create('ssm', 'SubnetIds: [one]')}]` })).toThrow(
      'Endpoint type (Gateway) does not match available service types ([Interface])',
    );
  });

  test('a service is of the Region of the call', () => {
    expect(endpointOfService('com.amazonaws.us-east-1.ssmmessages', 'us-east-1')).toBe('ssmmessages');
    expect(endpointOfService('com.amazonaws.us-east-1.ssm', 'eu-west-1')).toBeNull();
  });

  test('a second endpoint for the same names or route is refused', () => {
    expect(endpointRefusal('Interface', true)).toBe('InvalidParameter');
    expect(endpointRefusal('Gateway', true)).toBe('RouteAlreadyExists');
    expect(endpointRefusal('Gateway', false)).toBeNull();
    expect(errors({ ...closed('ssm'), actions: `[${create('ssm')}]` })).toEqual(['InvalidParameter']);
    expect(
      errors({ ...closed(''), actions: `[${create('ssm')}, ${create('ssm').replace('make', 'again')}]` }),
    ).toEqual(['InvalidParameter']);
  });

  test('without PrivateDnsEnabled the endpoint serves its subnets once it is available, and no others', () => {
    const opened = simulate({ ...closed('ssmmessages'), actions: `[${create('ssm')}]` }, quick);
    expect(timesOf(opened, 'managed-nodes/endpoint-requested')).toEqual(['3:00:00']);
    expect(timesOf(opened, 'managed-nodes/endpoint-available')).toEqual(['3:02:00']);
    // The agent hibernates, and tries at intervals.
    expect(opened.events(online)).toMatchObject([{ node: 'web-0001' }]);
    expect(nodeOf(opened, 'far-0001').unmanagedCause).toBe('ENDPOINT_MISSING_SSM');
  });

  test('with PrivateDnsEnabled: false it serves no node', () => {
    const more = 'VpcEndpointType: Interface, SubnetIds: [one], PrivateDnsEnabled: false';
    expect(
      simulate({ ...closed('ssmmessages'), actions: `[${create('ssm', more)}]` }).events(online),
    ).toEqual([]);
  });

  test('a command that waits arrives when the endpoint for messages is available', () => {
    const actions = `[${run('early', '2:59')}, ${create('ssmmessages')}]`;
    const opened = simulate({ ...closed('ssm'), actions }, quick);
    expect(timesOf(opened, 'run-command/invocation-acknowledged')).toEqual(['3:02:00']);
    expect(opened.metric('command.early.succeeded')).toBe(1);
  });

  test('a gateway endpoint for S3 is there at once', () => {
    const s3 = create('s3', 'RouteTableIds: [one]', '1:30');
    const actions = (more: string) =>
      `[${more}${act('scan', '2', 'SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } }')}]`;
    const sections = closed('ssm, ssmmessages');
    expect(simulate({ ...sections, actions: actions('') }).metric('command.scan.failed')).toBe(1);
    expect(simulate({ ...sections, actions: actions(`${s3}, `) }).metric('command.scan.succeeded')).toBe(1);
  });

  test('it serves nodes of its own account only', () => {
    const sections = closed('ssmmessages');
    const accounts = '{ europe: { id: "222222222222", region: eu-west-1 } }';
    const there = create('ssm')
      .replace('CreateVpc', 'account: europe, CreateVpc')
      .replace('us-east-1', 'eu-west-1');
    expect(simulate({ ...sections, accounts, actions: `[${there}]` }).events(online)).toEqual([]);
  });

  test('a replication begins without the endpoints of the one before', () => {
    const text = world({ ...closed('ssmmessages'), actions: `[${create('ssm')}]` });
    const refusals = replicate(
      text,
      2,
      ({ simulation }) => simulation.refused.map(({ error }) => error),
      quick,
    );
    expect(refusals).toEqual([[], []]);
  });

  test('what AWS refuses of the request is refused, with near names', () => {
    const load = (call: string) => () => simulate({ ...closed(''), actions: `[${call}]` });
    expect(load(create('ssmmesages'))).toThrow('did you mean com.amazonaws.us-east-1.ssmmessages?');
    expect(load(create('ssm', 'VpcEndpointType: Interface, SubnetIds: [onne]'))).toThrow(
      'expected a name under subnets, found "onne"',
    );
    expect(load(create('ssm', 'VpcEndpointType: Interface, SubnetId: [one]'))).toThrow(
      'did you mean SubnetIds?',
    );
    expect(load(create('s3', 'SubnetIds: [one]'))).toThrow('expected no SubnetIds of a Gateway endpoint');
    expect(load(create('ssm').replace('vpc-', 'vpv-'))).toThrow('InvalidVpcId.Malformed');
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterManagedInstance.html */
describe('DeregisterManagedInstance', () => {
  const hybrid: Sections = {
    fleet: '{ dc: { count: 2, os: UBUNTU, registered: true, hybrid: { activation: key } } }',
    activations: `{ key: { created: ${at('0')}, registrationLimit: 9 } }`,
  };
  const deregister = (node = 'dc-0001') =>
    act('gone', '1', `DeregisterManagedInstance: { InstanceId: ${node} }`);

  test('the server is removed from the list of registered servers', () => {
    const after = simulate({ ...hybrid, actions: `[${deregister()}, ${run('late', '2', 'dc-0001')}]` });
    expect(nodeOf(after, 'dc-0001')).toMatchObject({
      managed: false,
      pingStatus: null,
      unmanagedCause: 'DEREGISTERED',
    });
    expect(nodeOf(after, 'dc-0002').managed).toBe(true);
    expect(after.result.commands[0]).toMatchObject({ error: 'InvalidInstanceId' });
    expect(timesOf(after, 'managed-nodes/node-deregistered', 'dc-0001')).toEqual(['1:00:00']);
  });

  test('to register it again takes a different activation: a restart of the agent does not', () => {
    const faults = `[{ id: again, at: ${at('2')}, action: restartAgent, nodes: { names: [dc-0001] } }]`;
    const restarted = simulate({ ...hybrid, faults, actions: `[${deregister()}]` });
    expect(nodeOf(restarted, 'dc-0001').managed).toBe(false);
    const key = act('x', '3', 'CreateActivation: { IamRole: service }').replace('id: x', 'id: key');
    const renewed = simulate({ ...hybrid, faults, actions: `[${deregister()}, ${key}]` });
    expect(timesOf(renewed, online, 'dc-0001')).toEqual(['3:00:00']);
  });

  test('twice, or of another account: InvalidInstanceId', () => {
    const twice = deregister().replace('id: gone', 'id: again').replace(at('1'), at('2'));
    expect(errors({ ...hybrid, actions: `[${deregister()}, ${twice}]` })).toEqual(['InvalidInstanceId']);
    const accounts = '{ europe: { id: "222222222222", region: eu-west-1 } }';
    const there = deregister().replace('Deregister', 'account: europe, Deregister');
    expect(errors({ ...hybrid, accounts, actions: `[${there}]` })).toEqual(['InvalidInstanceId']);
  });

  test('the id of an EC2 instance is no id of a managed instance', () => {
    const load = (node: string) => () => simulate({ actions: `[${deregister(node)}]` });
    expect(load('web-0001')).toThrow('found the EC2 instance "web-0001" (AWS: ValidationException)');
    expect(load('i-0123456789abcdef0')).toThrow('ValidationException');
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html */
describe('UpdateServiceSetting', () => {
  const set = (setting: string, value: string, clock = '1') =>
    act(
      `set-${value.replaceAll(/[^a-z]/g, '')}`,
      clock,
      `UpdateServiceSetting: { SettingId: "${setting}", SettingValue: ${value} }`,
    );
  const tier = '/ssm/managed-instance/activation-tier';
  const role = '/ssm/managed-instance/default-ec2-instance-management-role';
  const aws = 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole';

  test('with the standard tier 1,000 hybrid nodes register in an account and Region', () => {
    expect(isTierFull('standard', 999)).toBe(false);
    expect(isTierFull('standard', 1000)).toBe(true);
    expect(isTierFull('advanced', 1000)).toBe(false);
  });

  test('back to the standard tier only with 1,000 hybrid nodes or fewer', () => {
    expect(tierRefusal('standard', 1000)).toBeNull();
    expect(tierRefusal('standard', 1001)).toBe('ValidationException');
    expect(tierRefusal('advanced', 1001)).toBeNull();
  });

  const crowded: Sections = {
    fleet: `{ old: { count: 1000, os: UBUNTU, registered: true, hybrid: { activation: key } },
      late: { count: 2, os: UBUNTU, hybrid: { activation: key } } }`,
    activations: `{ key: { created: ${at('2')}, registrationLimit: 9 } }`,
  };

  test('the 1,001st node does not register in the standard tier, and does in the advanced tier', () => {
    expect(nodeOf(simulate(crowded), 'late-0001')).toMatchObject({
      managed: false,
      unmanagedCause: 'TIER_FULL',
    });
    const raised = simulate({ ...crowded, actions: `[${set(tier, 'advanced')}]` });
    expect(nodeOf(raised, 'late-0002').managed).toBe(true);
    const declared = simulate({ ...crowded, account: '{ instanceTier: advanced }' });
    expect(nodeOf(declared, 'late-0002').managed).toBe(true);
  });

  test('a node that is deregistered makes room', () => {
    const gone = act('gone', '1', 'DeregisterManagedInstance: { InstanceId: old-0001 }');
    const after = simulate({ ...crowded, actions: `[${gone}]` });
    expect(nodeOf(after, 'late-0001').managed).toBe(true);
    expect(nodeOf(after, 'late-0002').managed).toBe(false);
  });

  test('the tier of an account is its own', () => {
    const accounts = '{ europe: { id: "222222222222", region: eu-west-1, instanceTier: advanced } }';
    const elsewhere = simulate({ ...crowded, accounts });
    expect(nodeOf(elsewhere, 'late-0001').managed).toBe(false);
    const there = {
      ...crowded,
      accounts,
      fleet: crowded['fleet']!.replaceAll('os: UBUNTU', 'os: UBUNTU, account: europe'),
    };
    expect(nodeOf(simulate(there), 'late-0001').managed).toBe(true);
  });

  test('back to standard with more nodes than it allows: ValidationException', () => {
    const actions = `[${set(tier, 'standard', '3')}]`;
    expect(errors({ ...crowded, account: '{ instanceTier: advanced }', actions })).toEqual([
      'ValidationException',
    ]);
  });

  test('on hybrid nodes applications released by Microsoft need the advanced tier', () => {
    const baseline = (set: string) =>
      `{ Apps: { Type: AWS::SSM::PatchBaseline, Properties: { Name: apps, OperatingSystem: WINDOWS, DefaultBaseline: true,
        ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [{ Key: PATCH_SET, Values: [${set}] }] } }] } } } }`;
    const install = act(
      'install',
      '2',
      'SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [dc-0001, ec-0001], Parameters: { Operation: [Install] } }',
    );
    const failedOf = (set: string, actions: string) =>
      simulate({
        fleet:
          '{ dc: { count: 1, os: WINDOWS, registered: true, hybrid: { activation: key } }, ec: { count: 1, os: WINDOWS } }',
        activations: `{ key: { created: ${at('0')} } }`,
        resources: baseline(set),
        actions: `[${actions}${install}]`,
      }).metric('command.install.failed');
    expect(failedOf('APPLICATION', '')).toBe(1);
    expect(failedOf('OS', '')).toBe(0);
    expect(failedOf('APPLICATION', `${set(tier, 'advanced')}, `)).toBe(0);
  });

  const bare = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }';

  test('Default Host Management reaches instances without a profile within 30 minutes', () => {
    const on = simulate({ fleet: bare, actions: `[${set(role, aws)}]` });
    expect(timesOf(on, online)).toEqual(['1:30:00']);
    expect(timesOf(on, 'managed-nodes/service-setting-changed')).toEqual(['1:00:00']);
  });

  test('it is a setting of one account and Region', () => {
    const accounts = '{ europe: { id: "222222222222", region: eu-west-1 } }';
    const there = set(role, aws).replace('UpdateService', 'account: europe, UpdateService');
    expect(simulate({ fleet: bare, accounts, actions: `[${there}]` }).events(online)).toEqual([]);
    const fleet = bare.replace('count: 1', 'count: 1, account: europe');
    expect(simulate({ fleet, accounts, actions: `[${there}]` }).events(online)).toHaveLength(1);
    expect(
      simulate({ fleet, accounts, account: '{ defaultHostManagement: true }' }).result.nodes[0]!.managed,
    ).toBe(false);
    const own = '{ europe: { id: "222222222222", region: eu-west-1, defaultHostManagement: true } }';
    expect(simulate({ fleet, accounts: own }).result.nodes[0]!.managed).toBe(true);
  });

  test('a role of the file has to trust Systems Manager', () => {
    const roleOf = (service: string) =>
      `{ Lent: { Type: AWS::IAM::Role, Properties: { RoleName: lent, AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] }, ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] } } }`;
    const run = (service: string) =>
      simulate({ fleet: bare, resources: roleOf(service), actions: `[${set(role, 'lent')}]` });
    expect(run('ssm.amazonaws.com').events(online)).toHaveLength(1);
    expect(() => run('ec2.amazonaws.com')).toThrow('expected a role that ssm.amazonaws.com may assume');
  });

  test('a setting is known by its ARN too, in its own account and Region', () => {
    const arn = (region: string) => `arn:aws:ssm:${region}:123456789012:servicesetting${role}`;
    expect(simulate({ fleet: bare, actions: `[${set(arn('us-east-1'), aws)}]` }).events(online)).toHaveLength(
      1,
    );
    expect(() => simulate({ fleet: bare, actions: `[${set(arn('eu-west-1'), aws)}]` })).toThrow(
      'ServiceSettingNotFound',
    );
  });

  test('what AWS refuses of the request is refused, with near names', () => {
    const load = (setting: string, value: string) => () => simulate({ actions: `[${set(setting, value)}]` });
    expect(load('/ssm/managed-instance/activation-teir', 'advanced')).toThrow(`did you mean ${tier}?`);
    expect(load(tier, 'Advanced')).toThrow('expected standard or advanced');
    expect(load(role, 'admin')).toThrow('expected the name of a role');
  });
});
