/** When calendars were closed during the run, and what they kept from running. */
import { type Block, say, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Calendar, ChangeCalendars } from './machine.ts';
import { nextTransition, stateAt } from './periods.ts';

interface Machine {
  readonly calendars: ChangeCalendars;
}

/** More of them than this are counted. */
const stretchesTold = 3;

export const calendarScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 15,
    of({ calendars: { calendars, gatedCounts } }) {
      const gated = calendars.filter(({ label }) => gatedCounts.has(label));
      if (gated.length === 0) return null;
      const lines = gated.map(({ label }) =>
        say(`Calendar ${label} was closed: ${counted(gatedCounts.get(label)!, 'run')} skipped.`, 'odd'),
      );
      const total = gated.reduce((sum, { label }) => sum + gatedCounts.get(label)!, 0);
      return { versions: [lines, [say(`Closed calendars: ${counted(total, 'run')} skipped.`, 'odd')]] };
    },
  },
];

export const calendarView: readonly ReportPart<Machine>[] = [
  {
    place: 25,
    blocks({ calendars: { calendars, gatedCounts } }, { scenario }) {
      if (calendars.length === 0) return [];
      const rows = calendars.map((calendar) => [
        calendar.label,
        closedWords(calendar, scenario),
        count(gatedCounts.get(calendar.label) ?? 0),
      ]);
      const head = ['calendar', 'closed (UTC)', 'runs skipped'];
      const table: Block = { kind: 'table', head, rows, numeric: [2] };
      return [section('Change calendars', [table])];
    },
  },
];

function closedWords(calendar: Calendar, scenario: Scenario): string {
  const stretches = closedStretches(calendar, scenario);
  if (stretches.length === 0) return 'never during the run';
  const told = stretches.slice(0, stretchesTold);
  const more = stretches.length - told.length;
  const words = told.map(([from, to]) => `${dateAndTime(from)} to ${dateAndTime(to)}`);
  return [...words, ...(more > 0 ? [`and ${counted(more, 'more time')}`] : [])].join(', ');
}

/** Within the run. */
function closedStretches(calendar: Calendar, { startMs, endMs }: Scenario): [number, number][] {
  const stretches: [number, number][] = [];
  for (let fromMs = startMs; fromMs < endMs; ) {
    const toMs = Math.min(nextTransition(calendar, fromMs) ?? endMs, endMs);
    if (stateAt(calendar, fromMs) === 'CLOSED') stretches.push([fromMs, toMs]);
    fromMs = toMs;
  }
  return stretches;
}
