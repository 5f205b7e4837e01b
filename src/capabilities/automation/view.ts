/** Executions of runbooks in a report of a run. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';

const rowsMax = 20;

export const automationView: readonly ReportPart<Machine>[] = [
  {
    place: 24,
    blocks({ automation: { executions } }): Block[] {
      if (executions.length === 0) return [];
      const hidden = executions.length - rowsMax;
      return [
        section(`Automations: ${count(executions.length)}`, [
          {
            kind: 'table',
            head: ['start (UTC)', 'runbook', 'started by', 'about', 'status', 'end (UTC)'],
            rows: executions
              .slice(0, rowsMax)
              .map(({ request, document, status, requestedMs, startedMs, endedMs }) => [
                dateAndTime(startedMs ?? requestedMs),
                document,
                request.source,
                request.resource,
                status,
                endedMs === null ? '-' : dateAndTime(endedMs),
              ]),
            numeric: [],
          },
          ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
        ]),
      ];
    },
  },
];
