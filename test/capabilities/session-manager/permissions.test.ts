/** Who may start, resume and end sessions, and what the node is asked with which resource. */
import { describe, expect, test } from 'vitest';
import type { Sections } from '../quiet-world.ts';
import { call, preferences, session, start } from './world.ts';

const fleet = `{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Environment: prod } }, dev: { count: 1, os: AMAZON_LINUX_2, tags: { Environment: dev } } }`;
const as = (action: string, name = 'oncall') =>
  action.replace(/, (StartSession|ResumeSession|TerminateSession)/, `, as: ${name}, $1`);
const principals = (statements: string, more = '') => `{ oncall: { statements: [${statements}]${more} } }`;
const refusals = (statements: string, actions: string, more: Sections = {}, session_ = '') =>
  session({
    fleet,
    principals: principals(statements, session_),
    actions: `[${actions}]`,
    ...more,
  }).run.outcome.simulation.refused.map(({ action, error, denial }) => [
    action.id,
    error.slice(0, 21),
    denial?.statement ?? null,
  ]);

const onDev =
  '{ Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ec2:*:*:instance/*", Condition: { StringLike: { "ssm:resourceTag/Environment": [dev] } } }';
const denied = 'AccessDeniedException';

describe('ssm:resourceTag', () => {
  test('only nodes with the tag may be entered', () => {
    expect(refusals(onDev, as(start('1', 'a', '', 'dev-0001')))).toEqual([]);
    expect(refusals(onDev, as(start('1', 'a', '', 'web-0001')))).toEqual([['a', denied, null]]);
  });

  test('a session policy that denies the tag denies the session', () => {
    const policy = `, sessionPolicy: [{ Effect: Allow, Action: "*", Resource: "*" }, { Sid: NotProd, Effect: Deny, Action: "ssm:StartSession", Resource: "*", Condition: { StringEquals: { "ssm:resourceTag/Environment": prod } } }]`;
    const all = '{ Effect: Allow, Action: "ssm:*", Resource: "*" }';
    expect(refusals(all, as(start('1', 'a', '', 'dev-0001')), {}, policy)).toEqual([]);
    expect(refusals(all, as(start('1', 'a', '', 'web-0001')), {}, policy)).toEqual([
      ['a', denied, expect.stringContaining('NotProd')],
    ]);
  });
});

describe('the document', () => {
  const named = as(start('1', 'a', ', DocumentName: AWS-StartSSHSession', 'dev-0001'));

  test('is asked for where the call names one', () => {
    expect(refusals(onDev, as(start('1', 'a', '', 'dev-0001')))).toEqual([]);
    expect(refusals(onDev, named)).toEqual([['a', denied, null]]);
    const ssh =
      '{ Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ssm:*:*:document/AWS-StartSSHSession" }';
    expect(refusals(`${onDev}, ${ssh}`, named)).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html */
test('ssm:SessionDocumentAccessCheck: the default document is asked for where the call names none', () => {
  const checked = (value: string) =>
    `{ Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ec2:*:*:instance/*", Condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "${value}" } } }`;
  const own =
    '{ Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" }';
  const shell = as(start('1', 'a', '', 'dev-0001'));
  expect(refusals(checked('true'), shell)).toEqual([['a', denied, null]]);
  expect(refusals(checked('false'), shell)).toEqual([]);
  expect(refusals(`${checked('true')}, ${own}`, shell)).toEqual([]);
});

describe('the variable aws:username', () => {
  const own = `{ Effect: Allow, Action: ["ssm:TerminateSession", "ssm:ResumeSession"], Resource: "arn:aws:ssm:*:*:session/\${aws:username}-*" }`;

  test('a user ends only sessions that the user has started', () => {
    const actions = `${as(start('1', 'mine', '', 'dev-0001'))}, ${start('1', 'other', '', 'dev-0001')}`;
    const end = (id: string) => as(call('TerminateSession', '1:05', id, 'end'));
    expect(refusals(`${onDev}, ${own}`, `${actions}, ${end('mine')}`)).toEqual([]);
    expect(refusals(`${onDev}, ${own}`, `${actions}, ${end('other')}`)).toEqual([['end', denied, null]]);
  });
});

describe('a node is asked with the resource', () => {
  const profile = (statement: string): Sections => ({
    instanceProfiles: `{ own: { policies: [AmazonSSMManagedInstanceCore], statements: [${statement}] } }`,
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: own } }',
  });
  const put = (resource: string) =>
    profile(`{ Effect: Allow, Action: "s3:PutObject", Resource: "${resource}" }`);

  test('the log in the bucket, below its prefix', () => {
    const resources = preferences('s3BucketName: audit, s3KeyPrefix: sessions');
    const loss = (resource: string) => session({ ...put(resource), resources }).one.logs[0]!.loss;
    expect(loss('arn:aws:s3:::audit/sessions/*')).toBeNull();
    expect(loss('arn:aws:s3:::audit/other/*')).not.toBeNull();
  });

  test('the key of the preferences', () => {
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const decrypt = (resource: string) =>
      profile(`{ Effect: Allow, Action: "kms:Decrypt", Resource: "${resource}" }`);
    const missing = (resource: string) =>
      session({ ...decrypt(resource), resources: preferences(`kmsKeyId: "${key}"`) }).one.missing;
    expect(missing(key)).toBeNull();
    expect(missing(key.replace('1234abcd', '99999999'))).toBe('key-of-node');
  });
});
