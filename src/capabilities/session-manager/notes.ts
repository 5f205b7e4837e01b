/** Who was on a node when it rebooted, and sessions that have lost their log. */
import { dateAndTime } from '../../blocks/times.ts';
import type { Note, NoteSpec } from '../../capability/notes.ts';
import type { Machine } from './machine.ts';
import type { Session } from './state.ts';

const shownMax = 5;

export const sessionNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 72,
    notesOf: ({ sessions }) => (sessions?.sessions ?? []).filter(isCut).slice(0, shownMax).map(cutNote),
  },
  {
    place: 73,
    notesOf: ({ sessions }) => (sessions?.sessions ?? []).filter(isUnlogged).slice(0, shownMax).map(logNote),
  },
];

function isCut({ endedBy, connectedMs }: Session): boolean {
  return endedBy === 'reboot' && connectedMs !== null;
}

function cutNote({ id, action, asked: { node }, endedMs, command }: Session): Note {
  const who = action.as ?? 'a caller who may do everything';
  const why = command === null ? 'rebooted' : `rebooted for the patch run of ${command}`;
  return {
    text: `${who} was on ${node} (session ${id}) when it ${why}, at ${dateAndTime(endedMs ?? 0)} UTC: the session was cut.`,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions.html',
  };
}

function isUnlogged({ logs }: Session): boolean {
  return logs.some(({ loss }) => loss !== null);
}

function logNote({ id, logs }: Session): Note {
  const lost = logs.flatMap(({ target: { to, name }, loss }) =>
    loss === null ? [] : [`${to}, ${name}: ${loss}`],
  );
  return {
    text: `The session ${id} worked, and there is no log of it (${lost.join('; ')}).`,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  };
}
