/** Rules of EventBridge in a report of a run. */
import { type Block, say, section, sentences } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { EventBus } from './bus.ts';
import type { EventBridge } from './machine.ts';
import type { RuleTally } from './state.ts';

interface Machine {
  readonly bridge: EventBridge;
}

export const ruleView: readonly ReportPart<Machine>[] = [
  {
    place: 22,
    blocks({ bridge: { tallies, bus } }): Block[] {
      if (tallies.length === 0) return [];
      const hasSchedules = tallies.some(({ rule }) => rule.kind === 'schedule');
      const what = hasSchedules ? 'Rules and schedules' : 'Rules';
      return [
        section(`${what} of EventBridge: ${count(tallies.length)}`, [
          {
            kind: 'table',
            head: ['rule', 'on', 'matched', 'invoked', 'failed', 'dead letters', 'first (UTC)', 'last (UTC)'],
            rows: tallies.map(cells),
            numeric: [2, 3, 4, 5],
          },
          ...sentences([...tallies.flatMap(failuresOf), ...lostIn(bus)]),
        ]),
      ];
    },
  },
];

function cells({ rule, matched, invoked, failedInvocations, deadLettered, firstMs, lastMs }: RuleTally) {
  const time = (atMs: number | null) => (atMs === null ? '-' : dateAndTime(atMs));
  const { pattern, scheduleExpression } = rule;
  const waits = [
    ...(pattern === null ? [] : ['events']),
    ...(scheduleExpression === null ? [] : [scheduleExpression]),
  ];
  return [
    rule.logicalId,
    rule.isEnabled ? waits.join(', ') : 'disabled',
    count(matched),
    count(invoked),
    count(failedInvocations),
    count(deadLettered),
    time(firstMs),
    time(lastMs),
  ];
}

/** Nothing happens, silently: AWS shows the reason nowhere but in a dead-letter queue. */
function failuresOf({ rule, failures }: RuleTally) {
  return [...failures].map(([reason, times]) =>
    say(`${rule.logicalId}: ${counted(times, 'invocation')} failed, since ${reason}.`, 'bad'),
  );
}

function lostIn({ lostCount }: EventBus) {
  if (lostCount === 0) return [];
  return [
    say(`${counted(lostCount, 'event')} that a rule waits for never reached the bus (model.events.loss).`),
  ];
}
