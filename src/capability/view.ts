/** What a capability tells in the report of a run, as blocks: every format says the same. */
import type { Block } from '../blocks/block.ts';
import type { Simulation } from './simulation.ts';

export interface ReportPart<M> {
  /** Parts of all capabilities are in this order. */
  readonly place: number;
  /** Nothing where there is nothing to tell. */
  readonly blocks: (machine: M, simulation: Simulation) => readonly Block[];
}
