/** What has become of each package: the same for metrics, results and reports. */
import type { Simulation } from '../../capability/simulation.ts';
import { nodesView } from '../managed-nodes/facts.ts';
import { cataloguesOf, latestAt } from './catalogue.ts';
import type { Distributor } from './machine.ts';
import type { PackageFailure } from './rules.ts';
import type { PackageState } from './state.ts';

export interface PackageTally {
  readonly state: PackageState;
  /** The default version at the end. Null: none is known. */
  readonly latest: string | null;
  /** Nodes that have it at the end, by version, those with most first. */
  readonly versions: readonly { readonly version: string; readonly nodes: number }[];
  readonly installed: number;
  /** Nodes without it that had it, or on which its last Install failed. */
  readonly missing: number;
  readonly latestCount: number;
}

export function talliesOf(distributor: Distributor, simulation: Simulation): readonly PackageTally[] {
  return distributor.packages().map((state) => tallyOf(state, simulation));
}

export function tallyOf(state: PackageState, { fleet, scenario, views }: Simulation): PackageTally {
  const known = cataloguesOf(scenario).get(state.name);
  const latest = known === undefined ? null : (latestAt(known, scenario.endMs)?.version ?? null);
  const nodes = views.of(nodesView);
  const byVersion = new Map<string, number>();
  let missing = 0;
  for (let node = 0; node < fleet.count; node += 1) {
    if (nodes.absenceCause(node) !== null) continue;
    const version = state.versionOn(node);
    if (version !== null) byVersion.set(version, (byVersion.get(version) ?? 0) + 1);
    else if (state.isMissed(node)) missing += 1;
  }
  const versions = [...byVersion].map(([version, count]) => ({ version, nodes: count }));
  return {
    state,
    latest,
    versions: versions.sort((a, b) => b.nodes - a.nodes),
    installed: versions.reduce((sum, { nodes: count }) => sum + count, 0),
    missing,
    latestCount: latest === null ? 0 : (byVersion.get(latest) ?? 0),
  };
}

export interface FailureGroup {
  readonly reason: PackageFailure;
  readonly nodes: number;
  /** The name of the first. */
  readonly example: string;
  readonly why: string;
}

/** Why the last run on nodes failed, the most frequent first. */
export function reasonsOf({ state }: PackageTally, { fleet }: Pick<Simulation, 'fleet'>): FailureGroup[] {
  const groups = new Map<PackageFailure, { nodes: number; example: string; why: string }>();
  for (const [node, { reason, why }] of state.failures) {
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, { nodes: 1, example: fleet.nameOf(node), why });
    else group.nodes += 1;
  }
  return [...groups].map(([reason, group]) => ({ reason, ...group })).sort((a, b) => b.nodes - a.nodes);
}
