/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actionsNeeded,
  isKnownManagedPolicy,
  policiesAllow,
  profileAllowsAll,
  trusts,
} from '../../src/aws/iam.ts';
import { managedPolicies } from '../../src/aws/managed-policies.ts';
import { matchesWildcard } from '../../src/aws/wildcard.ts';
import type { InstanceProfile, PolicyStatement } from '../../src/world/identity.ts';

function allow(...actions: string[]): PolicyStatement {
  return { effect: 'Allow', actions };
}
function deny(...actions: string[]): PolicyStatement {
  return { effect: 'Deny', actions };
}
function profileOf(managed: string[], ...statements: PolicyStatement[]): InstanceProfile {
  return { name: 'web', managedPolicies: managed, statements };
}
const allows = (statements: readonly PolicyStatement[], action: string): boolean =>
  policiesAllow({ managedPolicies: [], statements }, action);
const register = 'ssm:UpdateInstanceInformation';

describe('statements', () => {
  test('what nothing allows is denied', () => {
    expect(allows([], register)).toBe(false);
    expect(allows([allow('ssm:GetDocument')], register)).toBe(false);
  });

  test('an explicit Deny wins over an Allow, in whichever order they stand', () => {
    expect(allows([allow('ssm:*'), deny(register)], register)).toBe(false);
    expect(allows([deny(register), allow('ssm:*')], register)).toBe(false);
    expect(allows([deny(register), allow('ssm:*')], 'ssm:GetDocument')).toBe(true);
  });

  test.each([
    { pattern: '*' },
    { pattern: 'ssm:*' },
    { pattern: 'SSM:updateinstanceINFORMATION' },
    { pattern: 'ssm:Update*Information' },
    { pattern: 'ssm:UpdateInstanceInformatio?' },
  ])('$pattern names ssm:UpdateInstanceInformation', ({ pattern }) => {
    expect(allows([allow(pattern)], register)).toBe(true);
  });

  test.each([
    { pattern: 'ssm' },
    { pattern: 'ssm:UpdateInstance' },
    { pattern: 'ssmmessages:*' },
    { pattern: 'ssm:UpdateInstanceInformation?' },
    { pattern: 'ssm.UpdateInstanceInformation' },
  ])('$pattern does not name ssm:UpdateInstanceInformation', ({ pattern }) => {
    expect(allows([allow(pattern)], register)).toBe(false);
  });

  test('NotAction allows every action but those it lists', () => {
    const statements: PolicyStatement[] = [{ effect: 'Allow', notActions: ['ssm:Put*'] }];
    expect(allows(statements, register)).toBe(true);
    expect(allows(statements, 'ssm:PutInventory')).toBe(false);
  });

  test('Deny with NotAction denies every action but those it lists', () => {
    const statements: PolicyStatement[] = [allow('*'), { effect: 'Deny', notActions: ['ssm:*'] }];
    expect(allows(statements, register)).toBe(true);
    expect(allows(statements, 'ec2messages:GetMessages')).toBe(false);
  });

  test('adding an Allow never takes a permission away, adding a Deny never gives one', () => {
    const pattern = fc.constantFrom('*', 'ssm:*', 'ssm:Get*', register, 'ec2messages:*');
    const statement = fc.record({
      effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      actions: fc.array(pattern, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(statement), pattern, (statements, extra) => {
        const before = allows(statements, register);
        if (before) expect(allows([...statements, allow(extra)], register)).toBe(true);
        else expect(allows([...statements, deny(extra)], register)).toBe(false);
      }),
    );
  });
});

describe('wildcards', () => {
  test('agree with a regular expression on any pattern of stars and question marks', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, name) => {
        const twin = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesWildcard(pattern, name)).toBe(twin.test(name));
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern of many stars takes no exponential time', () => {
    expect(matchesWildcard(`${'*a'.repeat(40)}b`, 'a'.repeat(4000))).toBe(false);
  });
});

describe('managed policies', () => {
  test('AmazonSSMManagedInstanceCore grants exactly its 25 actions', () => {
    const core = managedPolicies.get('AmazonSSMManagedInstanceCore');
    expect(core?.flatMap((statement) => statement.actions ?? []).toSorted()).toEqual(
      [
        ...['DescribeAssociation', 'GetDeployablePatchSnapshotForInstance', 'GetDocument'].map(
          (a) => `ssm:${a}`,
        ),
        ...['DescribeDocument', 'GetManifest', 'GetParameter', 'GetParameters'].map((a) => `ssm:${a}`),
        ...['ListAssociations', 'ListInstanceAssociations', 'PutInventory'].map((a) => `ssm:${a}`),
        ...['PutComplianceItems', 'PutConfigurePackageResult', 'UpdateAssociationStatus'].map(
          (a) => `ssm:${a}`,
        ),
        ...['UpdateInstanceAssociationStatus', 'UpdateInstanceInformation'].map((a) => `ssm:${a}`),
        ...['CreateControlChannel', 'CreateDataChannel'].map((a) => `ssmmessages:${a}`),
        ...['OpenControlChannel', 'OpenDataChannel'].map((a) => `ssmmessages:${a}`),
        ...['AcknowledgeMessage', 'DeleteMessage', 'FailMessage'].map((a) => `ec2messages:${a}`),
        ...['GetEndpoint', 'GetMessages', 'SendReply'].map((a) => `ec2messages:${a}`),
      ].toSorted(),
    );
  });

  const everyAction = Object.values(actionsNeeded).flat();

  test.each([
    { name: 'AmazonSSMManagedInstanceCore' },
    { name: 'AmazonSSMManagedEC2InstanceDefaultPolicy' },
    { name: 'AmazonEC2RoleforSSM' },
    { name: 'AmazonSSMFullAccess' },
    { name: 'AdministratorAccess' },
    { name: 'PowerUserAccess' },
  ])('$name is enough for a node to be managed and patched', ({ name }) => {
    expect(profileAllowsAll(profileOf([name]), everyAction)).toBe(true);
  });

  test.each([
    { name: 'AmazonSSMReadOnlyAccess' },
    { name: 'AmazonSSMPatchAssociation' },
    { name: 'AmazonSSMDirectoryServiceAccess' },
    { name: 'CloudWatchAgentServerPolicy' },
    { name: 'AmazonS3ReadOnlyAccess' },
    { name: 'AmazonSSMMaintenanceWindowRole' },
  ])('$name does not let a node register', ({ name }) => {
    expect(isKnownManagedPolicy(name)).toBe(true);
    expect(policiesAllow(profileOf([name]), register)).toBe(false);
  });

  test('a policy whose name nobody knows grants nothing', () => {
    expect(isKnownManagedPolicy('AmazonSSMManagedInstanceCor')).toBe(false);
    expect(policiesAllow(profileOf(['AmazonSSMManagedInstanceCor']), register)).toBe(false);
  });

  test("a Deny in the profile's own statements overrules a managed policy", () => {
    const profile = profileOf(['AmazonSSMManagedInstanceCore'], deny('ssm:Put*'));
    expect(policiesAllow(profile, 'ssm:PutInventory')).toBe(false);
    expect(policiesAllow(profile, register)).toBe(true);
  });

  test('Default Host Management does not reach Parameter Store', () => {
    expect(policiesAllow(profileOf(['AmazonSSMManagedEC2InstanceDefaultPolicy']), 'ssm:GetParameters')).toBe(
      false,
    );
  });
});

describe('trust policies', () => {
  test('a role trusts the services its trust policy names, and no other', () => {
    expect(trusts({ trustedServices: ['ssm.amazonaws.com'] }, 'ssm.amazonaws.com')).toBe(true);
    expect(trusts({ trustedServices: ['ec2.amazonaws.com'] }, 'ssm.amazonaws.com')).toBe(false);
    expect(trusts({ trustedServices: [] }, 'ssm.amazonaws.com')).toBe(false);
  });

  test('a principal of * trusts every service', () => {
    expect(trusts({ trustedServices: ['*'] }, 'ssm.amazonaws.com')).toBe(true);
  });
});
