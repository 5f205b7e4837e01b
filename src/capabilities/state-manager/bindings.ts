/**
 * Which associations apply to a node: those whose targets mean it, up to the quota of associations of one node.
 *
 * AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
import { matchesTarget } from '../../aws/targets.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { TargetGroup } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { isIn, resolveGroup } from '../../world/target-resolution.ts';
import { associationFacts } from './events.ts';
import { associationsPerNode } from './rules.ts';
import type { AssociationState } from './state.ts';

export class Bindings {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly counts: Uint8Array;

  constructor(simulation: Simulation, nodeCount: number) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(associationFacts);
    this.counts = new Uint8Array(nodeCount);
  }

  clear(): void {
    this.counts.fill(0);
  }

  /** Everything that the targets mean now is bound, in the order of the fleet. */
  bindAll(state: AssociationState): readonly number[] {
    const { fleet, names } = this.simulation;
    return resolveGroup(
      fleet,
      names,
      state.version.definition.target,
      state.version.source.account,
    ).nodes.filter((node) => this.bind(state, node));
  }

  /** False: the node has as many associations as it may have. */
  bind(state: AssociationState, node: number): boolean {
    if (state.bound[node] === 1) return true;
    if (this.counts[node]! >= associationsPerNode) {
      this.refuse(state, node);
      return false;
    }
    state.bound[node] = 1;
    this.counts[node]! += 1;
    return true;
  }

  unbind(state: AssociationState, node: number): void {
    if (state.bound[node] === 0) return;
    state.bound[node] = 0;
    state.covered[node] = 0;
    this.counts[node]! -= 1;
  }

  unbindAll(state: AssociationState): void {
    for (let node = 0; node < state.bound.length; node += 1) this.unbind(state, node);
  }

  /** Told once for a node. */
  private refuse(state: AssociationState, node: number): void {
    if (state.refusedNodes.has(node)) return;
    state.refusedNodes.add(node);
    const summary = `the node has ${associationsPerNode} associations, as many as AWS allows`;
    state.refusedFor.push({ node: this.simulation.fleet.nameOf(node), cause: null, summary });
    this.facts.nodeRefused.tell(node, state);
  }

  matches({ version }: AssociationState, node: number): boolean {
    return (
      isIn(this.simulation.fleet, node, version.source.account) &&
      meansNode(this.simulation, version.definition.target, node)
    );
  }
}

/** Whether the targets mean this one node, as its tags are now. */
function meansNode(
  { fleet, names }: Simulation,
  { targets, instanceIds }: TargetGroup,
  node: number,
): boolean {
  const isNamed = (ids: readonly string[]) => ids.some((id) => names.find(id) === node);
  if (instanceIds.length > 0) return isNamed(instanceIds);
  const subject = { tags: fleet.tagsOf(node), isHybrid: fleet.groupOf(node).hybridActivation !== null };
  return (
    targets.length > 0 &&
    targets.every((target) =>
      target.key === 'InstanceIds' ? isNamed(target.values) : matchesTarget(target, subject),
    )
  );
}
