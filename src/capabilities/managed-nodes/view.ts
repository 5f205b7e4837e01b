/** The nodes that are not managed at the end of a run, in its report. */
import { type Block, section } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import { type CauseId, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { ManagedNodes } from './machine.ts';

interface Machine {
  readonly nodes: ManagedNodes;
}

export const nodeView: readonly ReportPart<Machine>[] = [{ place: 60, blocks: unmanagedBlocks }];

/** Largest first. */
export function unmanagedCauses({ nodes }: Machine, { fleet, scenario }: Simulation) {
  const causes = causesOf(capabilitiesOf(scenario));
  const counts = new Map<CauseId | null, number>();
  for (let node = 0; node < fleet.count; node += 1) {
    if (nodes.pingStatus(node) !== null) continue;
    const cause = nodes.unmanagedCauseOf(node);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return [...counts]
    .map(([cause, number]) => ({
      /** Booting: it is about to register. */
      cause: cause ?? 'BOOTING',
      summary: cause === null ? 'on its way to registering' : causes.of(cause).summary,
      count: number,
    }))
    .sort((a, b) => b.count - a.count);
}

function unmanagedBlocks(machine: Machine, simulation: Simulation): Block[] {
  const found = unmanagedCauses(machine, simulation);
  if (found.length === 0) return [];
  const unmanaged = found.reduce((sum, one) => sum + one.count, 0);
  const title = `Nodes not managed at the end, by cause: ${count(unmanaged)} of ${count(simulation.fleet.count)}`;
  const rows = found.map(({ cause, summary, count: nodes }) => [cause, count(nodes), summary]);
  return [section(title, [{ kind: 'table', head: ['cause', 'nodes', ''], rows, numeric: [1], prose: 1 }])];
}
