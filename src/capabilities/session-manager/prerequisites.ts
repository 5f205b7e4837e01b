/**
 * What a session needs before it connects, in the order in which AWS asks for it. The first that is missing ends it: some
 * are refused with the call, some end a session that has an id already.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html
 */
import type { Asked, Obstacle, Prerequisite } from './asked.ts';
import { logPrerequisites } from './logging.ts';
import {
  absentObstacle,
  agentObstacle,
  channelObstacle,
  documentAgentObstacle,
  encryptionObstacle,
  endpointObstacle,
  nodeKeyObstacle,
  nodeObstacle,
  runAsObstacle,
  tierObstacle,
  userKeyObstacle,
} from './rules.ts';

const guide = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';

const hasShell = ({ document }: Asked): boolean => document.type !== 'Port';
const hasKey = ({ preferences }: Asked): boolean => preferences.kmsKey !== null;

export const prerequisites: readonly Prerequisite[] = [
  {
    name: 'node',
    title: 'The node is Online',
    ends: 'call',
    page: `${guide}/session-manager-troubleshooting.html#ssh-target-not-connected`,
    obstacle: nodeObstacle,
  },
  {
    name: 'endpoint',
    title: 'ssmmessages can be reached',
    ends: 'call',
    page: `${guide}/systems-manager-setting-up-messageAPIs.html`,
    obstacle: endpointObstacle,
  },
  {
    name: 'channels',
    title: 'The profile allows the channels',
    ends: 'call',
    page: `${guide}/getting-started-create-iam-instance-profile.html`,
    obstacle: channelObstacle,
  },
  {
    name: 'agent',
    title: 'The agent knows sessions',
    ends: 'call',
    page: `${guide}/session-manager-prerequisites.html`,
    obstacle: agentObstacle,
  },
  {
    name: 'tier',
    title: 'The tier of hybrid nodes',
    ends: 'call',
    page: `${guide}/fleet-manager-configure-instance-tiers.html`,
    obstacle: tierObstacle,
  },
  {
    name: 'document',
    title: 'The agent knows the document',
    ends: 'session',
    page: `${guide}/session-manager-working-with-sessions-start.html`,
    isAsked: ({ document }) => document.minimumAgentVersion !== null,
    obstacle: documentAgentObstacle,
  },
  {
    name: 'encryption',
    title: 'The agent can encrypt',
    ends: 'session',
    page: `${guide}/session-preferences-enable-encryption.html`,
    isAsked: (asked) => hasKey(asked) || asked.document.needsKey,
    obstacle: encryptionObstacle,
  },
  {
    name: 'key-of-user',
    title: 'The user may use the key',
    ends: 'session',
    page: `${guide}/session-preferences-enable-encryption.html`,
    isAsked: hasKey,
    obstacle: userKeyObstacle,
  },
  {
    name: 'key-of-node',
    title: 'The node may use the key',
    ends: 'session',
    page: `${guide}/session-preferences-enable-encryption.html`,
    isAsked: hasKey,
    obstacle: nodeKeyObstacle,
  },
  {
    name: 'run-as',
    title: 'The user exists on the node',
    ends: 'session',
    page: `${guide}/session-preferences-run-as.html`,
    isAsked: (asked) => hasShell(asked) && asked.preferences.runAs !== null && asked.platform !== 'Windows',
    obstacle: runAsObstacle,
  },
  ...logPrerequisites,
];

/** What is missing first. */
export interface Missing {
  readonly prerequisite: Prerequisite;
  readonly obstacle: Obstacle;
}

/** A node that the account and Region of the call do not have. */
export function absentNode(target: string, home: string | undefined, account: string): Missing | null {
  const obstacle = absentObstacle(target, home, account);
  return obstacle === null ? null : { prerequisite: prerequisites[0]!, obstacle };
}

/** Of those that end the call, or the session. */
export function firstMissing(asked: Asked, ends?: Prerequisite['ends']): Missing | null {
  for (const prerequisite of prerequisites) {
    if (ends !== undefined && prerequisite.ends !== ends) continue;
    if (prerequisite.isAsked?.(asked) === false) continue;
    const obstacle = prerequisite.obstacle(asked);
    if (obstacle !== null) return { prerequisite, obstacle };
  }
  return null;
}
