/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../lint/lint-text.ts';
import { association, aws, nodes, profile, role, template } from '../../../lint/role-files.ts';

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
