import { view } from '../../capability/views.ts';
import type { AlarmState } from './rules.ts';

export interface AlarmsView {
  /**
   * Of the alarm with this name or ARN, at this instant; null: there is no such alarm in this account and Region.
   * `account`: a name under `accounts`, or '' for that of `account`.
   */
  stateOf(alarm: string, account?: string): AlarmState | null;
}

export const alarmsView = view<AlarmsView>('cloudwatch-alarms');
