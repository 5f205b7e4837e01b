/** What a reader of OpsCenter would not expect of a run. */
import { counted } from '../../blocks/numbers.ts';
import type { Note, NoteSpec } from '../../capability/notes.ts';
import type { Machine } from './machine.ts';

const shownMax = 5;
const deduplication =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html';

export const opsItemNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 74,
    notesOf: ({ opsCenter: { items } }): Note[] =>
      items
        .filter(({ duplicates, status }) => duplicates > 0 && status !== 'Resolved')
        .slice(0, shownMax)
        .map(({ id, title, status, duplicates, origin }) => ({
          text: `${counted(duplicates, 'more request')} of ${origin.id} made no OpsItem: ${id} (${title}) has the same deduplication string and is ${status}.`,
          page: deduplication,
        })),
  },
];
