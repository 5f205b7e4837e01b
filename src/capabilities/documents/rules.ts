/** Whether a document can run on a node at all. */
import { compareAgentVersions } from '../../aws/agent-version.ts';
import type { Document } from '../../capability/documents.ts';
import type { DocumentModel } from '../../world/model.ts';
import { type OperatingSystem, platformTypeOf } from '../../world/operating-systems.ts';

/** `InvalidPlatform` on the wrong operating system; a document fails on an agent that is too old for it. */
export type DocumentObstacle = 'UNSUPPORTED_PLATFORM' | 'AGENT_TOO_OLD';

/** What `model.documents` says of a document goes before what is known of it. */
export function documentObstacle(
  known: Document,
  os: OperatingSystem,
  agentVersion: string,
  described: Pick<DocumentModel, 'platforms' | 'minimumAgentVersion'> | undefined,
): DocumentObstacle | null {
  const platforms: readonly string[] = described?.platforms ?? known.platforms;
  const minimumAgentVersion = described?.minimumAgentVersion ?? known.minimumAgentVersion;
  if (!platforms.includes(platformTypeOf(os))) return 'UNSUPPORTED_PLATFORM';
  const isTooOld =
    minimumAgentVersion !== null && compareAgentVersions(agentVersion, minimumAgentVersion) < 0;
  return isTooOld ? 'AGENT_TOO_OLD' : null;
}
