/** What a reader of the console would not expect of documents that drift. */
import { counted } from '../../blocks/numbers.ts';
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import type { Drift, DriftTally } from './drift.ts';

interface Machine {
  readonly drift: Drift;
}

export const driftNotes: readonly NoteSpec<Machine>[] = [
  { place: 45, notesOf: ({ drift }) => drift.tallies.flatMap(driftedAtTheEnd) },
];

/** Its status stays what the last run left. */
function driftedAtTheEnd({ name, driftedCount, repairCount }: DriftTally): Note[] {
  if (driftedCount === 0) return [];
  const repairs =
    repairCount === 0 ? 'and no run set it again' : `${counted(repairCount, 'run')} set it again before`;
  return [
    {
      text: `${name}: what it had set is undone on ${countOfNodes(driftedCount)} at the end, ${repairs}; its status is that of its last run.`,
      page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html',
    },
  ];
}
