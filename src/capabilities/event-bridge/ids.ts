/**
 * Ids of AWS behind the names that a scenario has: a node's name is taken for its id, and what `Ref` returns, a logical
 * id, for the id that AWS would have made.
 */
import type { Json } from '../../aws/event-matching.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';

export class Ids {
  private readonly simulation: Simulation;
  /** How each resource's id is made: only when asked for, since most runs need none. */
  private readonly makers: ReadonlyMap<string, (scenarioName: string, logicalId: string) => string>;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { scenario } = simulation;
    const specs = capabilitiesOf(scenario).flatMap(({ resources = [] }) => resources);
    this.makers = new Map(
      specs.flatMap(({ type, madeId }) =>
        madeId === undefined
          ? []
          : [...(scenario.nouns.get(type)?.keys() ?? [])].map((logicalId) => [logicalId, madeId]),
      ),
    );
  }

  /** The same where it names nothing. The last part of an ARN may be a name, too. */
  behind(text: string): string {
    const slash = text.lastIndexOf('/');
    const isArn = text.startsWith('arn:') && slash > 0;
    const name = isArn ? text.slice(slash + 1) : text;
    const { names, scenario } = this.simulation;
    const node = names.find(name);
    const id = node === undefined ? this.makers.get(name)?.(scenario.name, name) : names.idOf(node);
    return id === undefined ? text : isArn ? text.slice(0, slash + 1) + id : id;
  }

  /** Every text that stands for an id: in fields whose name says so, and in `resources`. */
  in(value: Json, field = ''): Json {
    if (typeof value === 'string') return namesId.test(field) ? this.behind(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.in(item, field));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.in(inner, key)]));
  }
}

/** `instance-id`, `resource-id`, `window-id`, `InstanceIds`, `resources`. */
const namesId = /(^|-)ids?$|Ids?$|^resources$/;
