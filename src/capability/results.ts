/** What a capability adds to the result of a run, as plain data, and the JSON Schema of it. */

import type { JsonSchema } from '../fields/json-schema.ts';
import type { WithCauses } from './causes.ts';
import type { Simulation } from './simulation.ts';

/** A list under a key of its own, such as `executions`. */
export interface ResultList<M> {
  /** Results have the lists in this order. */
  readonly place: number;
  readonly key: string;
  readonly schema: JsonSchema;
  readonly listOf: (machine: M, simulation: Simulation) => readonly object[];
}

/** What it says of each node. */
export interface NodeFields<M> {
  /** A node has the fields in this order. */
  readonly place: number;
  readonly fields: (capabilities: WithCauses) => Readonly<Record<string, JsonSchema>>;
  readonly of: (machine: M, node: number, simulation: Simulation) => object;
  /** Whether the node is among those that are listed where not all are. */
  readonly isUnpatched?: (machine: M, node: number) => boolean;
}

export interface ResultSpec<M> {
  readonly lists?: readonly ResultList<M>[];
  readonly nodes?: readonly NodeFields<M>[];
}
