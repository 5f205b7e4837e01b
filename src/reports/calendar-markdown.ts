/** When maintenance windows are open, for a wiki or a pull request. */
import type { Calendar } from '../schedule/calendar.ts';
import { calendarInWords } from './calendar-in-words.ts';
import { inline, listSection, table } from './markdown-parts.ts';

export function renderCalendarMarkdown(calendar: Calendar): string {
  const { title, windows, openings, remarks } = calendarInWords(calendar);
  const sections = [
    [`## ${inline(title)}`],
    windows.rows.length === 0 ? [] : table(windows),
    openings.rows.length === 0 ? [] : table(openings),
    ...remarks.map((remark) => listSection(remark.title, remark.sentences.map(inline))),
  ];
  const written = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}
