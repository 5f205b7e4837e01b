/** Session Manager: who gets onto a node, what keeps them out, and what ends a session. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { startsSessions } from './attempts.ts';
import { sessionCalls, startSession } from './calls.ts';
import { sessionType } from './content.ts';
import { sessionDocuments } from './documents.ts';
import { sessionFacts } from './events.ts';
import { sessionScreen } from './first-screen.ts';
import { sessionLinks } from './links.ts';
import { sessionLint } from './lint/index.ts';
import { logGroup, logGroupMeanings } from './log-groups.ts';
import { Sessions } from './machine.ts';
import { sessionMeanings } from './meanings.ts';
import { sessionMetrics } from './metrics.ts';
import { sessionsModel } from './model.ts';
import { sessionNotes } from './notes.ts';
import { sessionResults } from './results.ts';
import { sessionView } from './view.ts';
import { sessionWalk } from './walk.ts';

export const sessionManager = define({
  name: 'session-manager',
  facts: sessionFacts,
  takesPart: () => false,
  model: [sessionsModel],
  calls: sessionCalls,
  meanings: { ...sessionMeanings, ...logGroupMeanings },
  resources: [logGroup],
  documents: sessionDocuments,
  documentTypes: [sessionType],
  start(simulation: Simulation) {
    // A file without sessions has nothing to listen for.
    const sessions = startsSessions(simulation.scenario) ? new Sessions(simulation) : null;
    return {
      sessions,
      clear: () => sessions?.clear(),
      begin: { calls: () => sessions?.begin() },
    };
  },
  links: sessionLinks,
  lint: sessionLint,
  metrics: sessionMetrics,
  notes: sessionNotes,
  results: sessionResults,
  firstScreen: sessionScreen,
  view: sessionView,
  viewTells: [startSession],
  walks: sessionWalk,
});
