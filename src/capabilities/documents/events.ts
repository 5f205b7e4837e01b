/** What a document of AWS has changed on a node, apart from the time it took. */
import { fact, factSet } from '../../capability/facts.ts';

export const documentFacts = factSet('documents', {
  agentUpdated: fact(
    'documents/agent-updated',
    'AWS-UpdateSSMAgent has installed another version of SSM Agent.',
    (node: number, version: string, from: string) => ({ node, version, from }),
    { about: 'run', words: ({ version, from }) => `SSM Agent ${from} is updated to ${version}` },
  ),
  /** Empty: all of them. */
  associationsRefreshed: fact(
    'documents/associations-refreshed',
    'AWS-RefreshAssociation has asked the agent to list and run these associations, or all.',
    (node: number, associations: readonly string[]) => ({ node, associations }),
  ),
});
