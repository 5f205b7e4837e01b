/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
import { describe, expect, test } from 'vitest';
import { readStatements } from '../../../src/cloudformation/world-resources/statements.ts';
import { contextOf, onlyError, readingOf, readTask } from './reading.ts';

type Properties = Readonly<Record<string, unknown>>;
const trust = (...services: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: services } }],
});
const role = (properties: Properties = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('ssm.amazonaws.com'), ...properties },
});

function readRole(properties: Properties) {
  const read = readingOf({ Node: role(properties) }, undefined);
  return { ...read, role: read.resources.roles.get('Node') };
}

test('a policy document without statements is missing them', () => {
  const { problems } = readRole({ AssumeRolePolicyDocument: { Version: '2012-10-17' } });
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'missing-key missing: expected Statement',
  ]);
});

function statementsOf(raw: unknown) {
  const context = contextOf();
  const statements = readStatements(raw, ['statements'], context);
  return { statements, problems: context.problems.sorted() };
}

describe('AWS::IAM::Role', () => {
  test('a role has a name, an ARN and the services that it trusts', () => {
    const { role, problems } = readRole({ RoleName: 'patch-role', Path: '/ops/' });
    expect(problems).toEqual([]);
    expect(role).toEqual({
      logicalId: 'Node',
      roleName: 'patch-role',
      arn: 'arn:aws:iam::012345678901:role/ops/patch-role',
      trustedServices: ['ssm.amazonaws.com'],
      managedPolicies: [],
      statements: [],
    });
  });

  test.each([
    [
      'several services',
      trust('ec2.amazonaws.com', 'ssm.amazonaws.com'),
      ['ec2.amazonaws.com', 'ssm.amazonaws.com'],
    ],
    ['JSON text', JSON.stringify(trust('ssm.amazonaws.com')), ['ssm.amazonaws.com']],
    [
      'one statement without a list',
      {
        Statement: {
          Effect: 'Allow',
          Action: ['sts:AssumeRole'],
          Principal: { Service: 'ssm.amazonaws.com' },
        },
      },
      ['ssm.amazonaws.com'],
    ],
    [
      'an account',
      { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '012345678901' } }] },
      [],
    ],
    ['everyone', { Statement: [{ Effect: 'Allow', Action: 'sts:*', Principal: '*' }] }, ['*']],
    [
      'another action',
      {
        Statement: [
          { Effect: 'Allow', Action: 'sts:TagSession', Principal: { Service: 'ssm.amazonaws.com' } },
        ],
      },
      [],
    ],
    [
      'a denied service',
      {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] },
          },
          { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { Service: 'ssm.amazonaws.com' } },
        ],
      },
      ['ec2.amazonaws.com'],
    ],
  ])('a trust policy with %s', (_, AssumeRolePolicyDocument, trusted) => {
    const { role, problems } = readRole({ AssumeRolePolicyDocument });
    expect(problems).toEqual([]);
    expect(role!.trustedServices).toEqual(trusted);
  });

  test('managed policies of AWS are known by name', () => {
    const { role, problems } = readRole({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
        'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM',
      ],
    });
    expect(problems).toEqual([]);
    expect(role!.managedPolicies).toEqual(['AmazonSSMManagedInstanceCore', 'AmazonEC2RoleforSSM']);
  });

  test('a policy that fleetsim does not know grants nothing, with a warning', () => {
    const arn = 'arn:aws:iam::012345678901:policy/AmazonSSMManagedInstanceCore';
    const { role, problems } = readRole({ ManagedPolicyArns: [arn] });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'unknown-policy' }]);
    expect(role!.managedPolicies).toEqual([arn]);
  });

  test('inline policies are read', () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: ['ssm:*'], Resource: '*' }] };
    const { role, problems } = readRole({ Policies: [{ PolicyName: 'inline', PolicyDocument }] });
    expect(problems).toEqual([]);
    expect(role!.statements).toMatchObject([{ effect: 'Allow', actions: ['ssm:*'] }]);
  });

  test.each([
    ['no trust policy', { AssumeRolePolicyDocument: undefined }],
    ['a trust policy of words', { AssumeRolePolicyDocument: 'ssm' }],
    ['a trust policy without statements', { AssumeRolePolicyDocument: { Version: '2012-10-17' } }],
    ['a managed policy by name', { ManagedPolicyArns: ['AmazonSSMManagedInstanceCore'] }],
    ['a role name of 65 characters', { RoleName: 'x'.repeat(65) }],
    [
      '21 managed policies',
      { ManagedPolicyArns: Array.from({ length: 21 }, () => 'arn:aws:iam::aws:policy/ReadOnlyAccess') },
    ],
    ['a session of 43201 seconds', { MaxSessionDuration: '43201' }],
  ])('IAM refuses %s', (_, properties) => {
    expect(onlyError(readRole(properties)).awsError).toBeDefined();
  });
});

describe('statements', () => {
  test('Action, NotAction and Deny are read; one scalar is a list of one', () => {
    const { statements, problems } = statementsOf([
      { Effect: 'Allow', Action: 'ssm:*' },
      { Sid: 'NoInventory', Effect: 'Deny', Action: ['ssm:PutInventory'], Resource: '*' },
      { Effect: 'Allow', NotAction: 'iam:*', Resource: ['*'] },
    ]);
    expect(problems).toEqual([]);
    expect(statements).toEqual([
      { effect: 'Allow', at: 'statements.0', actions: ['ssm:*'] },
      { effect: 'Deny', at: 'statements.1', sid: 'NoInventory', actions: ['ssm:PutInventory'] },
      { effect: 'Allow', at: 'statements.2', notActions: ['iam:*'] },
    ]);
  });

  test('what is not weighed counts as satisfied, with one warning a statement', () => {
    const { statements, problems } = statementsOf([
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:*:*:a',
        Condition: { Bool: { x: 'true' } },
      },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bucket/*',
        Condition: { Bool: { x: 'true' } },
      },
      { Effect: 'Deny', Action: 'ssm:CreateAssociation', NotResource: 'arn:aws:ssm:*:*:document/own' },
      { Effect: 'Allow', Action: 'ssm:*', Resource: '*' },
    ]);
    expect(statements).toHaveLength(4);
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'condition-ignored', path: ['statements', 0, 'Resource'] },
      { severity: 'warning', code: 'condition-ignored', path: ['statements', 1, 'Condition'] },
      { severity: 'warning', code: 'condition-ignored', path: ['statements', 2, 'NotResource'] },
    ]);
  });

  test.each([
    ['Allow', ['ssm:GetParameter', 'ssm:GetDocument'], 'Resource counts as satisfied for ssm:GetDocument'],
    ['Allow', ['ssm:GetParameter*', 'ssm:Get*'], 'Resource counts as satisfied for some actions of ssm:Get*'],
    [
      'Deny',
      ['ssm:GetParameter', 'ssm:GetDocument'],
      'the Deny does not apply to ssm:GetDocument, whose Resource is not weighed',
    ],
    ['Deny', ['sns:Publish'], 'the Deny does not apply to sns:Publish, whose Resource is not weighed'],
    ['Allow', ['sns:Publish'], 'Resource counts as satisfied'],
  ])('%s %j: what is not weighed of it is said', (Effect, Action, message) => {
    const statement = { Effect, Action, Resource: 'arn:aws:ssm:*:*:parameter/a' };
    expect(statementsOf([statement]).problems.map((one) => one.message)).toEqual([message]);
    expect(statementsOf([{ ...statement, Resource: '*' }]).problems).toEqual([]);
  });

  test('NotResource of * is about nothing, and NotAction has its Resource weighed', () => {
    const { statements, problems } = statementsOf([
      { Effect: 'Allow', Action: 'ssm:SendCommand', NotResource: '*' },
      { Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:ec2:*:*:instance/*' },
    ]);
    expect(statements).toMatchObject([
      { notResources: ['*'] },
      { resources: ['arn:aws:ec2:*:*:instance/*'] },
    ]);
    expect(problems).toMatchObject([{ message: 'Resource counts as satisfied for some actions' }]);
  });

  test('Resource of actions that are asked for with an ARN, and conditions on tags, are kept without a warning', () => {
    const { statements, problems } = statementsOf([
      {
        Effect: 'Allow',
        Action: ['ssm:StartSession', 'ssm:GetParameter*'],
        Resource: ['arn:aws:ec2:*:*:instance/*'],
        Condition: {
          StringEquals: { 'ssm:resourceTag/Env': ['dev', 'test'], 'aws:PrincipalTag/Team': 'ops' },
        },
      },
    ]);
    expect(problems).toEqual([]);
    expect(statements).toMatchObject([
      {
        resources: ['arn:aws:ec2:*:*:instance/*'],
        conditions: [
          { operator: 'StringEquals', key: 'ssm:resourcetag/env', values: ['dev', 'test'] },
          { operator: 'StringEquals', key: 'aws:principaltag/team', values: ['ops'] },
        ],
      },
    ]);
  });

  test.each([
    ['no effect', { Action: 'ssm:*' }],
    ['an effect in lower case', { Effect: 'allow', Action: 'ssm:*' }],
    ['neither Action nor NotAction', { Effect: 'Allow' }],
    ['both Action and NotAction', { Effect: 'Allow', Action: 'ssm:*', NotAction: 'iam:*' }],
    ['an action without its service', { Effect: 'Allow', Action: 'PutInventory' }],
    ['text for a statement', 'ssm:*'],
  ])('%s is refused with MalformedPolicyDocument', (_, statement) => {
    const { statements, problems } = statementsOf([statement]);
    expect(statements).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'error', awsError: 'MalformedPolicyDocument' }]);
  });

  test('an unknown key of a statement names the nearest', () => {
    expect(statementsOf([{ Effect: 'Allow', Actions: 'ssm:*', Action: 'ssm:*' }]).problems).toMatchObject([
      { code: 'unknown-key', help: 'did you mean Action?' },
    ]);
  });
});

describe('AWS::IAM::InstanceProfile', () => {
  const profile = (Roles: unknown) => ({ Type: 'AWS::IAM::InstanceProfile', Properties: { Roles } });

  test('a profile has what its role grants', () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'];
    const { resources, problems } = readingOf(
      { Node: role({ ManagedPolicyArns }), Nodes: profile([{ Ref: 'Node' }]) },
      undefined,
    );
    expect(problems).toEqual([]);
    expect(resources.instanceProfiles.get('Nodes')).toEqual({
      name: 'Nodes',
      managedPolicies: ['AmazonSSMManagedInstanceCore'],
      statements: [],
    });
  });

  test.each([
    ['no role', []],
    ['two roles', [{ Ref: 'Node' }, { Ref: 'Node' }]],
    ['a role that is not there', ['Nod']],
  ])('a profile with %s is an error', (_, roles) => {
    expect(onlyError(readingOf({ Node: role(), Nodes: profile(roles) }, undefined)).path).toContain('Roles');
  });
});

describe('service roles', () => {
  test('a task names its role by ARN', () => {
    const { resources, problems } = readTask(
      { ServiceRoleArn: { 'Fn::GetAtt': ['Patching', 'Arn'] } },
      { Patching: role() },
    );
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks[0]!.serviceRole).toBe('Patching');
  });

  test('a role by name is refused, with the reference that gives its ARN', () => {
    const read = readTask({ ServiceRoleArn: { Ref: 'Patching' } }, { Patching: role() });
    expect(onlyError(read)).toMatchObject({ help: 'did you mean !GetAtt Patching.Arn?' });
  });

  test('a role outside the scenario is a warning', () => {
    const { resources, problems } = readTask({ ServiceRoleArn: 'arn:aws:iam::012345678901:role/elsewhere' });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'unknown-role' }]);
    expect(resources.windows[0]!.tasks[0]!.serviceRole).toBeNull();
  });

  test('the service-linked role may be named', () => {
    const arn =
      'arn:aws:iam::012345678901:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM';
    expect(readTask({ ServiceRoleArn: arn }).problems).toEqual([]);
  });
});
