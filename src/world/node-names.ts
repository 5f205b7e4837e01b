/** Names and ids of nodes, both ways. Ids are made from names, so that they need no memory and never change. */
import { createHash } from 'node:crypto';
import type { FleetState } from './fleet-state.ts';

/** `i-` or `mi-` and 17 hexadecimal digits. */
export function madeNodeId(scenarioName: string, node: string, isHybrid: boolean): string {
  const text = JSON.stringify([scenarioName, node]);
  return (isHybrid ? 'mi-' : 'i-') + createHash('sha256').update(text).digest('hex').slice(0, 17);
}

export class NodeNames {
  private readonly fleet: FleetState;
  private readonly scenarioName: string;
  private byId: Map<string, number> | undefined;
  /** Those that were asked for. */
  private readonly ids: string[] = [];

  constructor(fleet: FleetState, scenarioName: string) {
    this.fleet = fleet;
    this.scenarioName = scenarioName;
  }

  /** Made from the scenario's and the node's name, or as given. */
  idOf(node: number): string {
    const { group, first, numberBase } = this.fleet.cohortOf(node);
    const given = group.ids?.[numberBase + node - first];
    if (given !== undefined) return given;
    // Events of a long run name the same nodes again and again.
    const known = this.ids[node];
    if (known !== undefined) return known;
    const id = madeNodeId(this.scenarioName, this.fleet.nameOf(node), group.hybridActivation !== null);
    this.ids[node] = id;
    return id;
  }

  /** The node with this name or id; undefined when there is none. */
  find(nameOrId: string): number | undefined {
    const isId = /^m?i-[0-9a-f]+$/.test(nameOrId);
    return isId ? this.findId(nameOrId) : this.findName(nameOrId);
  }

  private findName(name: string): number | undefined {
    const match = /^(.+)-(\d{4,})$/.exec(name);
    if (match === null) return undefined;
    const [, groupName, digits] = match;
    const number = Number(digits);
    for (const cohort of this.fleet.cohorts) {
      const place = number - cohort.numberBase - 1;
      if (cohort.group.name !== groupName || place < 0 || place >= cohort.count) continue;
      const node = cohort.first + place;
      return this.fleet.nameOf(node) === name ? node : undefined;
    }
    return undefined;
  }

  private findId(id: string): number | undefined {
    if (this.byId === undefined) {
      this.byId = new Map();
      for (let node = 0; node < this.fleet.count; node += 1) this.byId.set(this.idOf(node), node);
    }
    return this.byId.get(id);
  }
}
