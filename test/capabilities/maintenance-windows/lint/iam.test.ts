/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

interface RoleParts {
  readonly services?: string;
  readonly policies?: string;
  readonly more?: string;
}

const role = (
  name: string,
  { services = 'ec2.amazonaws.com', policies = '[]', more = '' }: RoleParts,
) => `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ${services} }, Action: "sts:AssumeRole" }]
      ManagedPolicyArns: ${policies}
${more}`;

const profile = `  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: { Roles: [!Ref Nodes] }
`;

const association = `  Scan:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-RunPatchBaseline
      Parameters: { Operation: [Scan] }
      Targets: [{ Key: "tag:Role", Values: [web] }]
`;

const task = (type: string, role = 'ServiceRoleArn: !GetAtt Tasks.Arn') => `  Task:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: mw-1, TaskType: ${type}, TaskArn: AWS-RunPatchBaseline, ${role} }
`;

const template = (...resources: readonly string[]) => `Resources:\n${resources.join('')}`;
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const nodes = (parts: RoleParts) => template(role('Nodes', parts), profile, association);

describe('profile-lacks-ssm', () => {
  test('a role without Systems Manager makes no managed nodes', () => {
    expect(messages('profile-lacks-ssm', nodes({ policies: `[${aws('AmazonS3FullAccess')}]` }))).toEqual([
      expect.stringContaining('ssm:UpdateInstanceInformation'),
    ]);
  });

  test('a node that may register and take no message is Online for nothing', () => {
    const more =
      '      Policies: [{ PolicyName: a, PolicyDocument: { Statement: { Effect: Allow, Action: "ssm:*", Resource: "*" } } }]\n';
    expect(messages('profile-lacks-ssm', nodes({ more }))).toEqual([
      expect.stringContaining('ssmmessages:OpenControlChannel'),
    ]);
  });

  test.each([
    ['the core', `[${aws('AmazonSSMManagedInstanceCore')}]`],
    [
      'the core in any partition',
      `[!Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"]`,
    ],
    ['the policy that AWS has deprecated', `[${aws('service-role/AmazonEC2RoleforSSM')}]`],
    ['a policy of AWS that is not known here', `[${aws('AmazonElasticFileSystemsUtils')}]`],
    ['a policy of the account', '["arn:aws:iam::123456789012:policy/own"]'],
    ['what a parameter says', '[!Ref Policy]'],
    ['what a condition decides', '!If [IsManaged, [a], [b]]'],
  ])('%s is enough, or cannot be judged', (_, policies) => {
    expect(messages('profile-lacks-ssm', nodes({ policies }))).toEqual([]);
  });

  test('statements of several inline policies count together', () => {
    const one = (name: string, actions: string) =>
      `{ PolicyName: ${name}, PolicyDocument: { Statement: [{ Effect: Allow, Action: ${actions}, Resource: "*" }] } }`;
    const more = `      Policies: [${one('a', '"ssm:*"')}, ${one('b', '["ssmmessages:*"]')}]\n`;
    expect(messages('profile-lacks-ssm', nodes({ more }))).toEqual([]);
  });

  test('a policy that names the role from its side counts', () => {
    const text =
      nodes({}) +
      `  Own:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: own
      Roles: [!Ref Nodes]
      PolicyDocument: { Statement: [{ Effect: Allow, Action: ["ssm:*", "ec2messages:*"], Resource: "*" }] }
`;
    expect(messages('profile-lacks-ssm', text)).toEqual([]);
    expect(
      messages('profile-lacks-ssm', text.replace('      Roles: [!Ref Nodes]\n', '      Users: [me]\n')),
    ).toHaveLength(1);
  });

  test('a file that manages nothing has reasons of its own', () => {
    expect(messages('profile-lacks-ssm', template(role('Nodes', {}), profile))).toEqual([]);
  });

  const instance = (more: string) => `  Web:
    Type: AWS::EC2::Instance
    Properties: { ImageId: ami-1, ${more} }
`;

  test('an instance that a target chooses needs a profile', () => {
    const bare = instance('Tags: [{ Key: Role, Value: web }]');
    expect(messages('profile-lacks-ssm', template(association, bare))).toEqual([
      expect.stringContaining('Web is to be managed and has no IamInstanceProfile'),
    ]);
  });

  test.each([
    'Tags: [{ Key: Role, Value: bastion }]',
    'Tags: [{ Key: Role, Value: web }], IamInstanceProfile: given',
    'Tags: [{ Key: Role, Value: web }], LaunchTemplate: { LaunchTemplateId: lt-1 }',
  ])('an instance with %s is none of it', (more) => {
    expect(messages('profile-lacks-ssm', template(association, instance(more)))).toEqual([]);
  });

  test('Default Host Management needs no profile', () => {
    const scenario = (account: string) => `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
${account}fleet:
  web: { count: 3, os: UBUNTU, instanceProfile: none }
`;
    expect(messages('profile-lacks-ssm', scenario(''))).toHaveLength(1);
    expect(messages('profile-lacks-ssm', scenario('account: { defaultHostManagement: true }\n'))).toEqual([]);
  });
});

describe('profile-deprecated', () => {
  test('is told of the profiles of a scenario too', () => {
    const text = `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
instanceProfiles: { old: { policies: [CloudWatchAgentServerPolicy, AmazonEC2RoleforSSM] } }
fleet: { web: { count: 3, os: UBUNTU, instanceProfile: old } }
`;
    expect(messages('profile-deprecated', text)).toEqual([
      expect.stringContaining('old has AmazonEC2RoleforSSM'),
    ]);
  });
});

describe('trust-missing and role-confused', () => {
  const tasks = (services: string) => template(role('Tasks', { services }), task('RUN_COMMAND'));

  test('a task needs a role that trusts Systems Manager', () => {
    expect(messages('trust-missing', tasks('lambda.amazonaws.com'))).toEqual([
      expect.stringContaining('does not trust ssm.amazonaws.com'),
    ]);
    expect(messages('role-confused', tasks('lambda.amazonaws.com'))).toEqual([]);
  });

  test('a role of nodes is no service role', () => {
    expect(messages('role-confused', tasks('ec2.amazonaws.com'))).toEqual([
      expect.stringContaining('is a role of nodes'),
    ]);
    expect(messages('trust-missing', tasks('ec2.amazonaws.com'))).toEqual([]);
  });

  test('a service role is no role of nodes', () => {
    expect(messages('role-confused', nodes({ services: 'ssm.amazonaws.com' }))).toEqual([
      expect.stringContaining('a service role that ssm.amazonaws.com assumes'),
    ]);
  });

  test.each([
    'ssm.amazonaws.com',
    '[ec2.amazonaws.com, ssm.amazonaws.com]',
    `!Sub "ssm.\${AWS::URLSuffix}"`,
    'ssm.amazonaws.com.cn',
    '!Ref Service',
    `!Sub "\${Service}.amazonaws.com"`,
  ])('%s trusts it, or may', (services) => {
    const text = tasks(services);
    expect([...messages('trust-missing', text), ...messages('role-confused', text)]).toEqual([]);
  });

  test('a runbook, and notifications, need the same trust', () => {
    const runbook = `  Own:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content: { schemaVersion: "0.3", assumeRole: !GetAtt Tasks.Arn, mainSteps: [] }
`;
    const services = 'lambda.amazonaws.com';
    expect(messages('trust-missing', template(role('Tasks', { services }), runbook))).toHaveLength(1);
    const notifying = task(
      'RUN_COMMAND',
      'TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { ServiceRoleArn: !GetAtt Tasks.Arn } }',
    );
    expect(messages('trust-missing', template(role('Tasks', { services }), notifying))).toEqual([
      expect.stringContaining('no notification is ever sent'),
    ]);
  });

  test('a role is no instance profile, and an instance profile no role', () => {
    const instance =
      '  Web: { Type: "AWS::EC2::Instance", Properties: { IamInstanceProfile: !Ref Nodes } }\n';
    expect(messages('role-confused', template(role('Nodes', {}), instance))).toEqual([
      expect.stringContaining('where an instance profile belongs'),
    ]);
    const misled = task('RUN_COMMAND', 'ServiceRoleArn: !GetAtt Profile.Arn');
    expect(messages('role-confused', template(role('Nodes', {}), profile, misled))).toEqual([
      expect.stringContaining('where a role belongs'),
    ]);
  });

  test('a policy for service roles is too much for nodes', () => {
    const policies = `[${aws('AmazonSSMManagedInstanceCore')}, ${aws('service-role/AmazonSSMMaintenanceWindowRole')}]`;
    expect(messages('role-confused', nodes({ policies }))).toEqual([
      expect.stringMatching(/^warning: .*is for service roles/),
    ]);
  });

  test('one role for both works, and is worth knowing', () => {
    const both = role('Nodes', { services: '[ec2.amazonaws.com, ssm.amazonaws.com]' });
    const shared = task('RUN_COMMAND', 'ServiceRoleArn: !GetAtt Nodes.Arn');
    expect(messages('role-confused', template(both, profile, shared))).toEqual([
      expect.stringMatching(/^note: /),
    ]);
  });
});

describe('policy-lacks-action', () => {
  const services = 'ssm.amazonaws.com';
  const policies = `[${aws('CloudWatchAgentServerPolicy')}]`;

  test.each([
    ['RUN_COMMAND', 'ssm:SendCommand'],
    ['AUTOMATION', 'ssm:StartAutomationExecution'],
    ['LAMBDA', 'lambda:InvokeFunction'],
    ['STEP_FUNCTIONS', 'states:StartExecution'],
  ])('a task of type %s needs %s', (type, action) => {
    const text = template(role('Tasks', { services, policies }), task(type));
    expect(messages('policy-lacks-action', text)).toEqual([expect.stringContaining(action)]);
    const allowed = text.replace(policies, `[${aws('service-role/AmazonSSMMaintenanceWindowRole')}]`);
    expect(messages('policy-lacks-action', allowed)).toEqual([]);
  });

  test('the service-linked role publishes nothing', () => {
    const linked = (name: string) =>
      task(
        'RUN_COMMAND',
        `TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { ServiceRoleArn: !Sub "arn:aws:iam::\${AWS::AccountId}:role/${name}" } }`,
      );
    const own = 'aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM';
    expect(messages('policy-lacks-action', template(linked(own)))).toEqual([
      expect.stringContaining('sns:Publish'),
    ]);
    expect(messages('policy-lacks-action', template(linked('publisher')))).toEqual([]);
  });

  const core = `[${aws('AmazonSSMManagedInstanceCore')}]`;
  const output = '      OutputLocation: { S3Location: { OutputS3BucketName: !Ref Bucket } }\n';
  const bucket = '  Bucket: { Type: "AWS::S3::Bucket" }\n';

  test('the nodes write the output, and the core lets them write none', () => {
    const text = nodes({ policies: core }) + output + bucket;
    expect(messages('policy-lacks-action', text)).toEqual([expect.stringContaining('s3:PutObject')]);
  });

  test('a bucket may let the nodes in by itself', () => {
    const policy =
      '  Open: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: !Ref Bucket, PolicyDocument: {} } }\n';
    const text = nodes({ policies: core }) + output + bucket + policy;
    expect(messages('policy-lacks-action', text)).toEqual([]);
  });

  test('a denial of one bucket does not deny the others', () => {
    const more = `      Policies:
        - PolicyName: logs
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "s3:PutObject", Resource: "arn:aws:s3:::logs/*" }
              - { Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::secret/*" }
`;
    expect(messages('policy-lacks-action', nodes({ policies: core, more }) + output + bucket)).toEqual([]);
  });

  test('patching reports through the inventory', () => {
    const statement = (actions: string) =>
      `      Policies: [{ PolicyName: a, PolicyDocument: { Statement: { Effect: Allow, Action: ${actions}, Resource: "*" } } }]\n`;
    const some =
      '["ssm:UpdateInstanceInformation", "ssmmessages:*", "ssm:GetDeployablePatchSnapshotForInstance"]';
    expect(messages('policy-lacks-action', nodes({ more: statement(some) }))).toEqual([
      expect.stringContaining('ssm:PutInventory'),
    ]);
    const fewer = '["ssm:UpdateInstanceInformation", "ssmmessages:*"]';
    expect(messages('policy-lacks-action', nodes({ more: statement(fewer) }))).toEqual([
      expect.stringContaining('ssm:GetDeployablePatchSnapshotForInstance'),
    ]);
  });
});
