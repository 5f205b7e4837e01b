/** What an upgrade by uninstalling costs, which the status of its runs does not show. */
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import type { Machine } from './machine.ts';
import type { PackageState } from './state.ts';
import { minutes } from './view.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html';

export const packageNotes: readonly NoteSpec<Machine>[] = [
  { place: 74, notesOf: ({ distributor }) => distributor.packages().flatMap(absenceNote) },
  { place: 75, notesOf: ({ distributor }) => distributor.packages().flatMap(rollbackNote) },
];

function absenceNote({ name, absentPeak, longestAbsenceMs, runs }: PackageState): Note[] {
  if (absentPeak === 0) return [];
  const upgrades = runs.reinstalled === 0 ? '' : `, and the runs are Success (${runs.reinstalled})`;
  return [
    {
      text: `Uninstall and reinstall takes ${name} away before the new version is installed: up to ${countOfNodes(absentPeak)} went without it at once, one for ${minutes(longestAbsenceMs)} min${upgrades}. An In-place update does not, and needs an update script in the package.`,
      page,
    },
  ];
}

function rollbackNote({ name, rolledBackCount }: PackageState): Note[] {
  if (rolledBackCount === 0) return [];
  const runs = rolledBackCount === 1 ? 'one run' : `${rolledBackCount} runs`;
  return [
    {
      text: `${name}: where the install script of the new version failed, the agent has put the one before back; the run is Failed all the same (${runs}).`,
      page,
    },
  ];
}
