/** What a reader of the console would not expect of the calls that operators make. */
import { refusalNotes } from '../../capability/calls.ts';
import type { NoteSpec } from '../../capability/notes.ts';
import type { NodeOperator } from './operator.ts';

const errorsPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html';

interface Machine {
  readonly operator: NodeOperator;
}

export const nodeNotes: readonly NoteSpec<Machine>[] = [
  { place: 40, notesOf: ({ operator }) => refusalNotes(operator.calls, errorsPage) },
];
