/** Change requests in the report of a run: a table of all, and what kept some from their runbook. */
import { type Block, paragraph, section, sentences } from '../../blocks/block.ts';
import { count, duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import { type ChangeAttempt, changeAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { whySentences } from './story.ts';
import { outcomeOf } from './words.ts';

const rowsMax = 20;
const toldMax = 5;

export const changeView: readonly ReportPart<Machine>[] = [
  {
    place: 29,
    blocks(machine, simulation): Block[] {
      const attempts = changeAttempts(machine, simulation);
      if (attempts.length === 0) return [];
      return [
        section(`Change requests: ${count(attempts.length)}`, [
          ...changeTable(attempts),
          ...sentences(attempts.flatMap(whySentences).slice(0, toldMax)),
        ]),
      ];
    },
  },
];

function changeTable(attempts: readonly ChangeAttempt[]): Block[] {
  const hidden = attempts.length - rowsMax;
  return [
    {
      kind: 'table',
      head: ['asked for (UTC)', 'change request', 'runbook', 'approved after', 'ran (UTC)', 'status'],
      rows: attempts
        .slice(0, rowsMax)
        .map((one) => [
          dateAndTime(one.action.atMs),
          one.action.id,
          one.call.runbook,
          approvalWords(one),
          one.request?.ranMs == null ? '-' : dateAndTime(one.request.ranMs),
          outcomeOf(one),
        ]),
      numeric: [],
      labels: 2,
      narrow: 'listed',
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
  ];
}

function approvalWords({ request }: ChangeAttempt): string {
  if (request === null || request.approvedMs === null) return '-';
  return request.isAutoApproved ? 'at once' : duration(request.approvedMs - request.createdMs);
}
