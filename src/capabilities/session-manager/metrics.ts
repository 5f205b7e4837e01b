/** What came of each session, and of all. */
import {
  amount,
  count,
  family,
  headline,
  lasting,
  type Metric,
  type MetricFamily,
  yesOrNo,
} from '../../capability/metrics.ts';
import { type SessionAttempt, sessionAttempts, startsIn, startsSessions } from './attempts.ts';
import type { Machine } from './machine.ts';
import type { Session, SessionEnd } from './state.ts';

/** Undefined: it was not due. */
type One = SessionAttempt | undefined;

/** A metric is a number or yes or no: one for each way to end. */
const endedBy = (end: Exclude<SessionEnd, 'failure'>, meaning: string): Metric<One> =>
  yesOrNo<One>(`endedBy.${end}`, 'neither', meaning, (one) =>
    one?.session?.endedMs ? one.session.endedBy === end : null,
  );

const unended = 'Null: it is open at the end of the run, or never was.';

export const sessionMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 170,
    subjects: [
      {
        pattern: 'session.<id>.',
        namesIn: (scenario) => startsIn(scenario).map(({ action: { id } }) => id),
      },
    ],
    metrics: [
      yesOrNo<One>(
        'connected',
        'higher',
        'Whether the session that the action starts was ever connected.',
        (one) => one?.session?.connectedMs != null,
      ),
      lasting(
        60_000,
        amount<One>(
          'minutes',
          'minutes',
          'neither',
          `From connecting to its end. Null: it is open at the end of the run, or never connected.`,
          (one) => minutesOf(one?.session),
        ),
      ),
      endedBy('idle', `Whether the idle limit ended it. ${unended}`),
      endedBy('maximum', `Whether the maximum duration ended it. ${unended}`),
      endedBy('call', `Whether TerminateSession ended it. ${unended}`),
      endedBy('exit', `Whether its user left it, or its command ended. ${unended}`),
      endedBy('reboot', `Whether a reboot of its node cut it. ${unended}`),
      endedBy('stop', `Whether its node was stopped or terminated. ${unended}`),
      endedBy('agent', `Whether SSM Agent stopped. ${unended}`),
    ],
    count: (machine: Machine, simulation) => {
      const attempts = new Map(sessionAttempts(machine, simulation).map((one) => [one.action.id, one]));
      return startsIn(simulation.scenario).map(({ action: { id } }) => attempts.get(id));
    },
  }),
  family({
    place: 171,
    subjects: [
      { pattern: 'sessions.', namesIn: (scenario) => (startsSessions(scenario) ? ['sessions'] : []) },
    ],
    metrics: [
      headline(
        counting(
          'connected',
          'higher',
          'Sessions that were connected.',
          ({ session }) => session?.connectedMs != null,
        ),
      ),
      counting(
        'denied',
        'neither',
        'Calls of StartSession whose caller lacks a permission.',
        ({ denial }) => denial !== null,
      ),
      headline(
        counting(
          'refused',
          'lower',
          'Calls of StartSession that AWS refused for any other reason, such as TargetNotConnected.',
          ({ session, denial }) => session === null && denial === null,
        ),
      ),
      counting(
        'failed',
        'lower',
        'Sessions that did not start: a key, a user or a log was missing.',
        ({ session }) => session?.status === 'Failed',
      ),
      headline(
        counting(
          'cutByReboot',
          'lower',
          'Sessions that a reboot of their node cut.',
          ({ session }) => session?.endedBy === 'reboot',
        ),
      ),
      counting(
        'cutByPatching',
        'lower',
        'Sessions among them whose node rebooted for a patch run.',
        ({ session }) => session?.endedBy === 'reboot' && session.command !== null,
      ),
      headline(
        counting(
          'withoutLog',
          'lower',
          'Sessions that are over and have lost a log.',
          ({ session }) => session?.logs.some(({ loss }) => loss !== null) === true,
        ),
      ),
      counting(
        'open',
        'neither',
        'Sessions that are connected, or disconnected, at the end of the run.',
        ({ session }) => session !== null && session.connectedMs !== null && session.endedMs === null,
      ),
    ],
    count: (machine: Machine, simulation) =>
      startsSessions(simulation.scenario) ? [sessionAttempts(machine, simulation)] : [],
  }),
];

function counting(
  name: string,
  better: 'higher' | 'lower' | 'neither',
  meaning: string,
  isCounted: (one: SessionAttempt) => boolean,
): Metric<readonly SessionAttempt[]> {
  return count(name, 'sessions', better, meaning, (attempts) => attempts.filter(isCounted).length);
}

function minutesOf(session: Session | null | undefined): number | null {
  if (session == null || session.connectedMs === null || session.endedMs === null) return null;
  return (session.endedMs - session.connectedMs) / 60_000;
}
