/** The words of an explanation that text and Markdown share. */

import { count, listed, percent } from '../blocks/numbers.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import type { Explanation, ExplanationWords, Link, RemedyOutcome } from '../explain/explanation.ts';

/** What only the command line knows. */
export interface ExplainContext {
  /** The line that repeats it. */
  readonly repeat: string;
  /** The line that explains a node of the same scenario: its name is added. */
  readonly explain?: string;
  /** Every link is told, not only those that block. */
  readonly isFull?: boolean;
  /** The line that runs the same scenario: what is proposed is added to it. */
  readonly run?: string;
  /** Of the capabilities that took part: what each cause means, and what each link is called. */
  readonly words: ExplanationWords;
}

export const stateWords: Readonly<Record<Link['state'], string>> = {
  ok: 'ok',
  blocks: 'BLOCKS',
  'not reached': 'not reached',
  failed: 'FAILED',
  unknown: 'unknown',
};

/** `2025-01-04 18:00:12 UTC`, of ISO 8601. */
export function instant(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

/** The answer, which can be read alone. */
export function verdictOf(explanation: Explanation, context: ExplainContext): string {
  const { node, isPatched, state, patchedAt, cause, hasPatches } = explanation;
  if (!hasPatches)
    return `${managedLine(explanation, causeWords(explanation.unmanagedCause, context))}${nextInstallWords(explanation, context)}`;
  if (cause !== null && context.words.unknown.has(cause))
    return `Whether ${node.name} is patched is not known: ${causeWords(cause, context)}.`;
  if (!isPatched)
    return `${node.name} ${state === 'missed' ? 'was' : 'is'} ${stateWord(state)}: ${causeWords(cause, context)}.`;
  if (patchedAt === null)
    return `${node.name} is up to date: this run installed nothing on it, and it lacks nothing that its baseline approves.${nextInstallWords(explanation, context)}`;
  return `${node.name} is up to date since ${instant(patchedAt)}.${nextInstallWords(explanation, context)}`;
}

/** `held back`, of `heldBack`. */
export function stateWord(state: string): string {
  return state.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Whether it is managed, since when it is not, and why. */
export function managedLine(explanation: Explanation, why = explanation.unmanagedCause ?? ''): string {
  const { node, pingStatus, awaySince } = explanation;
  if (pingStatus === 'Online') return `${node.name} is managed: Online.`;
  const since = awaySince === null ? null : `since ${instant(awaySince)}`;
  if (pingStatus === 'ConnectionLost')
    return `${node.name} is managed, but ConnectionLost: no heartbeat ${since ?? 'since before the run'}.`;
  const when = since === null ? '; it never registered in this run' : ` ${since}`;
  return `${node.name} is not managed${when}: ${why}.`;
}

/** What would keep a node that lacks nothing from its next Install; why it is not managed is told elsewhere. */
function nextInstallWords({ blocking, unmanagedCause }: Explanation, context: ExplainContext): string {
  const [first] = blocking;
  if (first === undefined || first === unmanagedCause) return '';
  return ` Its next Install will not succeed: ${causeWords(first, context)}.`;
}

function causeWords(cause: string | null, { words }: ExplainContext): string {
  return cause === null ? 'for another reason' : `${cause} (${words.causes[cause]})`;
}

/** The other causes: each has to be fixed as well. */
export function alsoBlocking({ blocking }: Explanation): string | null {
  const others = blocking.slice(1);
  return others.length === 0 ? null : `Also blocking: ${listed(others)}`;
}

export function factsOf({ node, at, replication, seed }: Explanation): string {
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return `${node.id} · group ${node.group} · ${node.os} · as of ${instant(at)} · seed ${seed}${run}`;
}

/** Null: no Install ever targeted it. */
export function opportunityWords({ lastChance, isPatched }: Explanation): string | null {
  if (lastChance === null || isPatched) return null;
  return `Last install opportunity: ${instant(lastChance)}. The links below describe that moment unless they say otherwise.`;
}

/** What the run with the changes shows. */
export function proofWords(
  { proof, changes }: RemedyOutcome,
  { isPatched: wasPatched }: Explanation,
): string {
  const { isPatched, isManaged, compliance, patchedAt, remainingCause } = proof;
  const shown = `Verified by a run with ${changes.length === 1 ? 'this change' : 'these changes'}`;
  if (remainingCause !== null) return `${shown}: still ${remainingCause}.`;
  if (wasPatched) return `${shown}: ${isManaged ? 'managed' : 'not managed'}.`;
  const when = patchedAt === null ? '' : ` since ${instant(patchedAt)}`;
  return `${shown}: ${isPatched ? `up to date${when}` : 'not up to date'}; AWS reports ${compliance}.`;
}

/** The line that runs the scenario with what is proposed; null: nothing is. */
export function proofLine({ remedy }: Explanation, { run }: ExplainContext): string | null {
  const settings = (remedy?.changes ?? []).flatMap(({ set }) => set);
  if (run === undefined || settings.length === 0) return null;
  return `${run} ${commandLine(settings.flatMap(({ key, value }) => ['--set', `${key}=${value}`]))}`;
}

export function chanceWords({ chance }: Explanation): string | null {
  if (chance === null) return null;
  const { share, low, high, replications } = chance;
  const shareOf = (value: number) => percent(Math.round(value * 10_000), 10_000);
  return `This node is patched in ${shareOf(share)} of ${count(replications)} runs (95% interval of the share: ${shareOf(low)} to ${shareOf(high)}).`;
}
