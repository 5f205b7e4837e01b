/** What a window did not start or did not finish. */
import type { CauseSpec } from '../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  dayMs,
  freshId,
  hourMs,
  type Incident,
  moreTime,
  setting,
  timesBefore,
} from '../../capability/changes.ts';
import { isoTime, utc } from '../../world/time.ts';
import { installAgain } from '../patch-manager/facts.ts';
import { raiseLimit } from '../run-command/facts.ts';
import { windowsView } from './facts.ts';
import { windowsOf } from './resources/index.ts';

const executionPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html';
const windowPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html';

const updatePage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html';

/** A longer window than this cannot be: API_CreateMaintenanceWindow.html. */
const durationMax = 24;

export const windowCauses = {
  WINDOW_SKIPPED: {
    stage: 'execution',
    place: 20,
    link: 'window-and-target',
    summary: 'its window was skipped',
    needed: (by) => `the previous execution finished ${by}, or a less frequent schedule`,
    console: 'Maintenance Windows, History: Skipped overlapping',
    page: executionPage,
    example: ['run', 'lacks', 'report'],
    remedies: freeWindow,
    meaning:
      'The window came due and did not execute, most often because its last execution was still running.',
    seen: 'SKIPPED_OVERLAPPING.',
    advice: 'make the window shorter or less frequent, or find what keeps it running.',
  },
  WINDOW_DISABLED: {
    stage: 'execution',
    place: 21,
    link: 'window-and-target',
    summary: 'its window was disabled when it came due',
    needed: (by) => `the window enabled ${by}`,
    console: 'Maintenance Windows: Disabled; History has no execution',
    page: updatePage,
    example: ['run', 'lacks', 'report'],
    remedies: enableWindow,
    meaning: 'The window came due while it was disabled (`Enabled: false`): it did not open.',
    seen: 'nothing: AWS keeps no execution of a disabled window.',
    advice: 'enable the window, or install by hand after the freeze.',
  },
  CUTOFF: {
    stage: 'execution',
    place: 30,
    link: 'window-and-target',
    summary: 'not started or not finished before the cutoff',
    needed: (by) => `to start and finish before the cutoff ${by}: a higher MaxConcurrency or a longer window`,
    console: 'Maintenance Windows, History: Timed out; the invocation Cancelled, or none',
    page: windowPage,
    example: ['run', 'ping', 'report'],
    remedies: haveItsTurn,
    meaning: 'It was not started before the cutoff, or the cutoff cancelled it.',
    seen: 'TIMED_OUT, Cancelled, or no invocation.',
    advice: 'raise MaxConcurrency, lengthen the window, or shorten what runs before.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html */
function freeWindow(incident: Incident): ChangeSet[] {
  const { endMs } = incident.situation.scenario;
  return [
    ...raiseLimit(incident, 'MaxConcurrency'),
    ...installAgain(incident, ', once the previous execution has ended'),
    ...moreTime(incident, [endMs + dayMs, endMs + 7 * dayMs]),
  ];
}

/** Where the file declares it so, there; else by a call just before it came due. */
function enableWindow(incident: Incident): ChangeSet[] {
  const { simulation, decisive } = incident.situation;
  const start = simulation.views.of(windowsView).passed.find(({ id }) => id === decisive?.ownerId);
  if (start === undefined) return installAgain(incident);
  const { logicalId } = start.window;
  const isDeclared = windowsOf(incident.situation.scenario).some(
    (window) => window.logicalId === logicalId && !window.enabled,
  );
  const declared = isDeclared
    ? [[configuration(incident, `enable the window ${logicalId}`, setting([logicalId, 'Enabled'], true))]]
    : [];
  const called = timesBefore(incident, [hourMs]).map((atMs): ChangeSet => {
    const UpdateMaintenanceWindow = { WindowId: { Ref: logicalId }, Enabled: true };
    const action = { id: freshId(incident, 'enable'), at: isoTime(atMs), UpdateMaintenanceWindow };
    const text = `enable the window ${logicalId} at ${utc(atMs)}`;
    return [{ ...configuration(incident, text, setting(['actions', '+'], action)), kind: 'operator action' }];
  });
  return [...declared, ...called, ...installAgain(incident, ', once the window is enabled again')];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html */
function haveItsTurn(incident: Incident): ChangeSet[] {
  return [
    ...raiseLimit(incident, 'MaxConcurrency'),
    ...lengthenWindow(incident),
    ...installAgain(incident, ', or in the next window'),
  ];
}

function lengthenWindow(incident: Incident): ChangeSet[] {
  const { simulation, decisive } = incident.situation;
  const execution = simulation.views.of(windowsView).executions.find(({ id }) => id === decisive?.ownerId);
  if (execution === undefined) return [];
  const { logicalId, durationHours, cutoffHours } = execution.window;
  const lengths = [1, 2, 4, 8, 16, 24]
    .map((more) => Math.min(durationMax, durationHours + more))
    .filter((hours, index, all) => hours > durationHours && all.indexOf(hours) === index);
  return lengths.map((hours) => [
    configuration(
      incident,
      `lengthen the window ${logicalId} from ${durationHours} to ${hours} hours (cutoff ${cutoffHours})`,
      setting([logicalId, 'Duration'], hours),
    ),
  ]);
}
