/** What keeps a session from connecting: the first prerequisite that is missing, in the order in which AWS asks. */
import { describe, expect, test } from 'vitest';
import { at, type Sections } from '../quiet-world.ts';
import { fault, preferences, session, start } from './world.ts';

/** What is missing, how the call or the session ends, and AWS's error. */
function missing(sections: Sections, set: readonly string[] = []) {
  const { missing: name, status, error } = session(sections, set).one;
  return [name, status, error?.replace(/:.*/s, '') ?? null];
}

const web = (more: string) => ({ fleet: `{ web: { count: 1, os: AMAZON_LINUX_2, ${more} } }` });
const subnet = (...endpoints: readonly string[]): Sections => ({
  subnets: `{ private: { route: none, endpoints: [${endpoints.join(', ')}] } }`,
  ...web('subnet: private'),
});
const profile = (statements: string, policies = 'AmazonSSMManagedInstanceCore'): Sections => ({
  instanceProfiles: `{ own: { policies: [${policies}], statements: [${statements}] } }`,
  ...web('instanceProfile: own'),
});
const allow = (...actions: readonly string[]) =>
  `{ Effect: Allow, Action: ${JSON.stringify(actions)}, Resource: "*" }`;
const deny = (action: string) => `{ Effect: Deny, Action: "${action}", Resource: "*" }`;

describe('TargetNotConnected', () => {
  test.each(['stopAgent', 'stop', 'cutNetwork', 'fillDisk'])('after %s', (action) => {
    expect(missing({ faults: fault(action, '0:30') })).toEqual(['node', null, 'TargetNotConnected']);
  });

  test('says why the node is away', () => {
    const { why } = session({ faults: fault('stopAgent', '0:30') }).one;
    expect(why).toMatch(/^web-0001 is not connected: AGENT_STOPPED: /);
  });

  test('a node without an instance profile', () => {
    expect(missing(web('instanceProfile: none'))).toEqual(['node', null, 'TargetNotConnected']);
  });

  test('without ssmmessages sessions fail while Run Command works', () => {
    const sections = {
      ...subnet('ssm', 'ec2messages', 's3'),
      actions: `[${start()}, { id: run, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [uptime] } } }]`,
    };
    expect(missing(sections)).toEqual(['endpoint', null, 'TargetNotConnected']);
    expect(session(sections).run.metric('command.run.succeeded')).toBe(1);
    expect(session(sections).run.metric('sessions.refused')).toBe(1);
  });

  test.each([
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ])('a profile without %s', (action) => {
    expect(missing(profile(deny(action)))).toEqual(['channels', null, 'TargetNotConnected']);
  });

  test('SSM Agent before 2.3.68.0', () => {
    expect(missing(web('agent: { version: 2.3.67.0 }'))).toEqual(['agent', null, 'TargetNotConnected']);
    expect(missing(web('agent: { version: 2.3.68.0 }'))[0]).toBeNull();
  });
});

test('a hybrid node needs the advanced-instances tier', () => {
  const hybrid: Sections = {
    ...web('hybrid: { activation: dc }'),
    activations: `{ dc: { created: ${at('0')}, expires: 24h, registrationLimit: 10 } }`,
  };
  expect(missing(hybrid)).toEqual(['tier', null, 'BadRequest']);
  expect(missing(hybrid, ['account.instanceTier=advanced'])[0]).toBeNull();
});

test.each([
  ['AWS-StartPortForwardingSession', '3.0.221.0', '3.0.222.0', ''],
  ['AWS-StartSSHSession', '3.0.221.0', '3.0.222.0', ''],
  ['AWS-StartPortForwardingSessionToRemoteHost', '3.1.1373.0', '3.1.1374.0', ', Parameters: { host: [db] }'],
])('%s fails with SSM Agent %s, and not with %s', (document, before, since, parameters) => {
  const actions = `[${start('1', 'look', `, DocumentName: ${document}${parameters}`)}]`;
  const of = (version: string) => missing({ ...web(`agent: { version: ${version} }`), actions });
  expect(of(before).slice(0, 2)).toEqual(['document', 'Failed']);
  expect(of(since)[0]).toBeNull();
});

describe('a KMS key', () => {
  const resources = preferences('kmsKeyId: alias/sessions');
  const key = { ...profile(allow('kms:Decrypt')), resources };
  const principals = (...actions: readonly string[]) => ({
    principals: `{ oncall: { statements: ${allow('ssm:StartSession', ...actions)} } }`,
    actions: `[${start().replace(', StartSession', ', as: oncall, StartSession')}]`,
  });

  test('needs SSM Agent 2.3.539.0', () => {
    expect(missing({ ...web('agent: { version: 2.3.538.0 }'), resources }).slice(0, 2)).toEqual([
      'encryption',
      'Failed',
    ]);
  });

  test('the node needs kms:Decrypt', () => {
    expect(missing({ resources }).slice(0, 2)).toEqual(['key-of-node', 'Failed']);
    expect(missing(key)[0]).toBeNull();
  });

  test('the user needs kms:GenerateDataKey, whatever the node may', () => {
    expect(missing({ ...key, ...principals() }).slice(0, 2)).toEqual(['key-of-user', 'Failed']);
    expect(missing({ ...key, ...principals('kms:GenerateDataKey') })[0]).toBeNull();
  });

  test('the node needs a way to the kms endpoint', () => {
    const shut = { ...key, subnets: '{ private: { route: none, endpoints: [ssm, ssmmessages] } }' };
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: private, instanceProfile: own } }';
    expect(session({ ...shut, fleet }).one).toMatchObject({
      missing: 'key-of-node',
      error: 'Encountered error while initiating handshake. Handshake timed out',
    });
  });

  test('AWS-PasswordReset does not work without one', () => {
    const actions = `[${start('1', 'look', ', DocumentName: AWS-PasswordReset, Parameters: { username: [root] }')}]`;
    expect(missing({ actions }).slice(0, 2)).toEqual(['encryption', 'Failed']);
    expect(missing({ ...key, actions })[0]).toBeNull();
  });
});

describe('Run As', () => {
  const resources = preferences('runAsEnabled: true, runAsDefaultUser: deploy');

  test('a user that does not exist on the node: the session does not start', () => {
    expect(missing({ resources }, ['model.sessions.missingUsers=[deploy]']).slice(0, 2)).toEqual([
      'run-as',
      'Failed',
    ]);
    expect(missing({ resources })[0]).toBeNull();
  });

  test('no user at all: it does not fall back on ssm-user', () => {
    expect(missing({ resources: preferences('runAsEnabled: true') }).slice(0, 2)).toEqual([
      'run-as',
      'Failed',
    ]);
  });

  test('the tag SSMSessionRunAs of the user goes before the preferences', () => {
    const tagged = {
      resources,
      principals: `{ oncall: { tags: { SSMSessionRunAs: ops }, statements: ${allow('ssm:StartSession')} } }`,
      actions: `[${start().replace(', StartSession', ', as: oncall, StartSession')}]`,
    };
    expect(missing(tagged, ['model.sessions.missingUsers=[deploy]'])[0]).toBeNull();
    expect(missing(tagged, ['model.sessions.missingUsers=[ops]'])[0]).toBe('run-as');
  });

  test('counts on Linux and macOS', () => {
    const windows = { resources, fleet: '{ web: { count: 1, os: WINDOWS } }' };
    expect(missing(windows, ['model.sessions.missingUsers=[deploy]'])[0]).toBeNull();
  });
});
