/** What the report, `explain` and lint say of sessions. */
import { describe, expect, test } from 'vitest';
import { sessionManager } from '../../../src/capabilities/session-manager/index.ts';
import { notesOf } from '../../../src/result/notes.ts';
import { messages } from '../../lint/lint-text.ts';
import { approveAll, at, patch, released, world } from '../quiet-world.ts';
import { fault, preferences, session, start } from './world.ts';

const patched = {
  fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  patches: `{ ${released('P1')} }`,
  resources: `{ All: ${approveAll()} }`,
  actions: `[${start()}, ${patch('Install', '1:02', { id: 'install' })}]`,
};

test('a note says who was on a node when it rebooted', () => {
  const notes = notesOf(session(patched).run.outcome).map(({ text }) => text);
  expect(notes).toContainEqual(
    expect.stringContaining('was on web-0001 (session look) when it rebooted for the patch run of install'),
  );
});

describe('explain --execution', () => {
  const walk = (id: string, sections: Parameters<typeof session>[0]) => {
    const { outcome } = session(sections).run;
    const machine = outcome.machines.of(sessionManager);
    return JSON.stringify(sessionManager.walks!.walk(machine, id, outcome.simulation)?.blocks ?? null);
  };
  const keyed = { resources: preferences('kmsKeyId: alias/sessions') };

  test('tells what was asked, in order, what was missing and what to do', () => {
    const told = walk('look', keyed);
    expect(told).toMatch(
      /The node is Online.*The user may use the key.*yes.*The node may use the key.*no: the session fails/,
    );
    expect(told).toContain('allow kms:Decrypt in the instance profile');
  });

  test('a caller who may not start it is the first answer', () => {
    const denied = {
      principals: '{ oncall: { statements: { Effect: Allow, Action: "ssm:List*" } } }',
      actions: `[${start().replace(', StartSession', ', as: oncall, StartSession')}]`,
    };
    expect(walk('look', denied)).toMatch(
      /The caller may start the session.*no: the call is refused.*not asked/,
    );
  });

  test('takes the id of AWS, too, and knows no other', () => {
    const { one } = session(keyed);
    expect(walk(one.sessionId!, keyed)).toContain('web-0001');
    expect(walk('other', keyed)).toBe('null');
  });
});

describe('lint', () => {
  const private_ = {
    subnets: '{ private: { route: none, endpoints: [ssm, ec2messages, s3] } }',
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: private } }',
  };
  const endpoint = `{ id: open, at: ${at('0:10')}, CreateVpcEndpoint: { VpcId: vpc-0123456789abcdef0, ServiceName: com.amazonaws.us-east-1.ssmmessages, VpcEndpointType: Interface, SubnetIds: [private] } }`;

  test('a session that cannot start is an error, and a warning where a call may help before', () => {
    const of = (actions: string) =>
      messages('session-not-started', world({ ...private_, actions: `[${actions}]` }));
    expect(of(start())).toEqual([
      expect.stringMatching(/^error: the session look is refused with TargetNotConnected/),
    ]);
    expect(of(`${endpoint}, ${start()}`)).toEqual([
      expect.stringMatching(/^warning: .* TargetNotConnected, unless open changes that before: /),
    ]);
    expect(of(`${endpoint}, ${start('0:05')}`)).toEqual([expect.stringMatching(/^error/)]);
  });

  test('what updates the agent, or attaches a profile, may help before', () => {
    const of = (sections: Parameters<typeof world>[0]) =>
      messages('session-not-started', world({ actions: `[${start()}]`, ...sections }));
    const old = '{ web: { count: 1, os: AMAZON_LINUX_2, agent: { version: 2.2.0.0 } } }';
    const update = `{ id: up, at: ${at('0:10')}, SendCommand: { DocumentName: AWS-UpdateSSMAgent, InstanceIds: [web-0001] } }`;
    expect(of({ fleet: old })).toEqual([expect.stringMatching(/^error/)]);
    expect(of({ fleet: old, actions: `[${update}, ${start()}]` })).toEqual([
      expect.stringContaining('unless up changes that before'),
    ]);
    const bare = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }';
    expect(of({ fleet: bare })).toEqual([expect.stringMatching(/^error/)]);
    expect(of({ fleet: bare, faults: fault('attachProfile', '0:10') })).toEqual([
      expect.stringContaining('unless attachProfile changes that before'),
    ]);
  });

  test('a node of another account is found before the run, in the words of the run', () => {
    const strayed = {
      accounts: '{ other: { id: "222222222222", region: eu-west-1 } }',
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, account: other } }',
    };
    const why = 'web-0001 is in the account other, and the call is made in the account of `account`';
    expect(messages('session-not-started', world({ ...strayed, actions: `[${start()}]` }))).toEqual([
      `error: the session look is refused with TargetNotConnected: ${why}`,
    ]);
    expect(session(strayed).one).toMatchObject({ why, remedy: 'write account: other in the action' });
  });

  test('ssmmessages missing is a note, and a warning where sessions are started', () => {
    expect(messages('endpoint-missing', world(private_))).toEqual([expect.stringMatching(/^note/)]);
    expect(messages('endpoint-missing', world({ ...private_, actions: `[${start()}]` }))).toEqual([
      expect.stringMatching(/^warning/),
    ]);
  });

  test('logs that need not be encrypted, also where the content is JSON text', () => {
    const content = (inputs: string) =>
      `'{ "schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": { ${inputs} } }'`;
    const of = (inputs: string) =>
      messages(
        'session-log-unencrypted',
        world({
          resources: `{ Prefs: { Type: AWS::SSM::Document, Properties: { Name: SSM-SessionManagerRunShell, DocumentType: Session, Content: ${content(inputs)} } } }`,
        }),
      );
    expect(of('"cloudWatchLogGroupName": "/ssm"')).toEqual([expect.stringContaining('a log group')]);
    expect(of('"cloudWatchLogGroupName": "/ssm", "cloudWatchEncryptionEnabled": true')).toEqual([]);
    expect(
      messages('session-log-unencrypted', world({ resources: preferences('s3BucketName: audit') })),
    ).toHaveLength(1);
  });

  test('a role of nodes in a template that lacks the key of sessions', () => {
    const template = (action: string) => `
Resources:
  Prefs: { Type: AWS::SSM::Document, Properties: { Name: SSM-SessionManagerRunShell, DocumentType: Session, Content: { schemaVersion: "1.0", sessionType: Standard_Stream, inputs: { kmsKeyId: !Ref Key } } } }
  Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: {} } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]
      Policies: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] } }]
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
  Node: { Type: AWS::EC2::Instance, Properties: { IamInstanceProfile: !Ref Profile } }`;
    expect(messages('session-key-denied', template('s3:GetObject'))).toEqual([
      expect.stringContaining('the role Role of nodes'),
    ]);
    expect(messages('session-key-denied', template('kms:Decrypt'))).toEqual([]);
  });
});
