/** What ends a session. */
import { describe, expect, test } from 'vitest';
import { approveAll, at, patch, released } from '../quiet-world.ts';
import { call, fault, preferences, session, start } from './world.ts';

describe('a session that is not touched', () => {
  test('ends after exactly the idle limit of 20 minutes', () => {
    const { one, run } = session();
    expect(one).toMatchObject({
      connected: at('1:00:02'),
      end: at('1:20:02'),
      endedBy: 'idle',
      status: 'Terminated',
    });
    expect(run.metric('session.look.minutes')).toBe(20);
    expect(run.metric('session.look.connected')).toBe(true);
    expect(run.metric('session.look.endedBy.idle')).toBe(true);
    expect(run.metric('session.look.endedBy.reboot')).toBe(false);
  });

  test('ends after the limit of the preferences, which is 1 to 60 minutes', () => {
    const { one } = session({ resources: preferences('idleSessionTimeout: "30"') });
    expect(one.end).toBe(at('1:30:02'));
  });

  test('has its idle limit once there is no more input', () => {
    const { one } = session({}, ['model.sessions.active=10m']);
    expect(one.end).toBe(at('1:30:02'));
  });

  test('is left where its user exits', () => {
    const { one } = session({}, ['model.sessions.active=10m', 'model.sessions.leave=exit']);
    expect(one).toMatchObject({ end: at('1:10:02'), endedBy: 'exit' });
  });

  test('is open where the run ends before', () => {
    const { one, run } = session({ end: at('1:10') });
    expect(one).toMatchObject({ status: 'Connected', end: null, endedBy: null });
    expect(run.metric('session.look.minutes')).toBeNull();
    expect(run.metric('session.look.endedBy.idle')).toBeNull();
    expect(run.metric('sessions.open')).toBe(1);
  });
});

test('maxSessionDuration ends a session in use, 1 to 1,440 minutes after StartSession', () => {
  const { one } = session({ resources: preferences('maxSessionDuration: "60"') }, [
    'model.sessions.active=10h',
  ]);
  expect(one).toMatchObject({ end: at('2'), endedBy: 'maximum' });
});

test('TerminateSession ends it, by the id of its action or of AWS', () => {
  const { one } = session({ actions: `[${start()}, ${call('TerminateSession', '1:05')}]` });
  expect(one).toMatchObject({ end: at('1:05'), endedBy: 'call', status: 'Terminated' });
  const again = session({ actions: `[${start()}, ${call('TerminateSession', '1:05', one.sessionId!)}]` });
  expect(again.one.endedBy).toBe('call');
});

describe('a node that goes down cuts it', () => {
  test('with the reboot of a patch run, and the run says who was on the node', () => {
    const { one, run } = session({
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      patches: `{ ${released('P1')} }`,
      resources: `{ All: ${approveAll()} }`,
      actions: `[${start()}, ${patch('Install', '1:02', { id: 'install' })}]`,
    });
    expect(one).toMatchObject({ endedBy: 'reboot', command: 'install' });
    expect(run.metric('sessions.cutByReboot')).toBe(1);
    expect(run.metric('sessions.cutByPatching')).toBe(1);
    expect(run.events('session-manager/session-ended')[0]).toMatchObject({
      by: 'reboot',
      command: 'install',
    });
  });

  test.each([
    ['reboot', 'reboot'],
    ['stop', 'stop'],
    ['terminate', 'stop'],
    ['stopAgent', 'agent'],
    ['fillDisk', 'agent'],
    ['restartAgent', 'agent'],
  ])('%s: %s', (action, endedBy) => {
    expect(session({ faults: fault(action, '1:05') }).one).toMatchObject({ endedBy, end: at('1:05') });
  });
});

describe('a network that is cut', () => {
  const cut = fault('cutNetwork', '1:05', ', for: 3m');

  test('disconnects it, and the idle limit ends it', () => {
    const { one, run } = session({ faults: cut });
    expect(one.history.map(({ status }) => status)).toEqual([
      'Connecting',
      'Connected',
      'Disconnected',
      'Terminated',
    ]);
    expect(one).toMatchObject({ endedBy: 'idle', end: at('1:20:02') });
    expect(run.events('session-manager/session-disconnected')).toHaveLength(1);
  });

  test('no input arrives while it is disconnected: the idle limit begins with the cut', () => {
    const { one } = session({ faults: cut }, ['model.sessions.active=3h']);
    expect(one).toMatchObject({ endedBy: 'idle', end: at('1:25') });
  });

  test('ResumeSession connects it again, and the idle limit begins anew', () => {
    const { one } = session({ faults: cut, actions: `[${start()}, ${call('ResumeSession', '1:10')}]` });
    expect(one).toMatchObject({ endedBy: 'idle', end: at('1:30') });
  });

  test('ResumeSession has no effect while the node cannot be reached', () => {
    const { one } = session({ faults: cut, actions: `[${start()}, ${call('ResumeSession', '1:06')}]` });
    expect(one.end).toBe(at('1:20:02'));
  });
});
