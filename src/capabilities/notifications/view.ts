/** Notifications in a report of a run. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import type { Notification } from './request.ts';

const rowsMax = 10;

export const notificationView: readonly ReportPart<Machine>[] = [
  {
    place: 26,
    blocks({ notifications: { published } }): Block[] {
      if (published.length === 0) return [];
      const senders = [...new Set(published.map(sender))];
      const blocks = senders.flatMap((name) =>
        groupBlocks(
          name,
          published.filter((one) => sender(one) === name),
        ),
      );
      return [section(`Notifications: ${count(published.length)}`, blocks)];
    },
  },
];

function sender({ topic, request: { rule } }: Notification): string {
  return rule === null ? topic : `${topic}, from ${rule}`;
}

/** A heading instead of columns that say the same in every row: the table fits into a narrow terminal. */
function groupBlocks(name: string, published: readonly Notification[]): Block[] {
  const hidden = published.length - rowsMax;
  return [
    paragraph(`${name}: ${count(published.length)}`),
    {
      kind: 'table',
      head: ['at (UTC)', 'subject'],
      rows: published
        .slice(0, rowsMax)
        .map(({ request: { atMs, resource, subject } }) => [
          dateAndTime(atMs),
          subject.includes(resource) ? subject : `${resource}: ${subject}`,
        ]),
      numeric: [],
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
  ];
}
