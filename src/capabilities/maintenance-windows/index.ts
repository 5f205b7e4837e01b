/** Maintenance windows: when work may be done, and which tasks do it. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { attemptsOn } from './attempts.ts';
import { windowEvents } from './aws-events.ts';
import { windowCalls } from './calls/index.ts';
import { windowCallMeanings } from './calls/meanings.ts';
import { windowCauses } from './causes.ts';
import { windowFacts } from './events.ts';
import { windowScreen } from './first-screen.ts';
import { windowLinks } from './links.ts';
import { windowLint } from './lint/index.ts';
import { MaintenanceWindows } from './machine.ts';
import { windowMetrics } from './metrics.ts';
import { maintenanceWindowsModel } from './model.ts';
import { windowNotes } from './notes.ts';
import { WindowOperator } from './operator.ts';
import { windowResources } from './resources/index.ts';
import { windowResults } from './results.ts';
import { taskExecutions } from './runbooks.ts';
import { windowSchedules } from './schedules.ts';
import { sourcesOfVersions } from './sources.ts';
import { windowView } from './view.ts';

export const maintenanceWindows = define({
  name: 'maintenance-windows',
  facts: windowFacts,
  takesPart: 'always',
  model: [maintenanceWindowsModel],
  resources: windowResources,
  calls: windowCalls,
  meanings: windowCallMeanings,
  schedules: windowSchedules,
  sources: sourcesOfVersions,
  executions: taskExecutions,
  lint: windowLint,
  causes: windowCauses,
  links: windowLinks,
  start(simulation: Simulation) {
    const windows = new MaintenanceWindows(simulation);
    const operator = new WindowOperator(simulation, windows);
    return {
      windows,
      operator,
      begin: { calls: () => operator.start(), schedules: () => windows.start() },
      settle: () => windows.settle(),
      attemptsOn: (node: number) => attemptsOn(simulation, windows, node),
    };
  },
  awsEvents: windowEvents,
  metrics: windowMetrics,
  notes: windowNotes,
  results: windowResults,
  firstScreen: windowScreen,
  view: windowView,
});
