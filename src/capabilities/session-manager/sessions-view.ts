/** What `explain` may ask of sessions. */
import { view } from '../../capability/views.ts';
import type { Session } from './state.ts';

export interface SessionsView {
  /** In the order of time. */
  readonly sessions: readonly Session[];
}

export const sessionsView = view<SessionsView>('session-manager');
