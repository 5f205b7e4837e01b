/** Documents: what runs on a node when a document runs, whichever capability sends it. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { agentReleasesModel } from './agent-releases.ts';
import { awsDocuments } from './aws-documents.ts';
import { commandType } from './content/command.ts';
import { Drift } from './drift.ts';
import { documentFacts } from './events.ts';
import { documentLint } from './lint/index.ts';
import { Documents } from './machine.ts';
import { driftMetrics } from './metrics.ts';
import { driftNotes } from './notes.ts';
import { documentResources } from './resources/index.ts';
import { documentMeanings } from './resources/meanings.ts';

export const documents = define({
  name: 'documents',
  facts: documentFacts,
  takesPart: 'always',
  model: [agentReleasesModel],
  resources: documentResources,
  documents: awsDocuments,
  documentTypes: [commandType],
  meanings: documentMeanings,
  lint: documentLint,
  start(simulation: Simulation) {
    const machine = new Documents(simulation);
    const drift = new Drift(simulation);
    return {
      drift,
      clear() {
        machine.clear();
        drift.clear();
      },
      settle: () => drift.settle(),
    };
  },
  metrics: driftMetrics,
  notes: driftNotes,
});
