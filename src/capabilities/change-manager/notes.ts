/** Change Manager takes no new customers. */
import type { NoteSpec } from '../../capability/notes.ts';
import { closedToNewCustomers } from './availability.ts';
import type { Machine } from './machine.ts';

export const changeNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 74,
    notesOf: ({ changes }, { scenario }) =>
      changes === null ? [] : [closedToNewCustomers(scenario.startMs)].flatMap((one) => one ?? []),
  },
];
