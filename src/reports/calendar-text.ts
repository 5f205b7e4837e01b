/** When maintenance windows are open, for a person at a terminal. */
import type { Calendar } from '../schedule/calendar.ts';
import { calendarInWords } from './calendar-in-words.ts';
import { wrap } from './layout.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { type Table, tableOrTurned, tableWithText } from './tables.ts';

export function renderCalendar(calendar: Calendar, style: TextStyle): string {
  const page = pageFor(style);
  const { title, windows, openings, remarks } = calendarInWords(calendar);
  const unlessEmpty = (table: Table, lines: (table: Table, width: number) => string[]) =>
    table.rows.length === 0 ? [] : lines(table, page.width);
  return textOf(
    [
      wrap(title, page.width).map((line) => page.chalk.bold(line)),
      unlessEmpty(windows, tableWithText),
      unlessEmpty(openings, tableOrTurned),
      ...remarks.map((remark) => bulletLines(remark.title, remark.sentences, page)),
    ],
    style,
  );
}
