import { view } from '../../capability/views.ts';
import type { AlarmState } from './rules.ts';

export interface AlarmsView {
  /** Of the alarm with this name or ARN, at this instant; null: there is no such alarm. */
  stateOf(alarm: string): AlarmState | null;
}

export const alarmsView = view<AlarmsView>('cloudwatch-alarms');
