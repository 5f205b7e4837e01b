/** What `explain` can walk through, other than a node: such as an execution of a runbook. */
import type { Block } from '../blocks/block.ts';
import type { JsonSchema } from '../fields/json-schema.ts';
import type { Simulation } from './simulation.ts';

export interface Walk {
  /** As results have it. */
  readonly data: object;
  readonly blocks: readonly Block[];
}

export interface WalkSpec<M> {
  /** The option of `explain`, without its dashes, which is also the key of what it answers. */
  readonly option: 'execution';
  /** Of the data. */
  readonly schema: JsonSchema;
  /** Of the run, in the order of time; calls that AWS refused are known without. */
  readonly ids: (machine: M) => readonly string[];
  /** Undefined: there is none of that id. */
  readonly walk: (machine: M, id: string, simulation: Simulation) => Walk | undefined;
}
