/** What topics tell. */
import { fact, factSet } from '../../capability/facts.ts';
import type { Notification, NotificationRequest } from './request.ts';

export const notificationFacts = factSet('notifications', {
  /** Told by what publishes: a rule, an alarm, a function, a runbook. */
  notificationRequested: fact<NotificationRequest>(
    'notifications/notification-requested',
    'A message is to be published to a topic.',
    null,
  ),
  notificationPublished: fact(
    'notifications/notification-published',
    'The topic took the message and hands it to its subscribers.',
    ({ topic, request: { rule, resource, subject } }: Notification) => ({ topic, rule, resource, subject }),
  ),
  notificationRefused: fact(
    'notifications/notification-refused',
    'Nothing was published: the policy of the topic or of its key does not let the service publish, or a role does not.',
    ({ topic, obstacle, request: { rule, resource } }: Notification) => ({ topic, rule, resource, obstacle }),
  ),
});
