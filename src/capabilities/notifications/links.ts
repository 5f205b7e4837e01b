/** For `explain`: what was published, or lost, of the commands that mean the node. */
import * as cli from '../../aws/cli.ts';
import { counted } from '../../blocks/numbers.ts';
import type { LinkFound, LinkSpec } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { selects, sourcesOf } from '../../capability/sources.ts';
import { notificationsView } from './notifications-view.ts';
import type { Notification } from './request.ts';

export const notificationLinks: readonly LinkSpec[] = [
  {
    name: 'notifications',
    title: 'Notifications',
    stage: 'reboot',
    place: 910,
    isThere: (scenario) => sourcesOf(scenario).some(({ notifications }) => notifications !== undefined),
    tell: notificationLink,
  },
];

function notificationLink(situation: Situation): LinkFound {
  const { simulation, node, scenario } = situation;
  const notifying = sourcesOf(scenario).filter(({ notifications }) => notifications !== undefined);
  const own = new Set(notifying.filter((source) => selects(simulation, source, node)).map(({ id }) => id));
  const isAbout = ({ request }: Notification) =>
    own.has(request.rule ?? '') && (request.node === null || request.node === node);
  const { published, refused } = simulation.views.of(notificationsView);
  const lost = countBy(
    refused.filter(isAbout),
    ({ request, topic, obstacle }) => `${request.rule} did not notify ${topic}, since ${obstacle}`,
  );
  const sent = countBy(
    published.filter(isAbout),
    ({ request, topic }) => `${request.rule} notified ${topic}`,
  );
  return {
    state: lost.size > 0 ? 'failed' : 'ok',
    found: [
      ...[...sent].map(([words, times]) => `${words} of ${counted(times, 'change')} of status`),
      ...(sent.size + lost.size === 0 ? ['no status of it was to be notified'] : []),
      ...[...lost].map(([words, times]) => (times === 1 ? words : `${words} (${times} times)`)),
    ],
    console: 'Run Command, Command history, the command: SNS notifications',
    cli: cli.topicAttributes(situation, notifying[0]!.notifications!.topic),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html',
  };
}

function countBy(
  notifications: readonly Notification[],
  wordsOf: (notification: Notification) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of notifications) counts.set(wordsOf(one), (counts.get(wordsOf(one)) ?? 0) + 1);
  return counts;
}
