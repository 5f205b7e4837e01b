/** What sessions tell. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { Session } from './state.ts';

const named = ({ id, awsId, node }: Session) => ({ node, session: id, sessionId: awsId });

export const sessionFacts = factSet('session-manager', {
  actionRefused: actionRefused('session-manager'),
  sessionStarted: fact(
    'session-manager/session-started',
    'StartSession has made a session, which is not connected yet.',
    (session: Session) => ({
      ...named(session),
      document: session.request.document,
      by: session.action.as ?? null,
    }),
    {
      about: 'session',
      words: ({ session, by }) => `${session} is started${by === null ? '' : ` by ${by}`}`,
    },
  ),
  sessionConnected: fact(
    'session-manager/session-connected',
    'The session is connected, or connected again.',
    named,
    { about: 'session', words: ({ session }) => `${session} is connected` },
  ),
  sessionDisconnected: fact(
    'session-manager/session-disconnected',
    'The network of the node was cut: ResumeSession connects the session again.',
    named,
    { about: 'session', words: ({ session }) => `${session} is disconnected` },
  ),
  sessionFailed: fact(
    'session-manager/session-failed',
    'The session did not start: `missing` is the prerequisite.',
    (session: Session) => ({
      ...named(session),
      missing: session.missing?.prerequisite.name ?? null,
      why: session.missing?.obstacle.why ?? null,
    }),
    { about: 'session', words: ({ session, why }) => `${session} fails: ${why}` },
  ),
  sessionEnded: fact(
    'session-manager/session-ended',
    'The session is over. `by` is what ended it: idle, maximum, call, exit, reboot, stop or agent; `command` the patch run whose reboot it was.',
    (session: Session) => ({ ...named(session), by: session.endedBy, command: session.command }),
    { about: 'session', words: ({ session, by }) => `${session} ends (${by})` },
  ),
});
