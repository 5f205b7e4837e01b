/** Which topics were told of what, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';
import type { Notification } from './request.ts';

export const notificationScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 30,
    of({ notifications: { published, refused } }) {
      if (published.length + refused.length === 0) return null;
      const topics = [...new Set(published.map(({ topic }) => topic))];
      const lost =
        refused.length === 0 ? [] : [say(`${counted(refused.length, 'notification')} lost.`, 'bad')];
      const ofTopic = (name: string) => published.filter(({ topic }) => topic === name);
      const each = (named: number) => topics.map((name) => say(topicLine(name, ofTopic(name), named)));
      const counts = topics.map((name) => `${name} notified ${count(ofTopic(name).length)}×`);
      const total = published.length === 0 ? [] : [say(`${counts.join(', ')}.`)];
      return {
        versions: [
          [...each(3), ...lost],
          [...each(1), ...lost],
          [...total, ...lost],
        ],
      };
    },
  },
];

/** Of more than `namedMax` the first are named and the others counted. */
function topicLine(topic: string, published: readonly Notification[], namedMax: number): string {
  const named = published
    .slice(0, namedMax)
    .map(({ request: { resource, atMs } }) => `${resource} ${dateAndTime(atMs)}`);
  const others = published.length - named.length;
  const more = others === 0 ? '' : `, ${count(others)} more`;
  return `${topic} notified ${count(published.length)}×: ${named.join(', ')}${more} (UTC).`;
}
