/** Sessions in words. */
import type { Span } from '../../blocks/block.ts';
import { say } from '../../blocks/block.ts';
import type { SessionAttempt } from './attempts.ts';
import type { SessionEnd } from './state.ts';

export const endWords: Readonly<Record<SessionEnd, string>> = {
  idle: 'idle limit',
  maximum: 'maximum duration',
  call: 'TerminateSession',
  exit: 'its user left',
  reboot: 'reboot of the node',
  stop: 'node stopped',
  agent: 'agent stopped',
  failure: 'failed',
};

/** What came of it, in a few words. */
export function outcomeOf({ session, error, denial }: SessionAttempt): Span {
  if (session === null) return say(denial !== null ? 'denied' : (error ?? '').replace(/:.*/s, ''), 'odd');
  if (session.status === 'Failed') return say('failed', 'bad');
  if (session.endedBy === null) return say(session.status === 'Connecting' ? 'connecting' : 'open');
  const isCut = ['reboot', 'stop', 'agent'].includes(session.endedBy);
  return say(endWords[session.endedBy], isCut ? 'odd' : 'plain');
}
