/** Documents: what runs on a node when a document runs, whichever capability sends it. */
import { define } from '../../capability/capability.ts';
import { factSet } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { awsDocuments } from './aws-documents.ts';
import { Documents } from './machine.ts';

export const documents = define({
  name: 'documents',
  facts: factSet('documents', {}),
  documents: awsDocuments,
  start(simulation: Simulation) {
    const machine = new Documents(simulation);
    return { clear: () => machine.clear() };
  },
});
