/**
 * Notes: what AWS's rules did in this run that a reader of its console would not expect. Each names the page that has
 * the rule; none of them is an error.
 */
import type { Simulation } from './simulation.ts';

export interface Note {
  readonly text: string;
  /** Where AWS says so. */
  readonly page: string;
}

/** Notes of one kind: none where there is nothing to note. */
export interface NoteSpec<M> {
  /** Reports list notes in this order. */
  readonly place: number;
  readonly notesOf: (machine: M, simulation: Simulation) => readonly Note[];
}

export function countOfNodes(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}
