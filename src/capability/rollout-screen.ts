/** What a task or a command did, as one phrase of the first screen of a report. */
import type { Tone } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import { clock, type Moment } from '../blocks/times.ts';
import type { InstallTally } from './installs.ts';
import { othersThanSucceeded } from './rollout-sentences.ts';
import type { HaltStory } from './rollout-story.ts';
import { type Tally, tallyOfParts } from './rollout-tally.ts';

export interface RolloutPhrase {
  readonly name: string;
  /** Scan, Install, … or null. */
  readonly operation: string | null;
  readonly tally: Tally;
  readonly installed: InstallTally | null;
  /** What MaxErrors came to. */
  readonly maxErrorsCount: number | null;
  readonly halts: readonly HaltStory[];
  /** Of the day on which bare times are meant. */
  readonly base: Moment | null;
}

/**
 * `Install HALTED on error 11 at 03:25: 66 of 200 succeeded, 13 failed (MaxErrors 10), 121 not started; 66 patches on 66 nodes`.
 * Short: `Install HALTED on error 11: 66 of 200 succeeded, 13 failed, 121 not started, 66 patches`.
 */
export function rolloutPhrase(phrase: RolloutPhrase, isShort = false): string {
  const title = titleOf(phrase, isShort);
  const { tally, installed, maxErrorsCount } = phrase;
  if (tally.targets === 0) return `${title}: no targets`;
  // A halt says already on which error.
  const isLimitTold = maxErrorsCount !== null && !(isShort && tally.haltedExecutions > 0);
  const limit = isLimitTold ? ` (MaxErrors ${count(maxErrorsCount)})` : '';
  const others = othersThanSucceeded(tally).map((part) =>
    part.endsWith(' failed') ? `${part}${limit}` : part,
  );
  const outcome = [`${count(tally.succeeded)} of ${count(tally.targets)} succeeded`, ...others];
  if (!isShort) return [`${title}: ${outcome.join(', ')}`, ...installedParts(installed)].join('; ');
  const patches = installed === null ? [] : [patchesIn(installed), ...whyNothing(installed)];
  return `${title}: ${[...outcome, ...patches].join(', ')}`;
}

/** What several rollouts did together. */
export interface RolloutTotal {
  readonly tally: Tally;
  /** Null: none of them is an Install. */
  readonly installed: InstallTally | null;
}

/** Each of them may have halted. */
export function totalOf(parts: readonly RolloutTotal[]): RolloutTotal {
  const haltedExecutions = parts.reduce((sum, { tally }) => sum + tally.haltedExecutions, 0);
  return {
    tally: { ...tallyOfParts(parts.map(({ tally }) => tally)), haltedExecutions },
    installed: installsTogether(parts.map(({ installed }) => installed)),
  };
}

/** `NightlyScan HALTED 3 times: 5,180 of 5,200 succeeded, 20 failed` */
export function totalPhrase(name: string, { tally, installed }: RolloutTotal): string {
  const { haltedExecutions } = tally;
  const halts = haltedExecutions > 1 ? ` ${count(haltedExecutions)} times` : '';
  const halted = haltedExecutions === 0 ? '' : ` HALTED${halts}`;
  const phrase = { name: `${name}${halted}`, operation: null, tally, installed, maxErrorsCount: null };
  return rolloutPhrase({ ...phrase, halts: [], base: null }, true);
}

function titleOf({ name, operation, halts, base }: RolloutPhrase, isShort: boolean): string {
  const what = operation === null || isShort || name.includes(operation) ? '' : ` (${operation})`;
  const [halt] = halts;
  if (halt === undefined) return `${name}${what}`;
  const at = isShort || base === null ? '' : ` at ${clock(halt.at, base)}`;
  return `${name}${what} HALTED on error ${count(halt.errorCount)}${at}`;
}

function patchesIn({ patches }: InstallTally): string {
  return patches === 0 ? 'NOTHING INSTALLED' : counted(patches, 'patch', 'patches');
}

/** The shortest reason. */
function whyNothing({ patches, notYetApproved }: InstallTally): string[] {
  return patches > 0 || notYetApproved.length === 0 ? [] : [approvalOf(notYetApproved)];
}

/** An Install that installed nothing is never plain success. */
export function installedParts(installed: InstallTally | null): string[] {
  if (installed === null) return [];
  const { patches, nodes, nothingToInstall, notYetApproved } = installed;
  const what = `${patchesIn(installed)}${patches === 0 ? '' : ` on ${counted(nodes, 'node')}`}`;
  const idle = nothingToInstall === 0 ? [] : [`${counted(nothingToInstall, 'node')} had nothing to install`];
  return [[what, ...idle].join(', '), ...awaiting(notYetApproved)];
}

/** `2 patches not yet approved (from 2025-01-12)` */
function awaiting(patches: InstallTally['notYetApproved']): string[] {
  const ids = new Set(patches.map(({ patch }) => patch));
  if (ids.size === 0) return [];
  const name = ids.size === 1 ? [...ids][0]! : counted(ids.size, 'patch', 'patches');
  return [`${name} not yet approved (${approvalOf(patches)})`];
}

function approvalOf(patches: InstallTally['notYetApproved']): string {
  const dates = [...new Set(patches.flatMap(({ approvedFrom }) => approvedFrom?.slice(0, 10) ?? []))];
  if (dates.length === 0) return 'no date approves';
  return `approval from ${listed(dates.slice(0, 2))}${dates.length > 2 ? ', …' : ''}`;
}

/** Green only where all succeeded and, of an Install, something was installed. */
export function toneOf(tally: Tally, installed: InstallTally | null): Tone {
  if (tally.targets === 0 || tally.succeeded < tally.targets) return 'bad';
  return installed !== null && installed.patches === 0 ? 'odd' : 'good';
}

export function installsTogether(all: readonly (InstallTally | null)[]): InstallTally | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  const sum = (of: (one: InstallTally) => number) => known.reduce((total, one) => total + of(one), 0);
  return {
    patches: sum(({ patches }) => patches),
    nodes: sum(({ nodes }) => nodes),
    nothingToInstall: sum(({ nothingToInstall }) => nothingToInstall),
    notYetApproved: known.at(-1)!.notYetApproved,
  };
}
