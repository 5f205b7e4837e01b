/** A node that is to be mended, what a change to the scenario looks like, and the changes that many remedies share. */
import type { CauseId } from '../capability/causes.ts';
import { isoTime } from '../world/time.ts';
import type { Change } from './explanation.ts';
import type { Situation } from './situation.ts';
import { utc } from './words.ts';

/** The node, and those beside it that the same change is meant for. */
export interface Patient {
  readonly cause: CauseId;
  readonly situation: Situation;
  /** Its own name first. */
  readonly names: readonly string[];
  /** How many changes there are already: the next ones are named after it. */
  readonly changesSoFar: number;
  /** Whether the run may go on longer: not with `--at`. */
  readonly isWholeRun: boolean;
}

/** Changes that only together may help; each is a possible remedy of its own. */
export type Candidate = readonly Change[];

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** More groups than these are only counted. */
const groupsNamed = 4;

const plainWord = /^[A-Za-z0-9_-]+$/;

/** A path as `--set` takes it: a number is a place in a list, `+` one more entry. */
export function keyOf(...path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (part === '+') return '[+]';
      const word = plainWord.test(part) ? part : `"${part.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}

/** JSON is YAML. A plain word stays as it is, for people to read. */
function textOf(data: unknown): string {
  return typeof data === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(data) ? data : JSON.stringify(data);
}

export function setting(path: readonly (string | number)[], data: unknown): Change['set'][number] {
  return { key: keyOf(...path), value: textOf(data) };
}

export function configuration(
  { cause }: Patient,
  text: string,
  ...settings: readonly Change['set'][number][]
): Change {
  return { text, cause, kind: 'configuration', set: settings };
}

/** `web-0001`, or `12 nodes of web and 3 of batch`. */
export function whom({ names }: Patient): string {
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

type NodeAction = 'startAgent' | 'restartAgent' | 'attachProfile' | 'restoreNetwork' | 'start' | 'reboot';

/** Something that an operator does to the nodes, at an instant. */
export function act(
  patient: Patient,
  action: NodeAction,
  atMs: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Change {
  const { cause, names } = patient;
  const at = isoTime(atMs);
  const fault = { id: freshId(patient, action), at, nodes: { names }, action, ...more };
  return { text, cause, kind: 'operator action', set: [setting(['faults', '+'], fault)] };
}

/** Ids that the scenario does not have yet. A change is known by what it does and by how many came before it. */
function freshId({ situation, changesSoFar }: Patient, stem: string): string {
  const { faults, actions } = situation.scenario;
  const taken = new Set([...faults, ...actions].map(({ id }) => id));
  const base = `remedy-${changesSoFar + 1}-${stem}`;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html: at most 50 ids a call. */
const idCountMax = 50;

/** AWS-RunPatchBaseline by hand. */
export function runPatchBaseline(
  patient: Patient,
  operation: 'Install' | 'Scan',
  atMs: number,
  why = '',
): Change {
  const { names, cause } = patient;
  const chunks = Array.from({ length: Math.ceil(names.length / idCountMax) }, (_, chunk) =>
    names.slice(chunk * idCountMax, (chunk + 1) * idCountMax),
  );
  const stem = operation.toLowerCase();
  const set = chunks.map((InstanceIds, chunk) => {
    const id = freshId(patient, chunk === 0 ? stem : `${stem}-part-${chunk + 1}`);
    const limits = InstanceIds.length > 1 ? { MaxErrors: '100%' } : {};
    const Parameters = { Operation: [operation] };
    const SendCommand = { DocumentName: 'AWS-RunPatchBaseline', InstanceIds, Parameters, ...limits };
    return setting(['actions', '+'], { id, at: isoTime(atMs), SendCommand });
  });
  const text = `run AWS-RunPatchBaseline with Operation ${operation} on ${whom(patient)} at ${utc(atMs)}${why}`;
  return { text, cause, kind: 'operator action', set };
}

/** When Systems Manager last meant the node; null: it never did. */
export function lastChanceOf({ situation }: Patient): number | null {
  const { chance, decisive } = situation;
  if (!chance.isLastChance) return null;
  return Math.min(chance.atMs, decisive?.startedMs ?? chance.atMs);
}

/** Instants so long before the last chance, within the run, on the minute; the first one first. */
export function timesBefore(patient: Patient, leads: readonly number[]): number[] {
  const { startMs, endMs } = patient.situation.scenario;
  const chanceMs = lastChanceOf(patient);
  if (chanceMs === null) return [...new Set([startMs, lateIn(startMs, endMs)])];
  const times = leads.map((leadMs) => {
    const wantedMs = chanceMs - leadMs;
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
export function timesAfter(patient: Patient, notBeforeMs = Number.NEGATIVE_INFINITY): number[] {
  const { scenario, decisive, chance } = patient.situation;
  const settledMs = decisive !== null && Number.isFinite(decisive.settledMs) ? decisive.settledMs : 0;
  const lastMs = chance.isLastChance ? Math.max(chance.atMs, settledMs) : scenario.startMs;
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

/** The same again, later. */
export function installAgain(patient: Patient, why = '', notBeforeMs?: number): Candidate[] {
  return timesAfter(patient, notBeforeMs).map((atMs) => [runPatchBaseline(patient, 'Install', atMs, why)]);
}

/** What only needs more time than the run has. */
export function moreTime(patient: Patient, untils: readonly number[]): Candidate[] {
  const { isWholeRun, cause, situation } = patient;
  if (!isWholeRun) return [];
  return untils
    .filter((untilMs) => untilMs > situation.scenario.endMs)
    .map((untilMs) => [
      {
        text: `nothing but time: let the run go on until ${utc(untilMs)}`,
        cause,
        kind: 'schedule',
        set: [setting(['end'], isoTime(untilMs))],
      },
    ]);
}
