/** What a reader of the console would not expect of the calls that operators make. */
import type { NoteSpec } from '../../capability/notes.ts';
import type { NodeOperator } from './operator.ts';

const errorsPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html';

interface Machine {
  readonly operator: NodeOperator;
}

export const nodeNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 40,
    /** What AWS would refuse at that moment is an outcome, and easily missed. */
    notesOf: ({ operator }) =>
      operator.refused.map(({ action, error }) => ({
        text: `${action.id}: AWS refuses ${action.call} with ${error}; nothing has changed.`,
        page: errorsPage,
      })),
  },
];
