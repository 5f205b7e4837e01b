/** The content of a document of type ChangeCalendar: iCalendar text. */
import type { DocumentType } from '../../cloudformation/document-type.ts';
import { oncePer } from '../../fields/fields.ts';
import { CalendarFault, type CalendarText } from './calendar.ts';
import { readCalendar } from './ics.ts';

/** What a scenario keeps of it: threads are given scenarios as plain data, and the clocks of a calendar are functions. */
export interface CalendarContent {
  readonly text: string;
}

/** Of content that was read without a fault. */
export const calendarOf = oncePer(({ text }: CalendarContent): CalendarText => readCalendar(text));

export const calendarType: DocumentType<CalendarContent> = {
  name: 'ChangeCalendar',
  form: 'text',
  isOfPlace: true,
  read(content, { path, context }) {
    const read: CalendarContent = { text: String(content) };
    try {
      calendarOf(read);
      return read;
    } catch (error) {
      if (!(error instanceof CalendarFault)) throw error;
      context.error(path, 'bad-value', `a calendar that AWS does not take: ${error.message}`, {
        awsError: 'InvalidDocumentContent',
      });
      return undefined;
    }
  },
};
