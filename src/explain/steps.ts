/** What the journal says of the node, in words. */
import { type ExitCode, exitCodeMeanings } from '../capabilities/patch-manager/exit-codes.ts';
import type { JournalEntry } from '../result/journal.ts';
import type { StepDetail } from './explanation.ts';

type Words = (entry: JournalEntry) => string;

const ofMachine: Readonly<Record<string, Words>> = {
  'managed-nodes/node-launched': () => 'launched',
  'managed-nodes/node-stopped': () => 'stopped',
  'managed-nodes/node-started': () => 'started',
  'managed-nodes/node-terminated': () => 'terminated',
  'managed-nodes/agent-stopped': () => 'the agent stops',
  'managed-nodes/agent-started': () => 'the agent starts',
};
const ofReboot: Readonly<Record<string, Words>> = {
  'patch-manager/reboot-requested': ({ cause }) => `${cause} asks for a reboot`,
  'managed-nodes/node-went-down': ({ reason }) => `goes down (${reason})`,
  'managed-nodes/node-booted': ({ reason }) => `is up again (after: ${reason})`,
  'managed-nodes/node-lost': () => 'does not come back',
};
const ofProfile: Readonly<Record<string, Words>> = {
  'managed-nodes/instance-profile-changed': ({ profile }) => `instance profile: now ${profile}`,
  'managed-nodes/registration-refused': ({ reason }) => `registration refused: ${reason}`,
};
const ofNetwork: Readonly<Record<string, Words>> = {
  'managed-nodes/network-changed': ({ network }) => `network ${network}`,
};
const ofConnection: Readonly<Record<string, Words>> = {
  'managed-nodes/node-registered': () => 'registers with Systems Manager',
  'managed-nodes/node-came-online': () => 'is Online: heartbeats arrive',
  'managed-nodes/node-fell-silent': ({ reason }) => `falls silent (${reason})`,
};
const ofTags: Readonly<Record<string, Words>> = {
  'managed-nodes/tags-changed': () => 'its tags change',
};
const ofRun: Readonly<Record<string, Words>> = {
  'run-command/invocation-sent': ({ command }) => `${command} is sent to it`,
  'run-command/invocation-acknowledged': () => 'the agent acknowledges it',
  'run-command/invocation-started': () => 'the agent starts the document',
  'patch-manager/operation-started': ({ operation }) => `AWS-RunPatchBaseline begins its ${operation}`,
  'patch-manager/patches-installed': ({ installed, failed }) => `${installed} installed, ${failed} failed`,
  'patch-manager/compliance-reported': ({ compliance, missing }) =>
    `report uploaded: ${compliance}, ${missing} missing`,
  'patch-manager/operation-finished': ({ exitCode }) =>
    exitCode === null
      ? 'AWS-RunPatchBaseline is ended by its timeout'
      : `AWS-RunPatchBaseline ends with ${exitCodeWords(Number(exitCode))}`,
  'run-command/run-killed': () => 'what runs is killed',
  'run-command/invocation-finished': ({ status }) => `the invocation ends: ${status}`,
};

const all = { ...ofMachine, ...ofReboot, ...ofProfile, ...ofNetwork, ...ofConnection, ...ofTags, ...ofRun };

export const stepsAbout = {
  machine: Object.keys(ofMachine),
  reboot: Object.keys(ofReboot),
  profile: Object.keys(ofProfile),
  network: Object.keys(ofNetwork),
  connection: Object.keys(ofConnection),
  tags: Object.keys(ofTags),
  run: Object.keys(ofRun),
} as const;

/** `exit code 156 (the patching code could not be downloaded from S3)` */
export function exitCodeWords(exitCode: number): string {
  const meaning = exitCodeMeanings[exitCode as ExitCode] as string | undefined;
  return `exit code ${exitCode}${meaning === undefined ? '' : ` (${meaning})`}`;
}

/** Those of the kinds named, in the order in which they happened. */
export function stepsIn(journal: readonly JournalEntry[], events: readonly string[]): StepDetail[] {
  return journal
    .filter(({ event }) => events.includes(event))
    .map((entry) => {
      const { at, event } = entry;
      const exitCode = typeof entry['exitCode'] === 'number' ? entry['exitCode'] : null;
      return { kind: 'step', at, event, text: all[event]!(entry), exitCode };
    });
}

/** A node that has been up and down all week: its last days are what matters. */
export const stepsMax = 12;
