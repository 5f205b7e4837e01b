/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ask, type Asker, denialWords, judge, statementWords } from '../../src/aws/authorization.ts';
import type { PolicyCondition, PolicyStatement } from '../../src/world/identity.ts';

const web = 'arn:aws:ec2:us-east-1:111111111111:instance/i-1';
const action = 'ssm:StartSession';
const statement = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  effect: 'Allow',
  actions: [action],
  ...more,
});
const asker = (...statements: readonly PolicyStatement[]): Asker => ({ managedPolicies: [], statements });
const may = (one: Asker, ask: Partial<Ask> = {}): boolean =>
  judge(one, { action, resource: web, tags: {}, ...ask }).isAllowed;
/** As policies write it. */
const variable = (name: string): string => `$\{${name}}`;
const when = (
  operator: string,
  key: string,
  ...values: readonly string[]
): { conditions: PolicyCondition[] } => ({
  conditions: [{ operator, key: key.toLowerCase(), values }],
});

describe('Resource', () => {
  test.each([
    [['*'], true],
    [['arn:aws:ec2:*:*:instance/*'], true],
    [['arn:aws:ec2:us-east-1:111111111111:instance/i-2', web], true],
    [['arn:aws:ec2:us-east-1:111111111111:instance/i-2'], false],
    [['arn:aws:ssm:*:*:document/*'], false],
    [['arn:aws:ec2:*:*:instance/i-?'], true],
    [[], false],
  ])('%j of a statement', (resources, isAllowed) => {
    expect(may(asker(statement({ resources })))).toBe(isAllowed);
    expect(may(asker(statement({ notResources: resources })))).toBe(!isAllowed);
  });

  test('a Deny is about the resources that it names', () => {
    const deny = statement({ effect: 'Deny', resources: [web] });
    expect(may(asker(statement(), deny))).toBe(false);
    expect(may(asker(statement(), deny), { resource: `${web}2` })).toBe(true);
  });

  test('where it is not told, the caller has the benefit of it', () => {
    const { resource: _, ...untold } = { action, resource: web };
    expect(judge(asker(statement({ resources: ['arn:aws:s3:::b'] })), untold).isAllowed).toBe(true);
    expect(judge(asker(statement(), statement({ effect: 'Deny', resources: [web] })), untold).isAllowed).toBe(
      true,
    );
    expect(
      judge(asker(statement(), statement({ effect: 'Deny', notResources: [web] })), untold).isAllowed,
    ).toBe(true);
    expect(judge(asker(statement(), statement({ effect: 'Deny' })), untold).isAllowed).toBe(false);
  });
});

describe('conditions on tags', () => {
  const dev = { tags: { Env: 'dev' } };
  test.each([
    ['StringEquals', 'ssm:resourceTag/Env', ['dev'], true, false],
    ['StringEquals', 'aws:ResourceTag/Env', ['prod', 'dev'], true, false],
    ['StringEquals', 'ssm:resourceTag/Env', ['d*'], false, false],
    ['StringLike', 'ssm:resourceTag/env', ['d*'], true, false],
    ['StringNotEquals', 'ssm:resourceTag/Env', ['prod'], true, true],
    ['StringNotLike', 'ssm:resourceTag/Env', ['d*'], false, true],
    ['StringEqualsIfExists', 'ssm:resourceTag/Env', ['prod'], false, true],
    ['StringEqualsIfExists', 'ssm:resourceTag/Env', ['dev'], true, true],
  ])('%s of %s with %j', (operator, key, values, ofDev, ofUntagged) => {
    const one = asker(statement(when(operator, key, ...values)));
    expect(may(one, dev)).toBe(ofDev);
    expect(may(one)).toBe(ofUntagged);
  });

  test('all must hold', () => {
    const both = statement({
      conditions: [
        ...when('StringEquals', 'ssm:resourceTag/Env', 'dev').conditions,
        ...when('StringEquals', 'ssm:resourceTag/Role', 'web').conditions,
      ],
    });
    expect(may(asker(both), dev)).toBe(false);
    expect(may(asker(both), { tags: { Env: 'dev', Role: 'web' } })).toBe(true);
  });

  test('aws:PrincipalTag is about the caller, and may be compared with a tag of the node', () => {
    const own = asker(statement(when('StringEquals', 'aws:PrincipalTag/Team', 'ops')));
    expect(may({ ...own, tags: { team: 'ops' } })).toBe(true);
    expect(may({ ...own, tags: {} })).toBe(false);
    const same = asker(
      statement(when('StringEquals', 'ssm:resourceTag/Team', variable('aws:PrincipalTag/Team'))),
    );
    expect(may({ ...same, tags: { Team: 'ops' } }, { tags: { Team: 'ops' } })).toBe(true);
    expect(may({ ...same, tags: { Team: 'dev' } }, { tags: { Team: 'ops' } })).toBe(false);
    expect(may({ ...same, tags: {} }, { tags: { Team: '' } })).toBe(false);
  });

  test('where tags are not told, the caller has the benefit of it', () => {
    const untold = { action, resource: web };
    const condition = when('StringEquals', 'ssm:resourceTag/Env', 'dev');
    expect(judge(asker(statement(condition)), untold).isAllowed).toBe(true);
    expect(judge(asker(statement(), statement({ effect: 'Deny', ...condition })), untold).isAllowed).toBe(
      true,
    );
  });
});

test('the variable aws:username is the name of the user, and matches nothing for a role', () => {
  const own = asker(statement({ resources: [`arn:aws:ssm:*:*:session/${variable('aws:username')}-*`] }));
  const resource = 'arn:aws:ssm:us-east-1:111111111111:session/oncall-0123';
  expect(may({ ...own, name: 'oncall' }, { resource })).toBe(true);
  expect(may({ ...own, name: 'other' }, { resource })).toBe(false);
  expect(may(own, { resource })).toBe(false);
});

test('a session policy can only take away', () => {
  const wide = asker(statement());
  const narrow = [statement({ resources: [`${web}2`] })];
  expect(may({ ...wide, sessionPolicy: narrow })).toBe(false);
  expect(may({ ...wide, sessionPolicy: narrow }, { resource: `${web}2` })).toBe(true);
  expect(may({ ...asker(), sessionPolicy: [statement()] })).toBe(false);
  const denied = {
    ...wide,
    sessionPolicy: [statement(), statement({ effect: 'Deny', at: 'x.0', sid: 'No' })],
  };
  const verdict = judge(denied, { action, resource: web });
  expect(verdict).toMatchObject({ isAllowed: false, kind: 'session' });
  expect(statementWords(verdict)).toBe('x.0 (No)');
});

test('a denial is told in the words of AWS', () => {
  const ask = { action, resource: web };
  const said = (one: Asker) => denialWords('User: u', ask, judge(one, ask));
  const what = `User: u is not authorized to perform: ssm:StartSession on resource: ${web}`;
  expect(said(asker())).toBe(`${what} because no identity-based policy allows the ssm:StartSession action`);
  expect(said(asker(statement({ effect: 'Deny' })))).toBe(
    `${what} with an explicit deny in an identity-based policy`,
  );
  expect(said({ ...asker(statement()), sessionPolicy: [] })).toBe(
    `${what} because no session policy allows the ssm:StartSession action`,
  );
  expect(said({ ...asker(statement()), sessionPolicy: [statement({ effect: 'Deny' })] })).toBe(
    `${what} with an explicit deny in a session policy`,
  );
});

test('one more Deny never allows, and one more Allow never denies', () => {
  const arbitrary = fc.record({
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    actions: fc.subarray([action, 'ssm:*', 'ssm:Get*'], { minLength: 1 }),
    resources: fc.subarray(['*', web, 'arn:aws:ec2:*:*:instance/*', 'arn:aws:s3:::b'], { minLength: 1 }),
    conditions: fc.subarray(
      [
        ...when('StringEquals', 'ssm:resourceTag/Env', 'dev').conditions,
        ...when('StringNotEquals', 'ssm:resourceTag/Env', 'dev').conditions,
      ],
      { maxLength: 1 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(arbitrary, { maxLength: 5 }),
      arbitrary,
      fc.constantFrom({}, { Env: 'dev' }, { Env: 'prod' }),
      (statements, more, tags) => {
        const before = may(asker(...statements), { tags });
        expect(may(asker(...statements, { ...more, effect: 'Deny' }), { tags }) && !before).toBe(false);
        expect(!may(asker(...statements, { ...more, effect: 'Allow' }), { tags }) && before).toBe(false);
      },
    ),
  );
});
