/** What is on a node: capabilities that put software there answer, those that read it ask. */
import { fact, factSet } from './facts.ts';

/** Versions of packages by name, as they are on the node now. */
export type SoftwareOfNode = Map<string, string>;

export const softwareFacts = factSet('software', {
  /**
   * A request, answered at once in the order of the capabilities: the map begins with what the node was launched with, and each
   * of them adds, raises or removes what it has installed.
   */
  softwareAsked: fact<number, SoftwareOfNode>('software/asked', 'What is on the node now.', null),
});
