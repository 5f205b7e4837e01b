/** Notifications as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { instant, listOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime } from '../../world/time.ts';
import type { Machine } from './machine.ts';

export interface NotificationResult {
  readonly topic: string;
  readonly at: string;
  readonly rule: string | null;
  readonly resource: string;
  readonly subject: string;
}

const notificationSchema = exactly({
  topic: said('The logical id of the topic, or the name in its ARN.', text),
  at: instant,
  rule: said('The rule or alarm that it comes of. Null: nothing of the file.', textOrNothing),
  resource: said('What it is about, such as the name of a node.', text),
  subject: said('One line for a person.', text),
});

export const notificationResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 50,
      key: 'notifications',
      schema: said('In the order of time.', listOf(notificationSchema)),
      listOf: ({ notifications: { published } }): NotificationResult[] =>
        published.map(({ topic, request: { atMs, rule, resource, subject } }) => ({
          topic,
          at: isoTime(atMs),
          rule,
          resource,
          subject,
        })),
    },
  ],
};
