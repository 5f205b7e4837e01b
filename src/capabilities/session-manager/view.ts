/** Sessions in the report of a run: a table of all, and what kept some from starting. */
import { type Block, paragraph, section, sentences } from '../../blocks/block.ts';
import { count, duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import { type SessionAttempt, sessionAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { obstacleSentences } from './story.ts';
import { outcomeOf } from './words.ts';

const rowsMax = 20;

export const sessionView: readonly ReportPart<Machine>[] = [
  {
    place: 28,
    blocks(machine, simulation): Block[] {
      const attempts = sessionAttempts(machine, simulation);
      if (attempts.length === 0) return [];
      return [
        section(`Sessions: ${count(attempts.length)}`, [
          ...sessionTable(attempts),
          ...sentences(attempts.flatMap(obstacleSentences)),
        ]),
      ];
    },
  },
];

function sessionTable(attempts: readonly SessionAttempt[]): Block[] {
  const hidden = attempts.length - rowsMax;
  return [
    {
      kind: 'table',
      head: ['start (UTC)', 'session', 'node', 'by', 'ended by', 'connected for'],
      rows: attempts
        .slice(0, rowsMax)
        .map((one) => [
          dateAndTime(one.action.atMs),
          one.action.id,
          one.session?.asked.node ?? one.request.target,
          one.action.as ?? '-',
          outcomeOf(one),
          lengthOf(one),
        ]),
      numeric: [],
      labels: 2,
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
  ];
}

function lengthOf({ session }: SessionAttempt): string {
  if (session === null || session.connectedMs === null || session.endedMs === null) return '-';
  return duration(session.endedMs - session.connectedMs);
}
