/** What a reader of AWS's console would not expect of rules and remediations. */
import { counted } from '../../blocks/numbers.ts';
import type { Note, NoteSpec } from '../../capability/notes.ts';
import type { Machine } from './machine.ts';
import type { RemediationState } from './state.ts';

export const configNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 70,
    notesOf: ({ config }) =>
      config.remediations.all.flatMap((state) => [...endlessNote(state), ...stoppedNote(state)]),
  },
];

/** Attempts that go on and on, since their failures never lie close enough together. */
function endlessNote({ remediation, remediated }: RemediationState): Note[] {
  const { maximumAutomaticAttempts: most, retryAttemptSeconds } = remediation.limits;
  const endless = [...remediated.values()].filter(
    ({ exceptionMs, failedMs }) => exceptionMs === null && failedMs.length >= most,
  );
  if (endless.length === 0) return [];
  const text =
    `${remediation.logicalId}: ${counted(endless.length, 'resource')} failed ${most} times or more and left no remediation exception, ` +
    `since ${most} failures did not come within the ${retryAttemptSeconds} s of RetryAttemptSeconds; attempts go on.`;
  return [
    {
      text,
      page: 'https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html',
    },
  ];
}

function stoppedNote({
  remediation,
  stopCount,
  errorCountAtStop,
  notStartedCount,
}: RemediationState): Note[] {
  if (stopCount === 0) return [];
  const text =
    `${remediation.logicalId}: error ${errorCountAtStop} passed the ${remediation.errorPercentage}% of ErrorPercentage; ` +
    `${counted(notStartedCount, 'resource')} ${notStartedCount === 1 ? 'was' : 'were'} not started.`;
  return [{ text, page: 'https://docs.aws.amazon.com/config/latest/APIReference/API_SsmControls.html' }];
}
