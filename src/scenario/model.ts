/**
 * `model`: what AWS leaves open, and how the simulated nodes behave. One table: each key with what it may be, its
 * default as a user would write it, and the reason for it. The loader, the JSON Schema and the reference of the
 * scenario are made from it.
 */

import { distribution } from '../fields/distribution-field.ts';
import { choice, type Field, integer, listOf, map, once, optional, text } from '../fields/fields.ts';
import { duration, share } from '../fields/quantities.ts';
import type { Distribution } from '../kernel/distributions.ts';
import type { DocumentModel, Model } from '../world/model.ts';

export interface ModelKey<T> {
  readonly field: Field<T>;
  readonly default: unknown;
  /** The default under `model.rules: study-guide`, where the guides differ from AWS. */
  readonly studyGuide?: unknown;
  readonly reason: string;
}

type Section = 'rateControl' | 'runCommand' | 'maintenanceWindows' | 'agent' | 'patching' | 'exposure';
export const modelSections: readonly Section[] = [
  'rateControl',
  'runCommand',
  'maintenanceWindows',
  'agent',
  'patching',
  'exposure',
];

type ModelTable = {
  readonly [S in Section]: { readonly [K in keyof Model[S]]: ModelKey<Model[S][K]> };
};

const key = <T>(field: Field<T>, given: unknown, reason: string, studyGuide?: unknown): ModelKey<T> =>
  studyGuide === undefined
    ? { field, default: given, reason }
    : { field, default: given, reason, studyGuide };

const uniform = (min: string, max: string) => ({ uniform: { min, max } });
const lognormal = (mean: string, sd: string) => ({ lognormal: { mean, sd } });

/** Built when first needed: `--help` needs no model. */
export function modelTable(): ModelTable {
  table ??= makeTable();
  return table;
}
let table: ModelTable | undefined;

function makeTable(): ModelTable {
  return {
    rateControl: {
      dispatch: key(
        choice('ramp', 'sliding', 'batch'),
        'ramp',
        'AWS sends 1, 2, 4, 8, … and then refills each freed slot; the guides speak of batches',
        'batch',
      ),
      halt: key(
        choice('exceeds', 'reaches'),
        'exceeds',
        'AWS: with 3 allowed, the fourth error stops the command; the guides stop at the third',
        'reaches',
      ),
      rounding: key(
        choice('down', 'up', 'nearest'),
        'down',
        'ASSUMPTION rate-control-rounding: AWS shows only examples that divide evenly',
      ),
      order: key(
        choice('random', 'listed'),
        'random',
        'AWS does not say in which order targets are sent to; random favours no group',
      ),
      ackPatience: key<Distribution>(
        distribution(),
        '1m',
        'the ramp does not wait for ever for a node that stays silent',
      ),
    },
    runCommand: {
      delivery: key<Distribution>(
        distribution(),
        uniform('200ms', '2s'),
        'agents poll long or hold a channel open: commands arrive within seconds',
      ),
      undeliverableAfter: key<Distribution>(
        distribution(),
        '0s',
        'the service knows a lost connection when it sends',
      ),
    },
    maintenanceWindows: {
      startLag: key<Distribution>(
        distribution(),
        uniform('0s', '30s'),
        'executions are seen to start some seconds after the nominal time',
      ),
      cutoff: key(
        choice('tasks', 'invocations'),
        'tasks',
        'AWS: the cutoff stops new tasks, and cancels running ones only with CANCEL_TASK; the guides stop new invocations',
        'invocations',
      ),
      sixth: key(
        choice('queue', 'skip', 'fail'),
        'queue',
        'AWS runs five windows at once and does not say what becomes of the sixth',
      ),
    },
    agent: {
      heartbeat: key(duration(), '5m', 'the agent calls UpdateInstanceInformation every five minutes'),
      missedHeartbeats: key(
        integer(1, 1000),
        '2',
        'AWS gives no number; a node is seen as ConnectionLost after some minutes of silence',
      ),
      registration: key<Distribution>(
        distribution(),
        lognormal('2m', '1m'),
        'reported from half a minute to six minutes after boot',
      ),
      credentialRetry: key<Distribution>(
        distribution(),
        uniform('25m', '30m'),
        'after an access denial the agent sleeps 25 minutes and up to 5 more; the guides say five minutes',
        '5m',
      ),
      credentialValidity: key<Distribution>(
        distribution(),
        uniform('30m', '1h'),
        'credentials of a profile last an hour and are renewed at half of it',
      ),
      defaultHostManagement: key<Distribution>(
        distribution(),
        uniform('0s', '30m'),
        'AWS: the setting can take up to 30 minutes',
      ),
    },
    patching: {
      scan: key<Distribution>(
        distribution(),
        lognormal('30s', '15s'),
        'ASSUMPTION patching-durations: measure yours and put them here',
      ),
      install: key<Distribution>(
        distribution(),
        lognormal('1m', '30s'),
        'one patch that names no `install` of its own; ASSUMPTION patching-durations',
      ),
      reboot: key<Distribution>(
        distribution(),
        lognormal('4m', '1m'),
        "one reboot until the agent's first ping; ASSUMPTION patching-durations",
      ),
      installFails: key(
        share(),
        '0.2%',
        'an installation fails now and then for no reason of the patch: locks, disks, repositories',
      ),
      rebootFails: key(
        share(),
        '0.01%',
        'one reboot in ten thousand: rare, and reported by nobody; the node holds its slot for hours',
      ),
      rebootIfNeeded: key(
        choice('anyInstalled', 'required'),
        'anyInstalled',
        'AWS: RebootIfNeeded reboots if any patch was installed; the guides, if one requires it',
        'required',
      ),
    },
    exposure: {
      severities: key<readonly string[]>(
        listOf(text('a severity')),
        ['Critical', 'Important'],
        'the severities that patch policies commonly single out',
      ),
    },
  };
}

/** The other keys of `model`: lists and numbers by themselves. */
export const patchGroupKeysDefault = { aws: ['Patch Group', 'PatchGroup'], 'study-guide': ['Patch Group'] };

/** Ten minutes of computing, and far beyond any scenario that advances. */
export const eventLimitDefault = '1000000000';

/** `model.documents.<Name>`: how a document, function or state machine behaves on one target. */
export const documentShape = once(() => {
  return map({
    run: optional(distribution()),
    fails: optional(share()),
    outputCharacters: optional(integer(0, 1_000_000_000)),
    platforms: optional(listOf(choice('Linux', 'MacOS', 'Windows'))),
    minimumAgentVersion: optional(agentVersion()),
  });
});

export function agentVersion(): Field<string> {
  return text('an agent version such as 3.3.987.0', { pattern: /^[0-9]{1,5}(\.[0-9]{1,5}){3}$/ });
}

/** What a key of `model.documents` that is left out says. */
export const documentDefault: DocumentModel = {
  run: { family: 'constant', value: 60_000 },
  failsShare: 0,
  outputCharacters: 0,
};

/**
 * ASSUMPTION built-in-documents: what these documents do depends on their parameters; short runs that succeed are the
 * least that can be said of them. `model.documents` overrides each.
 */
export const builtInDocuments: ReadonlyMap<string, DocumentModel> = new Map(
  (
    [
      ['AWS-RunShellScript', 20_000, 10_000],
      ['AWS-RunPowerShellScript', 20_000, 10_000],
      ['AWS-UpdateSSMAgent', 60_000, 20_000],
      ['AWS-ConfigureAWSPackage', 120_000, 60_000],
    ] as const
  ).map(([name, mean, sd]) => [name, { ...documentDefault, run: { family: 'lognormal', mean, sd } }]),
);

/** Simulated step by step rather than by a duration. */
export const patchBaselineDocument = 'AWS-RunPatchBaseline';
