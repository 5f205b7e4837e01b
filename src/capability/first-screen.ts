/**
 * What a capability says on the first screen of a run's report: the few lines that an engineer on call reads alone.
 * The engine puts the parts in their order and takes shorter versions of the longest until the screen is short enough.
 */
import type { Inline } from '../blocks/block.ts';
import { count } from '../blocks/numbers.ts';
import type { Simulation } from './simulation.ts';

export interface ScreenPart {
  /** From the most telling to the shortest, each a list of lines; the last is one line, and short. */
  readonly versions: readonly (readonly Inline[])[];
  /** Neighbours about the nodes share a line, which begins with their number: their versions are one phrase each. */
  readonly about?: 'nodes';
  /** A terminal too narrow for everything does without it: the details and the next command tell it. */
  readonly isOptional?: boolean;
  readonly question?: OpenQuestion | undefined;
}

/** A command of fleetsim that answers what the part leaves open: the words around the file, such as `explain` and `--all`. */
export interface OpenQuestion {
  /** Of several the lowest is asked. */
  readonly place: number;
  readonly command: string;
  readonly rest: readonly string[];
  /** False: the command takes neither `--set` nor `--seed`. */
  readonly takesSettings: boolean;
}

export interface ScreenPartSpec<M> {
  /** Parts of all capabilities are in this order. */
  readonly place: number;
  /** Null: there is nothing to say. */
  readonly of: (machine: M, simulation: Simulation) => ScreenPart | null;
}

/** Every node that is missed or not managed, by cause. */
export function explainAll(place: number): OpenQuestion {
  return { place, command: 'explain', rest: ['--all'], takesSettings: true };
}

/** A node on which something failed that no cause of missed nodes tells. */
export function explainNode(failures: readonly { readonly example: string }[]): OpenQuestion | undefined {
  const [first] = failures;
  return first === undefined
    ? undefined
    : { place: 25, command: 'explain', rest: [first.example], takesSettings: true };
}

/** `NO_ROUTE 10, ENDPOINT_MISSING_S3 5, others 2`: the largest of them, and the nodes of the rest. */
export function causesInWords(
  causes: readonly { readonly cause: string; readonly count: number }[],
  shown: number,
): string {
  const others = causes.slice(shown).reduce((sum, one) => sum + one.count, 0);
  const named = causes.slice(0, shown).map(({ cause, count: nodes }) => `${cause} ${count(nodes)}`);
  return [...named, ...(others > 0 ? [`others ${count(others)}`] : [])].join(', ');
}
