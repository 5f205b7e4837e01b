/** For `explain`: who wanted onto the node, who was on it, and what ended that. */
import { counted } from '../../blocks/numbers.ts';
import { type LinkFound, type LinkSpec, lastSteps } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { startsSessions } from './attempts.ts';
import { sessionsView } from './sessions-view.ts';

export const sessionLinks: readonly LinkSpec[] = [
  {
    name: 'sessions',
    title: 'Sessions',
    stage: 'reboot',
    place: 920,
    isThere: startsSessions,
    tell: sessionLink,
  },
];

function sessionLink(situation: Situation): LinkFound {
  const { simulation, node, region, id } = situation;
  const own = simulation.views.of(sessionsView).sessions.filter((one) => one.node === node);
  const cut = own.filter(({ endedBy }) => endedBy === 'reboot');
  const failed = own.filter(({ status }) => status === 'Failed');
  return {
    state: failed.length > 0 ? 'failed' : 'ok',
    found: [
      own.length === 0 ? 'no session was started on it' : `${counted(own.length, 'session')} on it`,
      ...cut.map(
        ({ id: session, action: { as } }) =>
          `${as ?? 'a caller who may do everything'} was on it (${session}) when it rebooted`,
      ),
      ...failed.map(({ id: session, missing }) => `${session} failed: ${missing?.obstacle.why}`),
    ],
    details: lastSteps(situation, 'session'),
    console: 'Session Manager, Session history',
    cli: `aws --region ${region} ssm describe-sessions --state History --filters key=Target,value=${id}`,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-view-history.html',
  };
}
