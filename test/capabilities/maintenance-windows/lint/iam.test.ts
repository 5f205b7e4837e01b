/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../lint/lint-text.ts';
import { aws, nodes, profile, role, task, template } from '../../../lint/role-files.ts';

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
      'TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { NotificationConfig: { NotificationType: Command }, ServiceRoleArn: !GetAtt Tasks.Arn } }',
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
        `TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { NotificationConfig: { NotificationType: Command }, ServiceRoleArn: !Sub "arn:aws:iam::\${AWS::AccountId}:role/${name}" } }`,
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
