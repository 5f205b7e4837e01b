/** Whether an Install came, went through, and is in effect. */

import type { CauseSpec } from '../../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  dayMs,
  hourMs,
  type Incident,
  minuteMs,
  moreTime,
  nodesInWords,
  operatorAction,
  setting,
  timesAfter,
} from '../../../capability/changes.ts';
import { asWritten } from '../../../capability/run-source.ts';
import { utc } from '../../../world/time.ts';
import { installAgain, runPatchBaseline, tryAgain } from '../by-hand.ts';
import { rebootOptionOf } from '../links/end.ts';
import { lackedPatches, lateApprovals } from './baseline.ts';

const patchingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html';
const runPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';
const scheduleOptionsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html';
const statesPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html';

export const installCauses = {
  NO_EXECUTION: {
    stage: 'execution',
    place: 10,
    link: 'window-and-target',
    summary: 'no window or command with an Install came due for it',
    needed: () => 'an Install that means the node before the end',
    console: 'Maintenance Windows, History: no execution',
    page: scheduleOptionsPage,
    example: ['run', 'lacks', 'report'],
    remedies: comeDue,
    meaning: 'It is targeted, and no Install came due for it in the run.',
    seen: 'no execution.',
    advice: "look at the window's schedule, time zone, StartDate and EndDate.",
  },
  AWAITS_NEXT_WINDOW: {
    stage: 'execution',
    place: 16,
    link: 'window-and-target',
    summary:
      'what it lacks was approved or released after its last Install, or left out by its InstallOverrideList or BaselineOverride',
    needed: () => 'the next Install: a later `end:` shows it',
    console: 'Patch Manager, Compliance reporting: Missing after the next scan, Compliant before it',
    page: scheduleOptionsPage,
    example: ['run', 'lacks', 'report'],
    remedies: comeDue,
    meaning:
      'Everything that was due at its last Install is in; what it lacks came out, or was approved, later, or was not in the InstallOverrideList or BaselineOverride of that run.',
    seen: 'COMPLIANT until the next scan, then MISSING.',
    advice:
      'nothing: the next window installs it. For sooner, a shorter ApproveAfterDays or one more Install.',
  },
  PATCH_LOCKED: {
    stage: 'rollout',
    place: 14,
    link: 'rate-control',
    summary: 'another patch operation was running on the node',
    needed: (by) => `no other Scan or Install running on the node ${by}`,
    console: 'Run Command or State Manager: Failed with exit code 4',
    page: patchingPage,
    example: ['run', 'lacks', 'report'],
    remedies: (incident) => installAgain(incident, ', when no other patch operation runs on the node'),
    meaning:
      'AWS-RunPatchBaseline was already running on the node, sent by a window, a command or an association. The second one fails at once.',
    seen: 'Failed, exit code 4.',
    advice: 'keep the times of windows and associations that patch the same nodes apart.',
  },
  RUN_ENDED: {
    stage: 'run',
    place: 45,
    link: 'run',
    summary: 'its Install was still in progress when the run ended',
    needed: () => 'no change: set `end:` later to see how it ends',
    console: 'Run Command: In progress',
    page: runPage,
    example: ['run', 'lacks', 'report'],
    remedies: goOn,
    meaning: 'Its Install, or the reboot that it asked for, had begun or was about to when the run ended.',
    seen: 'Pending or In Progress.',
    advice: 'set `end:` later.',
  },
  INSTALL_FAILED: {
    stage: 'run',
    place: 60,
    link: 'run',
    summary: 'the installation of a patch failed',
    needed: () => 'a successful installation: the output of the package manager says why it failed',
    console: 'Run Command: Failed with exit code 1. Patch Manager: the patch is Failed',
    page: patchingPage,
    example: ['run', 'lacks', 'report'],
    remedies: tryAgain,
    meaning: 'A patch could not be installed.',
    seen: 'Failed, exit code 1, FailedCount above zero.',
    advice: 'read the output of yum, apt or Windows Update.',
    isChance: true,
    isConsequence: true,
  },
  REBOOT_FAILED: {
    stage: 'reboot',
    place: 10,
    link: 'reboot',
    summary: 'did not come back from a reboot',
    needed: () => 'the machine back from its reboot: use its console',
    console:
      'Fleet Manager: Connection lost. EC2: a status check may fail. Compliance: as uploaded before the reboot',
    page: runPage,
    example: ['run', 'ping', 'report'],
    remedies: () => [],
    meaning: 'The patches went in, the node rebooted, and it did not come back.',
    seen: 'ConnectionLost; its invocation is open until the total timeout and then DeliveryTimedOut, which MaxErrors does not count; compliance still says COMPLIANT.',
    advice:
      'use the console of the machine. Systems Manager notices this failure last, so keep MaxConcurrency below what you can afford to lose.',
    isChance: true,
  },
  PENDING_REBOOT: {
    stage: 'reboot',
    place: 20,
    link: 'reboot',
    summary: 'installed, but awaiting a reboot',
    needed: () => 'a reboot, and a scan after it',
    console: 'Patch Manager, Compliance reporting: Non-compliant, Installed pending reboot',
    page: statesPage,
    example: ['run', 'ping', 'report'],
    remedies: reboot,
    meaning: 'Installed with NoReboot, and not rebooted since.',
    seen: 'INSTALLED_PENDING_REBOOT, until a reboot *and* the next scan.',
    advice: 'reboot, then scan.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

function goOn(incident: Incident): ChangeSet[] {
  const { endMs } = incident.situation.scenario;
  return moreTime(incident, [endMs + dayMs, endMs + 7 * dayMs]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html */
function comeDue(incident: Incident): ChangeSet[] {
  const { scenario } = incident.situation;
  const newest = Math.max(0, ...lackedPatches(incident).map(({ releasedMs }) => releasedMs));
  const lateMs = Math.max(newest, ...lateApprovals(incident).map(({ approvedAtMs }) => approvedAtMs ?? 0));
  const { endMs } = scenario;
  return [
    ...installAgain(incident, insteadOf(incident), lateMs + 1),
    ...moreTime(
      incident,
      [1, 7, 31].map((days) => Math.max(endMs, lateMs) + days * dayMs + hourMs),
    ),
  ];
}

/** What would do as well as an Install by hand. */
function insteadOf({ cause, situation }: Incident): string {
  if (cause === 'NO_EXECUTION') return ', or schedule its window earlier';
  const parameters = situation.decisive?.source.parameters ?? {};
  const narrowing = ['InstallOverrideList', 'BaselineOverride'].filter(
    (name) => (parameters[name]?.[0] ?? '') !== '',
  );
  return narrowing.length === 0
    ? ', or wait for its next window'
    : `, without the ${narrowing.join(' and ')} of its last Install`;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
function reboot(incident: Incident): ChangeSet[] {
  const { attempts, simulation } = incident.situation;

  const sources = attempts
    .filter((attempt) => rebootOptionOf(simulation, attempt) === 'NoReboot')
    .filter(
      ({ source }, index, all) =>
        all.findIndex((one) => asWritten(one.source) === asWritten(source)) === index,
    );
  const rebooting = sources.map(
    ({ source }): ChangeSet => [
      configuration(
        incident,
        `run ${source.id} with RebootOption RebootIfNeeded instead of NoReboot`,
        setting([...source.pathOf('Parameters'), 'RebootOption'], ['RebootIfNeeded']),
      ),
    ],
  );
  const byHand = timesAfter(incident).map((atMs): ChangeSet => {
    const { endMs } = incident.situation.scenario;
    const scanMs = Math.min(atMs + hourMs / 2, endMs - minuteMs);
    return [
      operatorAction(incident, 'reboot', atMs, `reboot ${nodesInWords(incident)} at ${utc(atMs)}`),
      runPatchBaseline(incident, 'Scan', Math.max(scanMs, atMs), ', so that its report shows it'),
    ];
  });
  return [...rebooting, ...byHand];
}
