/** What AWS refuses of the calls of sessions. */
import { describe, expect, test } from 'vitest';
import { printed } from '../../scenario/load-text.ts';
import { at, world } from '../quiet-world.ts';
import { call, preferences, session, start } from './world.ts';

const refused = (actions: string, more: Record<string, string> = {}) =>
  session({ actions: `[${actions}]`, ...more }).run.outcome.simulation.refused.map(({ action, error }) => [
    action.id,
    error.replace(/:.*/s, ''),
  ]);

test('StartSession is taken three times a second', () => {
  const four = ['a', 'b', 'c', 'd'].map((id) => start('1', id)).join(', ');
  expect(refused(four)).toEqual([['d', 'ThrottlingException']]);
  expect(refused(`${four}, ${start('1:00:01', 'e')}`)).toHaveLength(1);
});

describe('a session that is over, or never was', () => {
  test.each(['TerminateSession', 'ResumeSession'])('%s is answered with DoesNotExistException', (name) => {
    expect(refused(`${start()}, ${call(name, '2')}`)).toEqual([[`${name}-2`, 'DoesNotExistException']]);
    expect(refused(`${start()}, ${call(name, '0:30')}`)).toEqual([[`${name}-0-30`, 'DoesNotExistException']]);
  });

  test('the answer says which of the two', () => {
    const errors = session({
      actions: `[${start()}, ${call('TerminateSession', '2')}, ${call('TerminateSession', '0:30')}]`,
    }).run.outcome.simulation.refused.map(({ error }) => error);
    expect(errors).toEqual([
      'DoesNotExistException: the account and Region of the call have none of this id',
      'DoesNotExistException: it is over',
    ]);
  });

  test('a misspelt id is found when the file is read', () => {
    expect(printed(world({ actions: `[${start()}, ${call('TerminateSession', '2', 'loook')}]` }))).toContain(
      'did you mean look?',
    );
  });
});

test('a node that is not there is not connected, and the answer says so', () => {
  const { one } = session({ actions: `[${start('1', 'look', '', 'i-0123456789abcdef0')}]` });
  expect(one).toMatchObject({
    missing: 'node',
    why: 'the account of `account` has no node i-0123456789abcdef0',
    remedy: 'name a node of the fleet',
  });
});

test('a node of another account is not connected', () => {
  const accounts = '{ other: { id: "222222222222", region: eu-west-1 } }';
  const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, account: other } }';
  expect(refused(start(), { accounts, fleet })).toEqual([['look', 'TargetNotConnected']]);
});

describe('the document', () => {
  const named = (name: string, parameters = '') => start('1', 'look', `, DocumentName: ${name}${parameters}`);
  const errors = (name: string, parameters?: string, resources = '{}') =>
    printed(world({ actions: `[${named(name, parameters)}]`, resources }));

  test('has to exist', () => {
    expect(errors('AWS-StartSSHSesion')).toContain('did you mean AWS-StartSSHSession?');
    expect(errors('AWS-StartSSHSesion')).toContain('InvalidDocument');
  });

  test('has to be of type Session', () => {
    expect(errors('AWS-RunShellScript')).toContain('expected a document of type Session');
  });

  test('takes its own parameters', () => {
    expect(errors('AWS-StartPortForwardingSession', ', Parameters: { port: ["80"] }')).toContain(
      'portNumber',
    );
    expect(errors('AWS-StartPortForwardingSession', ', Parameters: { portNumber: ["70000"] }')).toContain(
      'expected a port from 1 to 65535',
    );
    expect(errors('AWS-StartPortForwardingSessionToRemoteHost')).toContain('the parameter host');
  });

  test('of the file has its own preferences', () => {
    const { one } = session({
      actions: `[${named('Audit')}]`,
      resources: preferences('idleSessionTimeout: 5', 'Audit'),
    });
    expect(one).toMatchObject({ document: 'Audit', end: at('1:05:02') });
  });

  test('a document without inputs has the preferences of the account', () => {
    const { one } = session({
      actions: `[${named('AWS-StartSSHSession')}]`,
      resources: preferences('idleSessionTimeout: 5'),
    });
    expect(one.end).toBe(at('1:05:02'));
  });

  test('a command without a terminal ends by itself', () => {
    const { one } = session({
      actions: `[${named('AWS-StartNonInteractiveCommand', ', Parameters: { command: [uptime] }')}]`,
    });
    expect(one).toMatchObject({ endedBy: 'exit', end: at('1:00:02') });
  });
});
