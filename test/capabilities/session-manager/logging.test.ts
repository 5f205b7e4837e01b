/** Logs of sessions: what keeps a session from starting because of them, and when they are lost. */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../lint/lint-text.ts';
import { type Sections, world } from '../quiet-world.ts';
import { fault, preferences, session, start } from './world.ts';

const s3 = preferences('s3BucketName: audit');
const logs = preferences('cloudWatchLogGroupName: /sessions');
const streamed = preferences('cloudWatchLogGroupName: /sessions, cloudWatchStreamingEnabled: true');
const allowing = (...actions: readonly string[]): Sections => ({
  instanceProfiles: `{ own: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Allow, Action: ${JSON.stringify(actions)}, Resource: "*" }] } }`,
  fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: own } }',
});
const toLogs = allowing(
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
);
const toBucket = allowing('s3:PutObject', 's3:GetEncryptionConfiguration');
const losses = (sections: Sections, set?: readonly string[]) =>
  session(sections, set).one.logs.map(({ loss }) => loss);

describe('a blank screen', () => {
  const inSubnet = (resources: string, endpoints: string) => ({
    resources,
    subnets: `{ private: { route: none, endpoints: [ssm, ssmmessages, ${endpoints}] } }`,
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: private } }',
  });

  test.each([
    ['s3', s3, 'logs'],
    ['logs', logs, 's3'],
  ])('a subnet without the endpoint %s, to which the preferences log', (_, resources, other) => {
    expect(session(inSubnet(resources, other)).one).toMatchObject({
      status: 'Failed',
      missing: 'log-endpoint',
      error: null,
    });
    expect(session(inSubnet(resources, 's3, logs')).one.missing).toBeNull();
  });

  test('a bucket that has been deleted', () => {
    expect(session({ resources: s3 }, ['model.sessions.missingLogs=[audit]']).one.missing).toBe('log-target');
  });
});

describe('only encrypted logs', () => {
  const bucket = preferences('s3BucketName: audit, s3EncryptionEnabled: true');

  test('a bucket that is not encrypted', () => {
    const { one } = session({ ...toBucket, resources: bucket }, ['model.sessions.unencryptedLogs=[audit]']);
    expect(one).toMatchObject({
      status: 'Failed',
      missing: 'log-encryption',
      error:
        "We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket",
    });
  });

  test('a profile that may not look is as bad as a bucket without', () => {
    expect(session({ resources: bucket }).one.missing).toBe('log-encryption');
    expect(session({ ...toBucket, resources: bucket }).one.missing).toBeNull();
    const group = preferences('cloudWatchLogGroupName: /sessions, cloudWatchEncryptionEnabled: true');
    expect(session({ resources: group }).one.why).toContain('logs:DescribeLogGroups');
    expect(session({ ...toLogs, resources: group }).one.missing).toBeNull();
  });
});

test('a log group of the file is encrypted if it has a key', () => {
  const group = (more: string) =>
    `\n  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /sessions${more} } }`;
  const to = (name: string, more: string) =>
    session({
      ...toLogs,
      resources:
        preferences(`cloudWatchLogGroupName: ${name}, cloudWatchEncryptionEnabled: true`) + group(more),
    }).one.missing;
  expect(to('/sessions', '')).toBe('log-encryption');
  expect(to('!Ref Logs', '')).toBe('log-encryption');
  expect(to('/sessions', ', KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/1234"')).toBeNull();
});

describe('a log that is lost while the session works', () => {
  test('a profile without s3:PutObject', () => {
    const { run } = session({ resources: s3 });
    expect(losses({ resources: s3 })).toEqual([expect.stringContaining('s3:PutObject')]);
    expect(run.metric('session.look.connected')).toBe(true);
    expect(run.metric('sessions.withoutLog')).toBe(1);
    expect(losses({ ...toBucket, resources: s3 })).toEqual([null]);
  });

  test('a node that goes down before the end: what is streamed is there, what is uploaded is not', () => {
    const faults = fault('reboot', '1:05');
    expect(losses({ ...toBucket, resources: s3, faults })).toEqual([expect.stringContaining('cut')]);
    expect(losses({ ...toLogs, resources: logs, faults })).toEqual([expect.stringContaining('cut')]);
    expect(losses({ ...toLogs, resources: streamed, faults })).toEqual([null]);
  });

  test('a network that is still cut at the end: nothing is uploaded', () => {
    const cut = (more = '') => fault('cutNetwork', '1:05', more);
    expect(losses({ ...toBucket, resources: s3, faults: cut() })).toEqual([expect.stringContaining('cut')]);
    expect(losses({ ...toBucket, resources: s3, faults: cut(', for: 5m') })).toEqual([null]);
    expect(losses({ ...toLogs, resources: streamed, faults: cut() })).toEqual([null]);
  });

  test('SSM Agent before 3.0.284.0 does not stream', () => {
    const fleet = toLogs['fleet']!.replace(
      'instanceProfile',
      'agent: { version: 3.0.283.0 }, instanceProfile',
    );
    const old = { ...toLogs, fleet, resources: streamed };
    expect(losses(old)).toEqual([expect.stringContaining('3.0.284.0')]);
    const found = lintText(world({ actions: `[${start()}]`, ...old })).findings;
    expect(found.find(({ rule }) => rule === 'session-log-lost')?.help).toMatch(
      /^update SSM Agent to 3\.0\.284\.0/,
    );
  });
});

test('SSH and port forwarding are not logged', () => {
  const actions = `[${start('1', 'look', ', DocumentName: AWS-StartSSHSession')}]`;
  expect(losses({ resources: s3, actions })).toEqual([]);
});
