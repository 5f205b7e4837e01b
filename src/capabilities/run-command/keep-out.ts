/** A stop, a reboot or a cut network in the middle of an Install: keep it out of the window, or undo it and install again. */
import {
  type Change,
  type ChangeSet,
  faultPaths,
  hourMs,
  type Incident,
  setting,
} from '../../capability/changes.ts';
import type { Fault, FaultAction } from '../../world/faults.ts';
import { inverseActions } from '../../world/faults.ts';
import { isoTime, utc } from '../../world/time.ts';
import { againAfter, tryAgain } from '../patch-manager/facts.ts';

const actionWords: Readonly<Partial<Record<FaultAction, string>>> = {
  stop: 'stop',
  reboot: 'reboot',
  terminate: 'termination',
  cutNetwork: 'network cut',
  stopAgent: 'stop of the agent',
  restartAgent: 'restart of the agent',
};

const undoWords: Readonly<Partial<Record<FaultAction, string>>> = {
  start: 'start',
  restoreNetwork: 'restore the network of',
  startAgent: 'start SSM Agent on',
};

/** So much later the Install may be over: the least of them that helps is enough. */
const delaysMs = [1, 2, 4, 8, 24].map((hours) => hours * hourMs);

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html */
export function keepOut(incident: Incident): ChangeSet[] {
  const { scenario } = incident.situation;
  const inTheWay = scenario.faults.flatMap((fault, index) =>
    isDuringInstall(incident, fault) ? [{ fault, index }] : [],
  );
  const undone = inTheWay.flatMap(({ fault: { action } }) => inverseActions[action] ?? []);
  return [
    ...inTheWay.flatMap(({ fault, index }) => later(incident, fault, index)),
    ...tryAgain(incident),
    ...[...new Set(undone)].flatMap((action) => againAfter(incident, action, undoWords[action] ?? action)),
  ];
}

function isDuringInstall({ situation }: Incident, { when, action }: Fault): boolean {
  const { decisive, opportunity } = situation;
  if (decisive === null || !('atMs' in when) || actionWords[action] === undefined) return false;
  return when.atMs >= decisive.startedMs && when.atMs <= Math.max(opportunity.atMs, decisive.settledMs);
}

function later(incident: Incident, { id, when, action }: Fault, index: number): ChangeSet[] {
  if (!('atMs' in when)) return [];
  const { faults, endMs } = incident.situation.scenario;
  return delaysMs
    .map((delayMs) => when.atMs + delayMs)
    .filter((atMs) => atMs < endMs)
    .flatMap((atMs) =>
      faultPaths(faults, index).map((path): ChangeSet => {
        const change: Change = {
          text: `keep the ${actionWords[action]} (${id}) out of the window: at ${utc(atMs)} instead of ${utc(when.atMs)}`,
          cause: incident.cause,
          kind: 'schedule',
          set: [setting([...path, 'at'], isoTime(atMs))],
        };
        return [change];
      }),
    );
}
