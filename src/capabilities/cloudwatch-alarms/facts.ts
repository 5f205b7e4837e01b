/** What alarms tell and show the others: a leaf that every capability may import. */

export { alarmConfiguration, alarmSettingsOf } from './configuration.ts';
export { AlarmWatch } from './watch.ts';
