/** What a capability shows of the fleet as it is at an instant: `fleetsim inventory FILE --at TIME`. */
import type { Block } from '../blocks/block.ts';
import type { JsonSchema } from '../fields/json-schema.ts';
import type { Simulation } from './simulation.ts';

export interface AtTime {
  /** As JSON has it. */
  readonly data: object;
  /** The same for people. */
  readonly blocks: readonly Block[];
}

/** One view of the fleet, asked of a run that ends at the instant. */
export interface AtTimePart<M> {
  /** Parts of all capabilities are in this order. */
  readonly place: number;
  /** Its key in what `inventory --json` prints. */
  readonly key: string;
  /** Of its data. */
  readonly schema: JsonSchema;
  /** Null: the scenario has nothing of it. */
  readonly of: (machine: M, simulation: Simulation) => AtTime | null;
}

/** What is wrong with a condition, and what may have been meant. */
export interface QueryProblem {
  readonly problem: string;
  readonly help?: string;
}

/** What answers `--where`. */
export interface QuerySpec<M> {
  /** Of what it finds. */
  readonly schema: JsonSchema;
  /** Read before anything is simulated. */
  readonly read: (condition: string) => Query<M> | QueryProblem;
}

export type Query<M> = (machine: M, simulation: Simulation) => AtTime;
