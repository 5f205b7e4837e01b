/** What a reader of the console would not expect of windows. */
import type { Note, NoteSpec } from '../../capability/notes.ts';
import type { MaintenanceWindows } from './machine.ts';

const executionPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html';
const taskPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html';

interface Machine {
  readonly windows: MaintenanceWindows;
}

export const windowNotes: readonly NoteSpec<Machine>[] = [
  { place: 20, notesOf: skippedExecutions },
  { place: 21, notesOf: tasksBeyondTheEnd },
];

/** ASSUMPTION window-overlap */
function skippedExecutions({ windows }: Machine): Note[] {
  const skipped = windows.executions.filter(({ status }) => status === 'SKIPPED_OVERLAPPING');
  if (skipped.length === 0) return [];
  const names = [...new Set(skipped.map(({ window }) => window.logicalId))].join(', ');
  const count = skipped.length === 1 ? '1 start' : `${skipped.length} starts`;
  return [
    {
      text: `${names}: ${count} SKIPPED_OVERLAPPING: an earlier execution was still running. A skipped start is not repeated.`,
      page: executionPage,
    },
  ];
}

/** CONTINUE_TASK: what runs is not bound by the end of its window. */
function tasksBeyondTheEnd({ windows }: Machine): Note[] {
  const late = windows.executions.flatMap(({ tasks, endMs }) =>
    tasks.filter(({ finishedMs }) => finishedMs !== null && finishedMs > endMs),
  );
  if (late.length === 0) return [];
  const names = [...new Set(late.map(({ task }) => task.logicalId))].join(', ');
  return [
    {
      text: `${names}: ran past the end of the window: the cutoff stops new tasks, and a running task finishes.`,
      page: taskPage,
    },
  ];
}
