/** What is on a node: capabilities that put software there answer, those that read it ask. */
import { fact, factSet } from './facts.ts';
import type { Simulation } from './simulation.ts';

/** Versions of packages by name, as they are on the node now. */
export type SoftwareOfNode = Map<string, string>;

export const softwareFacts = factSet('software', {
  /**
   * A request, answered at once in the order of the capabilities: the map begins with what the node was launched with, and each
   * of them adds, raises or removes what it has installed.
   */
  softwareAsked: fact<number, SoftwareOfNode>('software/asked', 'What is on the node now.', null),
  /** Told by whatever would answer otherwise from now on: those that keep what they were told ask again. */
  softwareChanged: fact<number>(
    'software/changed',
    'Something on the node is another version, new or gone.',
    null,
  ),
});

export function softwareOn(
  { facts, fleet }: Pick<Simulation, 'facts' | 'fleet'>,
  node: number,
): SoftwareOfNode {
  const found = new Map(Object.entries(fleet.groupOf(node).software));
  facts.of(softwareFacts).softwareAsked.tell(node, found);
  return found;
}
