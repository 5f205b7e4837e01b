/** What alarms tell and show the others: a leaf that every capability may import. */

export { type AlarmsView, alarmsView } from './alarms-view.ts';
export { alarmConfiguration, alarmSettingsOf } from './configuration.ts';
export { type AlarmChange, alarmFacts } from './events.ts';
export type { AlarmState } from './rules.ts';
export { type AlarmStop, AlarmWatch } from './watch.ts';
