/** What was published to each topic of the file, and which nodes it was about. */
import { count, family, headline, type MetricFamily, yesOrNo } from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import type { Notification } from './request.ts';
import { topicNames } from './rules.ts';

interface Counted {
  readonly published: readonly Notification[];
  /** Whether the nodes that they are of are those that `expect` names; null: it names none. */
  readonly isAsExpected: boolean | null;
}

const nodesMetric = (topic: string): string => `notification.${topic}.nodes`;

function publishedTo({ notifications: { published } }: Machine, topic: string): readonly Notification[] {
  return published.filter((one) => one.topic === topic);
}

/** Indices of the nodes that they are about, ascending. */
function nodesOf(published: readonly Notification[]): number[] {
  const nodes = new Set(published.flatMap(({ request: { node } }) => (node === null ? [] : [node])));
  return [...nodes].sort((a, b) => a - b);
}

export const notificationMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 140,
    subjects: [{ pattern: 'notification.<Topic>.', namesIn: topicNames }],
    metrics: [
      headline(
        count<Counted>(
          'count',
          'notifications',
          'neither',
          'Messages that were published to the topic.',
          ({ published }) => published.length,
        ),
      ),
      yesOrNo<Counted>(
        'nodes',
        'higher',
        'Whether its messages are about exactly the nodes that `expect` lists; null where it lists none.',
        ({ isAsExpected }) => isAsExpected,
      ),
    ],
    count: (machine: Machine, { scenario, names }) =>
      topicNames(scenario).map((topic) => {
        const published = publishedTo(machine, topic);
        const wanted = scenario.expectations.find(({ metric }) => metric === nodesMetric(topic))?.nodes;
        if (wanted === undefined) return { published, isAsExpected: null };
        const told = nodesOf(published);
        const meant = new Set(wanted.map((one) => names.find(one)));
        return {
          published,
          isAsExpected: told.length === meant.size && told.every((node) => meant.has(node)),
        };
      }),
    nodesOf(machine, { scenario, fleet }, metric) {
      const topic = topicNames(scenario).find((one) => nodesMetric(one) === metric);
      if (topic === undefined) return null;
      return nodesOf(publishedTo(machine, topic)).map((node) => fleet.nameOf(node));
    },
  }),
];
