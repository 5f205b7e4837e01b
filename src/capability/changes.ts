/** Changes that may help a node: what they look like, when they come in time, and those that many remedies share. */
import type { FaultAction } from '../world/faults.ts';
import { isoTime, utc } from '../world/time.ts';
import type { CauseId } from './cause-stages.ts';
import type { Situation } from './situation.ts';

/** One change to the scenario. */
export interface Change {
  readonly text: string;
  readonly cause: CauseId;
  /** `time`: nothing but a later end of the run. */
  readonly kind: 'configuration' | 'operator action' | 'schedule' | 'time';
  readonly set: readonly ChangeSetting[];
}

/** What `--set` would set: handed over as it is, and written as text only where it is shown. */
export interface ChangeSetting {
  readonly key: string;
  readonly data: unknown;
}

/** Changes that only together may help; each set is a possible remedy of its own. */
export type ChangeSet = readonly Change[];

/** The node, and those beside it that the same change is meant for. */
export interface Incident {
  readonly cause: CauseId;
  readonly situation: Situation;
  /** Its own name first. */
  readonly names: readonly string[];
  /** How many changes there are already: the next ones are named after it. */
  readonly changesSoFar: number;
  /** Whether the run may go on longer: not with `--at`. */
  readonly isWholeRun: boolean;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** More groups than these are only counted. */
const groupsNamed = 4;

const plainWord = /^[A-Za-z0-9_-]+$/;

/** A path as `--set` takes it: a number is a place in a list, `+` one more entry. */
function keyOf(...path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (part === '+') return '[+]';
      const word = plainWord.test(part) ? part : `"${part.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}

/** As `--set` takes it. JSON is YAML; a plain word stays as it is, for people to read. */
export function textOf(data: unknown): string {
  return typeof data === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(data) ? data : JSON.stringify(data);
}

export function setting(path: readonly (string | number)[], data: unknown): ChangeSetting {
  return { key: keyOf(...path), data };
}

export function configuration(
  { cause }: Incident,
  text: string,
  ...settings: readonly ChangeSetting[]
): Change {
  return { text, cause, kind: 'configuration', set: settings };
}

/** `web-0001`, or `12 nodes of web and 3 of batch`. */
export function nodesInWords({ names }: Incident): string {
  const [first = ''] = names;
  if (names.length <= 1) return first;
  const groups = new Map<string, number>();
  for (const name of names) {
    const group = name.replace(/-\d+$/, '');
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  if (groups.size === 1) return `${names.length} nodes of ${[...groups.keys()][0]}`;
  if (groups.size > groupsNamed) return `${names.length} nodes of ${groups.size} groups`;
  const parts = [...groups].map(([group, count]) => `${count} of ${group}`);
  return `${names.length} nodes (${parts.join(', ')})`;
}

/** Something that an operator does to the nodes, at an instant. */
export function operatorAction(
  incident: Incident,
  action: FaultAction,
  atMs: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Change {
  const { cause, names } = incident;
  const at = isoTime(atMs);
  const fault = { id: freshId(incident, action), at, nodes: { names }, action, ...more };
  return { text, cause, kind: 'operator action', set: [setting(['faults', '+'], fault)] };
}

/** Ids that the scenario does not have yet. A change is known by what it does and by how many came before it. */
export function freshId({ situation, changesSoFar }: Incident, stem: string): string {
  const { faults, actions } = situation.scenario;
  const taken = new Set([...faults, ...actions].map(({ id }) => id));
  const base = `remedy-${changesSoFar + 1}-${stem}`;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** Where a fault may be written: a single one also without a list. */
export function faultPaths(faults: readonly unknown[], index: number): (string | number)[][] {
  return faults.length > 1 ? [['faults', index]] : [['faults', index], ['faults']];
}

/** When Systems Manager last meant the node; null: it never did. */
export function lastStartOf({ situation }: Incident): number | null {
  const { opportunity, decisive } = situation;
  if (!opportunity.isLast) return null;
  return Math.min(opportunity.atMs, decisive?.startedMs ?? opportunity.atMs);
}

/** Instants so long before the last opportunity, within the run, on the minute; the first one first. */
export function timesBefore(incident: Incident, leads: readonly number[]): number[] {
  const { startMs, endMs } = incident.situation.scenario;
  const lastMs = lastStartOf(incident);
  if (lastMs === null) return [...new Set([startMs, lateIn(startMs, endMs)])];
  const times = leads.map((leadMs) => {
    const wantedMs = lastMs - leadMs;
    const wholeMs = Math.floor(wantedMs / minuteMs) * minuteMs;
    return wholeMs >= startMs ? wholeMs : wantedMs;
  });
  return [...new Set(times)].filter((atMs) => atMs >= startMs && atMs < endMs);
}

/** Late enough for most things to have happened, and with time left for an Install. */
function lateIn(startMs: number, endMs: number): number {
  const wantedMs = endMs - Math.min(6 * hourMs, (endMs - startMs) / 2);
  return Math.max(startMs, Math.floor(wantedMs / minuteMs) * minuteMs);
}

/** After everything that was tried, with time enough for an Install before the end; the soonest first. */
export function timesAfter(incident: Incident, notBeforeMs = Number.NEGATIVE_INFINITY): number[] {
  const { scenario, decisive, opportunity } = incident.situation;
  const settledMs = decisive !== null && Number.isFinite(decisive.settledMs) ? decisive.settledMs : 0;
  const lastMs = opportunity.isLast ? Math.max(opportunity.atMs, settledMs) : scenario.startMs;
  const fromMs = Math.max(lastMs, notBeforeMs, scenario.startMs);
  const spanMs = scenario.endMs - fromMs;
  if (spanMs < minuteMs) return [];
  const delays = [Math.min(hourMs, spanMs / 4), spanMs / 2, spanMs - Math.min(2 * hourMs, spanMs / 4)];
  const times = delays.map((delayMs) => {
    const wholeMs = Math.ceil((fromMs + delayMs) / minuteMs) * minuteMs;
    return wholeMs < scenario.endMs ? wholeMs : Math.floor(fromMs + delayMs);
  });
  return [...new Set(times)].sort((a, b) => a - b);
}

/** After other changes the run has to be longer as well. */
function untilWords({ names, changesSoFar }: Incident, untilMs: number): string {
  if (changesSoFar > 0) return `let the run go on until ${utc(untilMs)} (set \`end:\` later)`;
  const who = names.length === 1 ? 'it is' : 'they are';
  return `no change needed; ${who} patched by ${utc(untilMs)} (set \`end:\` later to see it)`;
}

/** What only needs more time than the run has. */
export function moreTime(incident: Incident, untils: readonly number[]): ChangeSet[] {
  const { isWholeRun, cause, situation } = incident;
  if (!isWholeRun) return [];
  return untils
    .filter((untilMs) => untilMs > situation.scenario.endMs)
    .map((untilMs) => [
      {
        text: untilWords(incident, untilMs),
        cause,
        kind: 'time',
        set: [setting(['end'], isoTime(untilMs))],
      },
    ]);
}
