/** Messages that a topic refused: the sender learns of it, and the people who wait for them do not. */
import type { Note, NoteSpec } from '../../capability/notes.ts';
import type { Machine } from './machine.ts';

const page =
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-no-messages-published-sns';

export const notificationNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 60,
    notesOf({ notifications: { refused } }): Note[] {
      const counts = new Map<string, number>();
      for (const { topic, obstacle, request } of refused) {
        const text = `${request.rule ?? 'A sender'} could not publish to ${topic}: ${obstacle}`;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      return [...counts].map(([text, times]) => ({
        text: `${text}; ${times === 1 ? 'one message was lost' : `${times} messages were lost`}.`,
        page,
      }));
    },
  },
];
