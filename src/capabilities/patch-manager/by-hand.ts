/** AWS-RunPatchBaseline, run by hand: what helps a node that missed its Install. */
import {
  type Change,
  type ChangeSet,
  dayMs,
  freshId,
  hourMs,
  type Incident,
  moreTime,
  nodesInWords,
  operatorAction,
  setting,
  timesAfter,
  timesBefore,
} from '../../capability/changes.ts';
import type { FaultAction } from '../../world/faults.ts';
import { isoTime, utc } from '../../world/time.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html: at most 50 ids a call. */
const idCountMax = 50;

export function runPatchBaseline(
  incident: Incident,
  operation: 'Install' | 'Scan',
  atMs: number,
  why = '',
): Change {
  const { names, cause } = incident;
  const chunks = Array.from({ length: Math.ceil(names.length / idCountMax) }, (_, chunk) =>
    names.slice(chunk * idCountMax, (chunk + 1) * idCountMax),
  );
  const stem = operation.toLowerCase();
  const set = chunks.map((InstanceIds, chunk) => {
    const id = freshId(incident, chunk === 0 ? stem : `${stem}-part-${chunk + 1}`);
    const limits = InstanceIds.length > 1 ? { MaxErrors: '100%' } : {};
    const Parameters = { Operation: [operation] };
    const SendCommand = { DocumentName: 'AWS-RunPatchBaseline', InstanceIds, Parameters, ...limits };
    return setting(['actions', '+'], { id, at: isoTime(atMs), SendCommand });
  });
  const text = `run AWS-RunPatchBaseline with Operation ${operation} on ${nodesInWords(incident)} at ${utc(atMs)}${why}`;
  return { text, cause, kind: 'operator action', set };
}

/** The same again, later. */
export function installAgain(incident: Incident, why = '', notBeforeMs?: number): ChangeSet[] {
  return timesAfter(incident, notBeforeMs).map((atMs) => [runPatchBaseline(incident, 'Install', atMs, why)]);
}

/** Changed before its last opportunity; or, if that was too soon after what broke it, afterwards, with one more Install. */
export function inTimeOrAgain(
  incident: Incident,
  leads: readonly number[],
  change: (atMs: number) => Change[],
): ChangeSet[] {
  return [...timesBefore(incident, leads).map(change), ...changedAndAgain(incident, change)];
}

/** Changed half an hour before one more Install. */
function changedAndAgain(incident: Incident, change: (atMs: number) => Change[]): ChangeSet[] {
  return timesAfter(incident).map((installMs): ChangeSet => {
    const changeMs = Math.max(incident.situation.scenario.startMs, installMs - hourMs / 2);
    return [...change(changeMs), runPatchBaseline(incident, 'Install', installMs)];
  });
}

/** The same again, once an operator has brought the nodes back. */
export function againAfter(incident: Incident, action: FaultAction, words: string): ChangeSet[] {
  return changedAndAgain(incident, (atMs) => [
    operatorAction(incident, action, atMs, `${words} ${nodesInWords(incident)} by ${utc(atMs)}`),
  ]);
}

/** Chance may decide differently the next time. */
export function tryAgain(incident: Incident): ChangeSet[] {
  const { decisive, scenario } = incident.situation;
  const isUnderWay = decisive !== null && !Number.isFinite(decisive.settledMs);
  return [
    ...installAgain(incident, ', once more'),
    ...(isUnderWay ? moreTime(incident, [scenario.endMs + dayMs]) : []),
  ];
}
