/** Why nodes failed, and why a call was refused: what reports and results say of anything that is sent to nodes. */
import { type Span, say, withoutStop } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import { listOf, said, count as someNumber, text, textOrNothing } from '../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../fields/json-schema.ts';
import { type CauseId, causesOf } from './causes.ts';
import { capabilitiesOf } from './registry.ts';
import type { Simulation } from './simulation.ts';

/** Nodes on which the document failed in the same way. */
export interface Failure {
  readonly exitCode: number;
  /** What AWS says that the code means; null: it says nothing. */
  readonly meaning: string | null;
  /** The prerequisite that the nodes lacked; null: none that fleetsim knows. */
  readonly cause: CauseId | null;
  /** That in a sentence. */
  readonly summary: string | null;
  readonly nodes: number;
  /** The first of them in the order of sending. */
  readonly example: string;
}

/** One run that failed. */
export interface FailedRun extends Pick<Failure, 'exitCode' | 'meaning' | 'cause'> {
  readonly node: number;
}

/** Most nodes first; of as many, the lower exit code. `runs` are in the order of sending. */
export function failuresTogether({ scenario, fleet }: Simulation, runs: Iterable<FailedRun>): Failure[] {
  const found = new Map<string, Failure>();
  for (const { node, exitCode, meaning, cause } of runs) {
    const key = `${exitCode} ${cause} ${meaning}`;
    const known = found.get(key);
    if (known !== undefined) {
      found.set(key, { ...known, nodes: known.nodes + 1 });
      continue;
    }
    const summary = cause === null ? null : causesOf(capabilitiesOf(scenario)).of(cause).summary;
    found.set(key, { exitCode, meaning, cause, summary, nodes: 1, example: fleet.nameOf(node) });
  }
  return [...found.values()].sort((a, b) => b.nodes - a.nodes || a.exitCode - b.exitCode);
}

/** A node for which AWS refuses a whole call. */
export interface RefusedNode {
  /** As the call names it, where no node of the scenario has the id. */
  readonly node: string;
  /** Why it is not managed. Null: no node has this id, or it is about to register. */
  readonly cause: CauseId | null;
  /** That in a sentence. */
  readonly summary: string;
}

/** What `failureFields` describes. */
export interface FailureResult {
  readonly failures: readonly Failure[];
  readonly refusedFor: readonly RefusedNode[];
}

export const failureFields: Readonly<Record<string, JsonSchema>> = {
  failures: said(
    'Nodes that ended Failed, by exit code and cause, most first.',
    listOf(
      exactly({
        exitCode: { type: 'integer' },
        meaning: said('What AWS says that the code means. Null: nothing.', textOrNothing),
        cause: said('The prerequisite that the nodes lacked. Null: none is known.', textOrNothing),
        summary: said('The same in a sentence.', textOrNothing),
        nodes: someNumber,
        example: said('The first of them in the order of sending.', text),
      }),
    ),
  ),
  refusedFor: said(
    'Nodes for which AWS refused the call.',
    listOf(
      exactly({
        node: text,
        cause: said(
          'Why it is not managed. Null: no node has this id, or it was about to register.',
          textOrNothing,
        ),
        summary: said('The same in a sentence.', text),
      }),
    ),
  ),
};

export function exitCodeWords(exitCode: number, meaning: string | null | undefined): string {
  return `exit code ${exitCode}${meaning === null || meaning === undefined ? '' : ` (${meaning})`}`;
}

/** `2 nodes failed with exit code 145 (…), for example web-0001. PROFILE_LACKS_PATCHING: …` */
export function failureSentences(failures: readonly Failure[]): Span[] {
  return failures.map(({ exitCode, meaning, cause, summary, nodes, example }) => {
    const which = nodes === 1 ? `: ${example}` : `, for example ${example}`;
    const why = cause === null ? '' : ` ${cause}: ${summary}.`;
    return say(
      `${counted(nodes, 'node')} failed with ${exitCodeWords(exitCode, meaning)}${which}.${why}`,
      'bad',
    );
  });
}

/** At most this many nodes are named for one reason; the others are counted. */
const namedMax = 5;

/** The refusal, then a sentence for each reason: `web-0003 is not managed. STOPPED: the instance is stopped.` */
export function refusalSentences(error: string, nodes: readonly RefusedNode[]): Span[] {
  const reasons = new Map<string, string[]>();
  for (const { node, cause, summary } of nodes) {
    const reason = cause === null ? `: ${summary}.` : `. ${cause}: ${summary}.`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), node]);
  }
  const sentences = [...reasons].map(([reason, names]) => {
    const others = names.length - namedMax;
    const shown = others > 0 ? [...names.slice(0, namedMax), `${count(others)} more`] : names;
    return say(`${listed(shown)} ${names.length === 1 ? 'is' : 'are'} not managed${reason}`, 'bad');
  });
  return [say(`AWS refuses the call with ${withoutStop(error)}: nothing was sent.`, 'bad'), ...sentences];
}
