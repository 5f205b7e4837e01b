/** What was published to each topic of the file, and which nodes it was about. */
import { count, family, type MetricFamily, yesOrNo } from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import type { Notification } from './request.ts';
import { topicNames } from './rules.ts';

interface Counted {
  readonly published: readonly Notification[];
  /** Whether the nodes that they are of are those that `expect` names; null: it names none. */
  readonly isAsExpected: boolean | null;
}

export const notificationMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 140,
    subjects: [{ pattern: 'notification.<Topic>.', namesIn: topicNames }],
    metrics: [
      count<Counted>(
        'count',
        'notifications',
        'neither',
        'Messages that were published to the topic',
        ({ published }) => published.length,
      ),
      yesOrNo<Counted>(
        'nodes',
        'higher',
        'Whether its messages are of exactly the nodes that `expect` lists; null where it lists none',
        ({ isAsExpected }) => isAsExpected,
      ),
    ],
    count: ({ notifications }: Machine, { scenario, names }) =>
      topicNames(scenario).map((name) => {
        const published = notifications.published.filter((one) => one.topic === name);
        const wanted = scenario.expectations.find(
          ({ metric }) => metric === `notification.${name}.nodes`,
        )?.nodes;
        if (wanted === undefined) return { published, isAsExpected: null };
        const told = new Set(published.flatMap(({ request: { node } }) => (node === null ? [] : [node])));
        const meant = new Set(wanted.map((one) => names.find(one) ?? -1));
        return {
          published,
          isAsExpected: told.size === meant.size && [...told].every((node) => meant.has(node)),
        };
      }),
  }),
];
