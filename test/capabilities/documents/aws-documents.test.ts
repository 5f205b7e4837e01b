/** Documents of AWS: what they need of a node, and what they change on it. */
import { describe, expect, test } from 'vitest';
import {
  newestAgentVersion,
  updatedAgentVersion,
} from '../../../src/capabilities/documents/agent-releases.ts';
import { Simulator } from '../../../src/simulate.ts';
import { scenarioOf } from '../../scenario/load-text.ts';
import { at, type Sections, simulate, timesOf, world } from '../quiet-world.ts';

const send = (document: string, parameters = '{}', clock = '1', more = '') =>
  `{ id: "at-${clock.replaceAll(':', '-')}", at: ${at(clock)}, SendCommand: { DocumentName: ${document}, Targets: [{ Key: "tag:Fleet", Values: [web] }],
    Parameters: ${parameters}, MaxErrors: 100%${more} } }`;

const one = (more = '') => `{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;

function run(actions: string, fleet = one(), sections: Sections = {}, set: readonly string[] = []) {
  return simulate({ fleet, actions: `[${actions}]`, end: '100d', ...sections }, { set });
}

function endsOf(simulated: ReturnType<typeof run>): string[] {
  return simulated
    .events('run-command/invocation-finished')
    .map(({ status, exitCode }) => `${String(status)} ${String(exitCode)}`);
}

describe('AWS-UpdateSSMAgent', () => {
  const old = one(', agent: { version: 3.1.0.0 }');

  test('the agent of the node becomes the newest at that time', () => {
    const updated = run(send('AWS-UpdateSSMAgent', '{}', '1500'), old, {}, ['model.agent.releaseEvery=20d']);
    expect(updated.events('documents/agent-updated')).toMatchObject([
      { node: 'web-0001', from: '3.1.0.0', version: '3.3.990.0' },
    ]);
  });
  test('a version by name, and an older one only with allowDowngrade', () => {
    const ask = (parameters: string) => run(send('AWS-UpdateSSMAgent', parameters), one());
    expect(endsOf(ask('{ version: [3.2.0.0] }'))).toEqual(['Failed 1']);
    const down = ask('{ version: [3.2.0.0], allowDowngrade: ["true"] }');
    expect(endsOf(down)).toEqual(['Success 0']);
    expect(down.events('documents/agent-updated')).toMatchObject([{ version: '3.2.0.0' }]);
  });
  test('a document that asks for a newer agent fails before, and runs after', () => {
    const model = ['model.documents.Job={ run: 1m, minimumAgentVersion: 3.2.0.0 }'];
    const actions = `${send('Job', '{}', '1')}, ${send('AWS-UpdateSSMAgent', '{}', '2')}, ${send('Job', '{}', '3')}`;
    const done = run(actions, old, {}, model);
    expect(endsOf(done)).toEqual(['Failed 1', 'Success 0', 'Success 0']);
    expect(done.result.commands.map(({ failures }) => failures?.[0]?.cause ?? null)).toEqual([
      'AGENT_TOO_OLD',
      null,
      null,
    ]);
  });
  test('the next run of the same simulator begins with the version of the group', () => {
    const updates: unknown[] = [];
    const scenario = scenarioOf(
      world({ fleet: old, actions: `[${send('AWS-UpdateSSMAgent')}]`, end: '100d' }),
    );
    const simulator = new Simulator(scenario, {
      journal: ({ event, from }) => event === 'documents/agent-updated' && updates.push(from),
    });
    simulator.run();
    simulator.run();
    expect(updates).toEqual(['3.1.0.0', '3.1.0.0']);
  });
  test('agent updates lie in a bucket: without S3 it fails', () => {
    const subnets = '{ closed: { route: none, endpoints: [ssm, ssmmessages, ec2messages] } }';
    const closed = run(send('AWS-UpdateSSMAgent'), one(', subnet: closed'), { subnets });
    expect(endsOf(closed)).toEqual(['Failed 1']);
    expect(closed.result.commands[0]?.failures?.[0]?.cause).toBe('ENDPOINT_MISSING_S3');
  });
  test('a run that the node’s reboot cuts off updates nothing', () => {
    const faults = `[{ at: ${at('1:00:30')}, nodes: { group: web }, action: reboot }]`;
    const model = ['model.documents.AWS-UpdateSSMAgent.run=10m'];
    const cut = run(send('AWS-UpdateSSMAgent'), old, { faults }, model);
    expect(cut.events('documents/agent-updated')).toEqual([]);
    expect(endsOf(cut)).toEqual(['Failed 1']);
  });
  test('an agent updated past 3.3.40.0 takes commands through ssmmessages', () => {
    const done = run(
      `${send('AWS-UpdateSSMAgent')}, ${send('AWS-RunShellScript', '{ commands: [date] }', '2')}`,
      old,
    );
    expect(endsOf(done)).toEqual(['Success 0', 'Success 0']);
  });
});

describe('versions of the agent', () => {
  test('one is newer with every release', () => {
    const releases = { newest: '3.3.987.0', releaseEvery: 10 };
    expect([0, 9, 10, 35].map((elapsedMs) => newestAgentVersion(releases, elapsedMs))).toEqual([
      '3.3.987.0',
      '3.3.987.0',
      '3.3.988.0',
      '3.3.990.0',
    ]);
    expect(newestAgentVersion({ ...releases, releaseEvery: 0 }, 35)).toBe('3.3.987.0');
  });
  test('one that is installed and newer than the newest stays', () => {
    const options = { installed: '3.4.0.0', newest: '3.3.987.0', wanted: undefined, allowDowngrade: false };
    expect(updatedAgentVersion(options)).toBe('3.4.0.0');
  });
});

describe('AmazonCloudWatch-ManageAgent', () => {
  const configure = (location: string, profile: string) =>
    endsOf(
      run(
        send('AmazonCloudWatch-ManageAgent', `{ action: [configure], mode: [ec2]${location} }`),
        one(`, instanceProfile: ${profile}`),
        {
          instanceProfiles: `{ sealed: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Deny, Action: "ssm:GetParameter", Resource: "*" }] } }`,
        },
      ),
    );
  const stored =
    ', optionalConfigurationSource: [ssm], optionalConfigurationLocation: [AmazonCloudWatch-linux]';

  test('its configuration is read from Parameter Store in the name of the node', () => {
    expect(configure(stored, 'AmazonSSMManagedInstanceCore')).toEqual(['Success 0']);
    expect(configure(stored, 'sealed')).toEqual(['Failed 1']);
  });
  test('without the name of a parameter there is no configuration', () => {
    expect(configure('', 'AmazonSSMManagedInstanceCore')).toEqual(['Failed 1']);
    expect(configure(', optionalConfigurationSource: [default]', 'sealed')).toEqual(['Success 0']);
  });
});

describe('AWS-RefreshAssociation', () => {
  test('asks the agent to list and run these associations', () => {
    const done = run(send('AWS-RefreshAssociation', '{ associationIds: [a1, a2] }'));
    expect(done.events('documents/associations-refreshed')).toMatchObject([
      { node: 'web-0001', associations: ['a1', 'a2'] },
    ]);
  });
  test('refreshes and runs the associations at once, between two times of their schedule', () => {
    const resources = `{ Keep: { Type: AWS::SSM::Association, Properties: { Name: Job, ScheduleExpression: "rate(1 day)",
      Targets: [{ Key: "tag:Fleet", Values: [web] }] } } }`;
    const set = ['model.documents.Job={ run: 2m }', 'model.documents.AWS-RefreshAssociation.run=10s'];
    const refresh = (ids: string) =>
      timesOf(
        run(send('AWS-RefreshAssociation', ids), one(), { resources, end: '1d' }, set),
        'state-manager/run-started',
      );
    expect(refresh('{}')).toEqual(['1:00:11']);
    expect(refresh('{ associationIds: [Keep] }')).toEqual(['1:00:11']);
    expect(refresh('{ associationIds: [Other] }')).toEqual([]);
  });
});

test.each([
  ['AWS-GatherSoftwareInventory', '{ applications: [Enabled] }', 'AMAZON_LINUX_2', 'Failed 1'],
  ['AWS-RunAnsiblePlaybook', '{ playbook: [x] }', 'AMAZON_LINUX_2', 'Success 0'],
  ['AWS-RunAnsiblePlaybook', '{ playbook: [x] }', 'WINDOWS', 'InvalidPlatform'],
  ['AWS-ApplyAnsiblePlaybooks', '{ SourceType: [GitHub] }', 'UBUNTU', 'Success 0'],
  ['AWS-RunRemoteScript', '{ sourceType: [S3], commandLine: [a.sh] }', 'UBUNTU', 'Success 0'],
  ['AWS-RunRemoteScript', '{ sourceType: [S3], commandLine: [a.sh] }', 'MACOS', 'InvalidPlatform'],
  ['AWS-RunDocument', '{ sourceType: [SSMDocument] }', 'WINDOWS', 'Success 0'],
  ['AWS-JoinDirectoryServiceDomain', '{ directoryId: [d-1], directoryName: [a.b] }', 'WINDOWS', 'Success 0'],
  ['AWS-InstallApplication', '{ source: [x.msi] }', 'UBUNTU', 'InvalidPlatform'],
  ['AWS-ConfigureDocker', '{ action: [Install] }', 'WINDOWS', 'Success 0'],
  ['AWS-ConfigureDocker', '{ action: [Install] }', 'MACOS', 'InvalidPlatform'],
  ['AWS-ConfigureAWSPackage', '{ action: [Install], name: [AmazonCloudWatchAgent] }', 'UBUNTU', 'Success 0'],
])('%s %s on %s: %s', (document, parameters, os, end) => {
  const done = run(send(document, parameters), one().replace('AMAZON_LINUX_2', os));
  expect(endsOf(done)[0]).toContain(end);
  expect(timesOf(done, 'run-command/invocation-finished')).toHaveLength(1);
});
