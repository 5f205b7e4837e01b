/** The words of an explanation that text and Markdown share. */

import { count, listed, percent } from '../blocks/numbers.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import type { Explanation, ExplanationWords, Link, RemedyOutcome } from '../explain/explanation.ts';

/** What only the command line knows. */
export interface ExplainContext {
  /** The line that repeats it. */
  readonly repeat: string;
  /** The line that runs the same scenario: what is proposed is added to it. */
  readonly run?: string;
  /** Of the capabilities that took part: what each cause means, and what each link is called. */
  readonly words: ExplanationWords;
}

export const stateWords: Readonly<Record<Link['state'], string>> = {
  ok: 'ok',
  blocks: 'BLOCKS',
  'not reached': 'not reached',
  unknown: 'open',
};

/** `2025-01-04 18:00:12 UTC`, of ISO 8601. */
export function instant(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

export function verdictOf(explanation: Explanation, { words }: ExplainContext): string {
  const { node, isPatched, patchedAt, cause } = explanation;
  if (isPatched)
    return patchedAt === null
      ? `${node.name} is patched: nothing was installed in this run, and it lacks nothing that its baseline asks for`
      : `${node.name} is patched since ${instant(patchedAt)}`;
  if (cause === null) return `${node.name} is not patched`;
  return `${node.name} is not patched. ${cause}: ${words.causes[cause]}`;
}

/** The other links that break, whichever is mended. */
export function alsoBlocking({ blocking }: Explanation): string | null {
  const others = blocking.slice(1);
  return others.length === 0 ? null : `Also in the way: ${listed(others)}`;
}

export function factsOf({ node, at, replication, seed }: Explanation): string {
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return `${node.id} · group ${node.group} · ${node.os} · as of ${instant(at)} · seed ${seed}${run}`;
}

/** Null: no Install ever meant it. */
export function lastChanceWords({ lastChance, isPatched }: Explanation): string | null {
  if (lastChance === null || isPatched) return null;
  return `Its last chance was at ${instant(lastChance)}: what it needs to be managed and patched is told as of then`;
}

/** `COMPLIANT, patched 2025-01-04 18:14:02 UTC`, or what is still in the way. */
export function proofWords({ proof }: RemedyOutcome): string {
  const { isPatched, compliance, patchedAt, remainingCause } = proof;
  if (!isPatched) return `run again with them: still not patched, ${remainingCause ?? 'for another reason'}`;
  const when = patchedAt === null ? '' : ` at ${instant(patchedAt)}`;
  return `run again with them: patched${when}, ${compliance}`;
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
  return `Chance: this node is patched in ${shareOf(share)} of ${count(replications)} replications (95% interval ${shareOf(low)} to ${shareOf(high)})`;
}
