/** Notifications: topics of Amazon SNS, as what rules, alarms and functions tell people through. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { notificationFacts } from './events.ts';
import { notificationScreen } from './first-screen.ts';
import { notificationLinks } from './links.ts';
import { Notifications } from './machine.ts';
import { notificationMetrics } from './metrics.ts';
import { notificationNotes } from './notes.ts';
import { notificationMeanings, notificationResources } from './resources.ts';
import { notificationResults } from './results.ts';
import { notificationView } from './view.ts';

export const notifications = define({
  name: 'notifications',
  facts: notificationFacts,
  takesPart: ({ sources }) => sources.some((source) => source.notifications !== undefined),
  resources: notificationResources,
  meanings: notificationMeanings,
  start(simulation: Simulation) {
    const machine = new Notifications(simulation);
    return { notifications: machine, clear: () => machine.clear() };
  },
  links: notificationLinks,
  metrics: notificationMetrics,
  notes: notificationNotes,
  results: notificationResults,
  firstScreen: notificationScreen,
  view: notificationView,
});
