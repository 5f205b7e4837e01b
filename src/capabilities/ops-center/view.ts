/** OpsItems in the report of a run: a table of them, and how busy the operators were. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, duration, percent } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import type { OpsItem } from './state.ts';
import { statusOf, timeToResolve } from './words.ts';

const rowsMax = 20;

export const opsItemView: readonly ReportPart<Machine>[] = [
  {
    place: 29,
    blocks({ opsCenter }): Block[] {
      const { items, operators } = opsCenter;
      if (items.length === 0 && operators.all.length === 0) return [];
      return [
        section(`OpsItems: ${count(items.length)}`, [...itemTable(items), ...operatorTable(opsCenter)]),
      ];
    },
  },
];

/** Those that are not resolved first: they are what is left to do. */
function itemTable(items: readonly OpsItem[]): Block[] {
  if (items.length === 0) return [];
  const isDone = ({ status }: OpsItem) => Number(status === 'Resolved');
  const sorted = [...items].sort((a, b) => isDone(a) - isDone(b) || a.createdMs - b.createdMs);
  const hidden = items.length - rowsMax;
  return [
    {
      kind: 'table',
      head: ['created (UTC)', 'OpsItem', 'severity', 'status', 'resolved after', 'title'],
      rows: sorted
        .slice(0, rowsMax)
        .map((item) => [
          dateAndTime(item.createdMs),
          item.id,
          item.severity ?? '-',
          statusOf(item),
          timeToResolve(item),
          item.title,
        ]),
      numeric: [],
      labels: 2,
      prose: 1,
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
  ];
}

function operatorTable({ operators }: Machine['opsCenter']): Block[] {
  if (operators.all.length === 0) return [];
  return [
    {
      kind: 'table',
      head: ['operator', 'taken', 'resolved', 'with an OpsItem in hand', 'of the shifts'],
      rows: operators.all.map(({ name, taken, resolved, busyMs, onShiftMs }) => [
        name,
        count(taken),
        count(resolved),
        duration(busyMs),
        onShiftMs === 0 ? '-' : percent(busyMs, onShiftMs),
      ]),
      numeric: [1, 2],
    },
  ];
}
