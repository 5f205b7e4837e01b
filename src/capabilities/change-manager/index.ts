/** Change Manager: a change is asked for, approved, kept while a calendar is closed, and run by Automation. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { changeEvents } from './aws-events.ts';
import { changeRequestCalls } from './calls.ts';
import { checkSettings } from './check.ts';
import { asksForChanges, startedByRequests } from './declared.ts';
import { changeFacts } from './events.ts';
import { changeScreen } from './first-screen.ts';
import { changeLint } from './lint/index.ts';
import { ChangeRequests } from './machine.ts';
import { changeMeanings } from './meanings.ts';
import { changeMetrics } from './metrics.ts';
import { changeManagerModel } from './model.ts';
import { changeNotes } from './notes.ts';
import { changeResults } from './results.ts';
import { templateType } from './template.ts';
import { changeView } from './view.ts';
import { changeWalk } from './walk.ts';

export const changeManager = define({
  name: 'change-manager',
  facts: changeFacts,
  takesPart: () => false,
  model: [changeManagerModel],
  calls: changeRequestCalls,
  meanings: changeMeanings,
  documentTypes: [templateType],
  check: checkSettings,
  executions: startedByRequests,
  start(simulation: Simulation) {
    // A file that asks for no change has nothing to listen for.
    const changes = asksForChanges(simulation.scenario) ? new ChangeRequests(simulation) : null;
    return {
      changes,
      clear: () => changes?.clear(),
      begin: { calls: () => changes?.begin() },
    };
  },
  lint: changeLint,
  awsEvents: changeEvents,
  metrics: changeMetrics,
  notes: changeNotes,
  results: changeResults,
  firstScreen: changeScreen,
  view: changeView,
  viewTells: changeRequestCalls,
  walks: changeWalk,
});
