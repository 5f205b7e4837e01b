/** How a document that no capability performs runs on one node, and whether a document can run there at all. */

import { compareAgentVersions } from '../../aws/agent-version.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import type { Document } from './documents.ts';
import type { CommandModel } from './model.ts';
import type { Command } from './state.ts';

/**
 * `InvalidPlatform` on the wrong operating system; a document fails on an agent that is too old for it. What
 * `model.documents` says of a document goes before what is known of it.
 */
export function documentObstacle(
  known: Document,
  group: Pick<FleetGroup, 'os' | 'agent'>,
  model: Pick<CommandModel, 'document'>,
): 'UNSUPPORTED_PLATFORM' | 'AGENT_TOO_OLD' | null {
  const described = model.document(known.name);
  const platforms: readonly string[] = described?.platforms ?? known.platforms;
  const minimumAgentVersion = described?.minimumAgentVersion ?? known.minimumAgentVersion;
  if (!platforms.includes(platformTypeOf(group.os))) return 'UNSUPPORTED_PLATFORM';
  const isTooOld =
    minimumAgentVersion !== null && compareAgentVersions(group.agent.version, minimumAgentVersion) < 0;
  return isTooOld ? 'AGENT_TOO_OLD' : null;
}

export interface ModelledRun {
  readonly durationMs: number;
  readonly isFailing: boolean;
}

/** Streams of its draws, by what sent the command. */
export interface DocumentStreams {
  readonly durations: SubjectStreams;
  readonly failures: SubjectStreams;
}

export function documentStreams(simulation: Simulation): DocumentStreams {
  return {
    durations: new SubjectStreams(simulation, 'run-command/run'),
    failures: new SubjectStreams(simulation, 'run-command/fails'),
  };
}

/** A document without a description takes no time and succeeds; the loader has warned of it. */
const undescribed: ModelledRun = { durationMs: 0, isFailing: false };

export function runOfDocument(
  streams: DocumentStreams,
  model: CommandModel,
  subject: { readonly command: Command; readonly node: number; readonly ordinal: number },
): ModelledRun {
  const { command, node, ordinal } = subject;
  const { documentName, occurrence, part, source } = command.request;
  const document = model.document(documentName);
  if (document === undefined) return undescribed;
  const durations = streams.durations.of(source.id).of(node);
  const failures = streams.failures.of(source.id);
  return {
    durationMs: document.runSampler.durationMs(durations, ordinal, occurrence, part),
    isFailing: document.failsShare > 0 && failures.uniform(node, occurrence, part) < document.failsShare,
  };
}
