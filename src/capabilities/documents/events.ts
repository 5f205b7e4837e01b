/** What a document of AWS has changed on a node, apart from the time it took. */
import type { DocumentRun } from '../../capability/document-run.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { RunSource } from '../../capability/run-source.ts';

export const documentFacts = factSet('documents', {
  stepFailed: fact(
    'documents/step-failed',
    'The first step of a document that failed, or was killed at its limit.',
    (node: number, run: DocumentRun, step: string) => ({ node, command: run.id, step }),
    { about: 'run', words: ({ step }) => `its step ${step} fails` },
  ),
  agentUpdated: fact(
    'documents/agent-updated',
    'AWS-UpdateSSMAgent has installed another version of SSM Agent.',
    (node: number, version: string, from: string) => ({ node, version, from }),
    { about: 'run', words: ({ version, from }) => `SSM Agent ${from} is updated to ${version}` },
  ),
  /** Told by State Manager of what was there before the run. */
  documentHeld: fact<number, RunSource>(
    'documents/document-held',
    'The document had been applied to the node before the run began.',
    null,
  ),
  nodeDrifted: fact(
    'documents/node-drifted',
    'What this document had set on the node is undone.',
    (node: number, document: string) => ({ node, document }),
    { about: 'run', words: ({ document }) => `it drifts away from what ${document} had set` },
  ),
  driftRepaired: fact(
    'documents/drift-repaired',
    'A run of the document has set it again, after this number of minutes.',
    (node: number, document: string, minutes: number) => ({ node, document, minutes }),
    { about: 'run', words: ({ document }) => `${document} sets again what had drifted` },
  ),
  /** Empty: all of them. */
  associationsRefreshed: fact(
    'documents/associations-refreshed',
    'AWS-RefreshAssociation has asked the agent to list and run these associations, or all.',
    (node: number, associations: readonly string[]) => ({ node, associations }),
  ),
});
