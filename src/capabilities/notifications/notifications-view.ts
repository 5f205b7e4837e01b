/** What the others, and `explain`, may ask of notifications. */
import { view } from '../../capability/views.ts';
import type { Notification } from './request.ts';

export interface NotificationsView {
  /** In the order of time. */
  readonly published: readonly Notification[];
  readonly refused: readonly Notification[];
}

export const notificationsView = view<NotificationsView>('notifications');
