/** What a task or a command did, as one phrase of the first screen of a report. */
import type { Tone } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import { clock, type Moment } from '../blocks/times.ts';
import type { InstallTally } from './installs.ts';
import { othersThanSucceeded } from './rollout-sentences.ts';
import type { HaltStory } from './rollout-story.ts';
import type { Tally } from './rollout-tally.ts';

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
  readonly base: Moment;
}

/** `Install HALTED on error 11 at 03:25: 66 of 200 succeeded, 13 failed (MaxErrors 10), 121 not started; 66 patches on 66 nodes` */
export function rolloutPhrase(phrase: RolloutPhrase): string {
  const { tally } = phrase;
  if (tally.targets === 0) return `${titleOf(phrase)}: no targets`;
  const { installed, maxErrorsCount } = phrase;
  const limit = maxErrorsCount === null ? '' : ` (MaxErrors ${count(maxErrorsCount)})`;
  const others = othersThanSucceeded(tally).map((part) =>
    part.endsWith(' failed') ? `${part}${limit}` : part,
  );
  const outcome = [`${count(tally.succeeded)} of ${count(tally.targets)} succeeded`, ...others].join(', ');
  return [`${titleOf(phrase)}: ${outcome}`, ...installedParts(installed)].join('; ');
}

type ShortPhrase = Pick<RolloutPhrase, 'name' | 'tally' | 'installed'> & Partial<RolloutPhrase>;

/** `Install HALTED, 66 of 200 succeeded, 13 failed (MaxErrors 10), 66 patches` */
export function shortPhrase({ name, tally, installed, maxErrorsCount = null }: ShortPhrase): string {
  if (tally.targets === 0) return `${name} no targets`;
  const halted = tally.haltedExecutions > 0 ? ' HALTED,' : '';
  const limit = maxErrorsCount === null ? '' : ` (MaxErrors ${count(maxErrorsCount)})`;
  return [
    `${name}${halted} ${count(tally.succeeded)} of ${count(tally.targets)} succeeded`,
    ...(tally.failed > 0 ? [`${count(tally.failed)} failed${limit}`] : []),
    ...(installed === null ? [] : [counted(installed.patches, 'patch', 'patches')]),
  ].join(', ');
}

function titleOf({ name, operation, halts, base }: RolloutPhrase): string {
  const what = operation === null || name.includes(operation) ? '' : ` (${operation})`;
  const [halt] = halts;
  return halt === undefined
    ? `${name}${what}`
    : `${name}${what} HALTED on error ${count(halt.errorCount)} at ${clock(halt.at, base)}`;
}

/** An Install that installed nothing is never plain success. */
export function installedParts(installed: InstallTally | null): string[] {
  if (installed === null) return [];
  const { patches, nodes, nothingToInstall, notYetApproved } = installed;
  const what =
    patches === 0
      ? 'NOTHING INSTALLED'
      : `${counted(patches, 'patch', 'patches')} on ${counted(nodes, 'node')}`;
  const idle = nothingToInstall === 0 ? [] : [`${counted(nothingToInstall, 'node')} had nothing to install`];
  return [[what, ...idle].join(', '), ...awaiting(notYetApproved)];
}

/** `2 patches not yet approved (from 2025-01-12)` */
function awaiting(patches: InstallTally['notYetApproved']): string[] {
  const ids = new Set(patches.map(({ patch }) => patch));
  if (ids.size === 0) return [];
  const dates = [...new Set(patches.flatMap(({ approvedFrom }) => approvedFrom?.slice(0, 10) ?? []))];
  const from = dates.length === 0 ? 'no date approves' : `approval from ${listed(dates.slice(0, 2))}`;
  const name = ids.size === 1 ? [...ids][0]! : counted(ids.size, 'patch', 'patches');
  return [`${name} not yet approved (${from}${dates.length > 2 ? ', …' : ''})`];
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
