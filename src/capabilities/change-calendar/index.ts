/** Change Calendar: when changes may be made, and what was held back meanwhile. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { calendarEvents } from './aws-events.ts';
import { calendarCauses } from './causes.ts';
import { calendarType } from './content.ts';
import { calendarFacts } from './events.ts';
import { calendarLint } from './lint/index.ts';
import { ChangeCalendars } from './machine.ts';
import { calendarMetrics } from './metrics.ts';
import { calendarSchedules } from './schedules.ts';
import { calendarScreen, calendarView } from './view.ts';

export const changeCalendar = define({
  name: 'change-calendar',
  facts: calendarFacts,
  takesPart: () => false,
  documentTypes: [calendarType],
  schedules: calendarSchedules,
  lint: calendarLint,
  causes: calendarCauses,
  awsEvents: calendarEvents,
  start(simulation: Simulation) {
    const calendars = new ChangeCalendars(simulation);
    return { calendars, clear: () => calendars.clear(), begin: { schedules: () => calendars.start() } };
  },
  metrics: calendarMetrics,
  firstScreen: calendarScreen,
  view: calendarView,
});
