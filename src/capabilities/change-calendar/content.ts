/** The content of a document of type ChangeCalendar: iCalendar text. */
import type { DocumentType } from '../../cloudformation/document-type.ts';
import { CalendarFault, type CalendarText } from './calendar.ts';
import { readCalendar } from './ics.ts';

export const calendarType: DocumentType<CalendarText> = {
  name: 'ChangeCalendar',
  form: 'text',
  isOfPlace: true,
  read(content, { path, context }) {
    try {
      return readCalendar(String(content));
    } catch (error) {
      if (!(error instanceof CalendarFault)) throw error;
      context.error(path, 'bad-value', `a calendar that AWS does not take: ${error.message}`, {
        awsError: 'InvalidDocumentContent',
      });
      return undefined;
    }
  },
};
