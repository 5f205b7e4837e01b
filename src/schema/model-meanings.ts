/** What each key of `model` is; its reason and its default stand in the loader's table. */
import type { ModelKey } from '../scenario/model.ts';
import { modelSections, modelTable } from '../scenario/model.ts';
import { type Meaning, type Meanings, written } from './meaning.ts';

interface Said {
  readonly is: string;
  readonly words?: Readonly<Record<string, string>>;
}

const keys: Readonly<Record<string, string | Said>> = {
  'rateControl.dispatch': {
    is: 'How invocations are sent out',
    words: {
      ramp: '1, 2, 4, 8, … and then each freed slot again',
      sliding: 'As many as MaxConcurrency allows from the start, and each freed slot again',
      batch: 'As many as MaxConcurrency allows; the next when the last of them has ended',
    },
  },
  'rateControl.halt': {
    is: 'Which error stops a command',
    words: { exceeds: 'The one after MaxErrors', reaches: 'The one that makes up MaxErrors' },
  },
  'rateControl.rounding': {
    is: 'Percentages of targets become whole numbers by rounding',
    words: {
      down: 'Down, but never to a concurrency of 0',
      up: 'Up',
      nearest: 'To the nearest',
    },
  },
  'rateControl.order': {
    is: 'In which order targets are sent to',
    words: { random: 'Drawn at random', listed: 'As they are listed' },
  },
  'rateControl.ackPatience': 'How long the ramp waits for a node to acknowledge',
  'runCommand.delivery': 'From sending to acknowledgement',
  'runCommand.undeliverableAfter': 'How long until a node that is ConnectionLost becomes Undeliverable',
  'maintenanceWindows.startLag': 'How long after its nominal start a window opens',
  'maintenanceWindows.cutoff': {
    is: 'What the cutoff stops by itself',
    words: { tasks: 'New tasks', invocations: 'New invocations, too' },
  },
  'maintenanceWindows.sixth': {
    is: 'What becomes of a window that would be the sixth to run at once',
    words: { queue: 'It waits its turn', skip: 'It does not run', fail: 'It fails' },
  },
  'agent.heartbeat': 'Time between two heartbeats',
  'agent.missedHeartbeats': 'How many of them may be missed before a node is ConnectionLost',
  'agent.registration': 'From boot to Online, for a node that registers',
  'agent.credentialRetry': 'How long the agent waits after it was denied access before it tries again',
  'agent.credentialValidity': 'How long credentials last of a profile that was taken away',
  'agent.defaultHostManagement': 'How long Default Host Management takes to reach a node',
  'patching.scan': 'One scan',
  'patching.install': 'One patch that names no `install` of its own',
  'patching.reboot': 'One reboot, until the agent’s first ping',
  'patching.installFails': 'Share of installations that fail for no reason of the patch',
  'patching.rebootFails': 'Share of reboots that a node does not come back from',
  'patching.rebootIfNeeded': {
    is: 'When RebootIfNeeded reboots',
    words: { anyInstalled: 'If any patch was installed', required: 'If a patch with `reboot: true` was' },
  },
  'exposure.severities': 'Severities of the patches that exposure counts',
};

/** By the end of a path: groups and operating systems may say the same. */
export function modelMeanings(): Meanings {
  const entries = modelSections.flatMap((section) => {
    const table: [string, ModelKey<unknown>][] = Object.entries(modelTable()[section]);
    return table.map(([name, key]): [string, Meaning] => [
      `${section}.${name}`,
      meaningOf(section, name, key),
    ]);
  });
  return Object.fromEntries(entries);
}

function meaningOf(section: string, name: string, key: ModelKey<unknown>): Meaning {
  const said = keys[`${section}.${name}`];
  if (said === undefined)
    throw new Error(`model.${section}.${name}: say what it is in src/schema/model-meanings.ts`);
  const { is, words } = typeof said === 'string' ? { is: said, words: undefined } : said;
  const reason = key.reason.replaceAll(/ASSUMPTION ([a-z-]+)/g, 'assumption `$1`');
  const guide =
    key.studyGuide === undefined ? '' : `. Under \`rules: study-guide\`: \`${written(key.studyGuide)}\``;
  return {
    says: `${is}. Why so: ${reason}${guide}`,
    default: key.default,
    ...(words === undefined ? {} : { words }),
  };
}
