/** What gives the node its turn, lets its run go through, and puts it into effect. */
import { trusts } from '../aws/iam.ts';
import { formatLimit } from '../aws/rate-control.ts';
import { platformTypeOf } from '../world/operating-systems.ts';
import type { Change } from './explanation.ts';
import {
  act,
  type Candidate,
  configuration,
  dayMs,
  hourMs,
  installAgain,
  keyOf,
  minuteMs,
  moreTime,
  type Patient,
  runPatchBaseline,
  setting,
  timesAfter,
  whom,
} from './patient.ts';
import { utc } from './words.ts';

/** Ten hours, as the document's own pattern has it. */
const stepTimeoutMax = 36_000;

/** A longer window than this cannot be: API_CreateMaintenanceWindow.html. */
const durationMax = 24;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html */
export function freeWindow(patient: Patient): Candidate[] {
  const { endMs } = patient.situation.scenario;
  return [
    ...raise(patient, 'MaxConcurrency'),
    ...installAgain(patient, ', when what holds the window open is over'),
    ...moreTime(patient, [endMs + dayMs, endMs + 7 * dayMs]),
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html */
export function haveItsTurn(patient: Patient): Candidate[] {
  return [
    ...raise(patient, 'MaxConcurrency'),
    ...lengthenWindow(patient),
    ...installAgain(patient, ', or in the next window'),
  ];
}

function lengthenWindow(patient: Patient): Candidate[] {
  const window = patient.situation.decisive?.execution?.window;
  if (window === undefined) return [];
  const { logicalId, durationHours, cutoffHours } = window;
  const lengths = [1, 2, 4, 8, 16, 24]
    .map((more) => Math.min(durationMax, durationHours + more))
    .filter((hours, index, all) => hours > durationHours && all.indexOf(hours) === index);
  return lengths.map((hours) => [
    configuration(
      patient,
      `lengthen the window ${logicalId} from ${durationHours} to ${hours} hours (cutoff ${cutoffHours})`,
      setting([logicalId, 'Duration'], hours),
    ),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html */
export function allowErrors(patient: Patient): Candidate[] {
  return [
    ...raise(patient, 'MaxErrors', ', or first mend the nodes whose errors stopped it'),
    ...installAgain(patient, ', when the nodes whose errors stopped it are mended'),
  ];
}

/** Twice as much, four times as much and so on: the least of them that helps is enough. */
function raise(patient: Patient, property: 'MaxConcurrency' | 'MaxErrors', orElse = ''): Candidate[] {
  const { decisive, outcome } = patient.situation;
  if (decisive === null) return [];
  const { command, source } = decisive;
  const limit = source.limits?.[property === 'MaxErrors' ? 'maxErrors' : 'maxConcurrency'] ?? null;
  const targets = command?.targetCount ?? outcome.simulation.fleet.count;
  const before = limit === null ? 'its default' : formatLimit(limit);
  const now = limit === null ? 0 : 'count' in limit ? limit.count : (limit.percent * targets) / 100;
  const values: string[] = [];
  for (let value = Math.max(1, Math.floor(now * 2)); value < targets && values.length < 6; value *= 2) {
    values.push(String(value));
  }
  values.push('100%');
  return values.map((value) => [
    configuration(
      patient,
      `raise ${property} of ${source.id} from ${before} to ${value}${orElse}`,
      // Systems Manager takes both as text.
      { key: keyOf(...source.pathOf(property)), value: JSON.stringify(value) },
    ),
  ]);
}

/**
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-maintenance-permissions.html
 */
export function notCancelled(patient: Patient): Candidate[] {
  return [...mendRole(patient), ...installAgain(patient, ', and do not cancel it')];
}

function mendRole(patient: Patient): Candidate[] {
  const { scenario, attempts } = patient.situation;
  const tasks = scenario.windows.flatMap((window) => window.tasks);
  const names = new Set(
    attempts.flatMap(
      ({ source }) => tasks.find(({ logicalId }) => logicalId === source.id)?.serviceRole ?? [],
    ),
  );
  return [...names].flatMap((name): Candidate[] => {
    const role = scenario.roles.get(name);
    if (role === undefined) return [];
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const trust = configuration(
      patient,
      `let ssm.amazonaws.com assume the role ${name}`,
      setting([name, 'AssumeRolePolicyDocument', 'Statement', '+'], statement),
    );
    const policy = configuration(
      patient,
      `attach AmazonSSMMaintenanceWindowRole to the role ${name}`,
      setting(
        [name, 'ManagedPolicyArns', '+'],
        'arn:aws:iam::aws:policy/service-role/AmazonSSMMaintenanceWindowRole',
      ),
    );
    return trusts(role, 'ssm.amazonaws.com') ? [[policy]] : [[trust], [trust, policy]];
  });
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html */
export function fitPlatform(patient: Patient): Candidate[] {
  const document = 'AWS-RunPatchBaseline';
  const platform = platformTypeOf(patient.situation.group.os);
  const text = `use a version of ${document} that runs on ${platform}`;
  return [
    [configuration(patient, text, setting(['model', 'documents', document, 'platforms', '+'], platform))],
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
export function reboot(patient: Patient): Candidate[] {
  const { attempts } = patient.situation;

  const sources = attempts
    .filter(({ command }) => command?.request.parameters['RebootOption']?.[0] === 'NoReboot')
    .filter(({ source }, index, all) => all.findIndex((one) => one.source === source) === index);
  const rebooting = sources.map(
    ({ source }): Candidate => [
      configuration(
        patient,
        `run ${source.id} with RebootOption RebootIfNeeded instead of NoReboot`,
        setting([...source.pathOf('Parameters'), 'RebootOption'], ['RebootIfNeeded']),
      ),
    ],
  );
  const byHand = timesAfter(patient).map((atMs): Candidate => {
    const { endMs } = patient.situation.scenario;
    const scanMs = Math.min(atMs + hourMs / 2, endMs - minuteMs);
    return [
      act(patient, 'reboot', atMs, `reboot ${whom(patient)} at ${utc(atMs)}`),
      runPatchBaseline(patient, 'Scan', Math.max(scanMs, atMs), ', so that its report says so'),
    ];
  });
  return [...rebooting, ...byHand];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
export function giveTime(patient: Patient): Candidate[] {
  const { decisive, scenario } = patient.situation;
  const command = decisive?.command ?? null;
  if (decisive === null || command === null) return tryAgain(patient);
  const { source } = decisive;
  const before = command.executionTimeoutMs / 1000;
  const longer = [2, 4, 8, 16].map((times): Change => {
    const seconds = Math.min(stepTimeoutMax, times * before);
    return configuration(
      patient,
      `run ${source.id} with StepTimeoutSeconds ${seconds} instead of ${before}`,
      setting([...source.pathOf('Parameters'), 'StepTimeoutSeconds'], [String(seconds)]),
    );
  });
  const more = moreTime(patient, [scenario.endMs + dayMs]);
  const both = longer.flatMap((one) => more.map((other): Candidate => [one, ...other]));
  return [...longer.map((one) => [one]), ...tryAgain(patient), ...both];
}

/** Luck may be better the next time. */
export function tryAgain(patient: Patient): Candidate[] {
  const { decisive, scenario } = patient.situation;
  const isUnderWay = decisive !== null && !Number.isFinite(decisive.settledMs);
  return [
    ...installAgain(patient, ' once more'),
    ...(isUnderWay ? moreTime(patient, [scenario.endMs + dayMs]) : []),
  ];
}
