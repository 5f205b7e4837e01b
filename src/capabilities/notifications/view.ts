/** Notifications in a report of a run. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';

const rowsMax = 20;

export const notificationView: readonly ReportPart<Machine>[] = [
  {
    place: 26,
    blocks({ notifications: { published } }): Block[] {
      if (published.length === 0) return [];
      const hidden = published.length - rowsMax;
      return [
        section(`Notifications: ${count(published.length)}`, [
          {
            kind: 'table',
            head: ['at (UTC)', 'topic', 'rule', 'about', 'subject'],
            rows: published
              .slice(0, rowsMax)
              .map(({ topic, request: { atMs, rule, resource, subject } }) => [
                dateAndTime(atMs),
                topic,
                rule ?? '-',
                resource,
                subject,
              ]),
            numeric: [],
          },
          ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
        ]),
      ];
    },
  },
];
