/**
 * What a node and a user need for a session, each rule by itself.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html and the pages of the same
 * guide that the rules name
 */
import { isAtLeast } from '../../aws/agent-version.ts';
import { type Asked, failing, keyArn, lackedBy, type Obstacle } from './asked.ts';

const baseAgent = '2.3.68.0';
const keyAgent = '2.3.539.0';

function notConnected(why: string, remedy: string): Obstacle {
  return { error: 'TargetNotConnected', why, remedy };
}

const accountWords = (name: string): string =>
  name === '' ? 'the account of `account`' : `the account ${name}`;

/**
 * API_StartSession.html: a node of another account or Region is not connected, and neither is one that is not there. `home`: the
 * account that has the node; undefined: none.
 */
export function absentObstacle(target: string, home: string | undefined, account: string): Obstacle | null {
  if (home === account) return null;
  if (home === undefined)
    return notConnected(`${accountWords(account)} has no node ${target}`, 'name a node of the fleet');
  return notConnected(
    `${target} is in ${accountWords(home)}, and the call is made in ${accountWords(account)}`,
    home === '' ? 'leave out account in the action' : `write account: ${home} in the action`,
  );
}

/** #ssh-target-not-connected: the node is not set up for Session Manager, or is not there. */
export function nodeObstacle({ node, away }: Pick<Asked, 'node' | 'away'>): Obstacle | null {
  if (away === null) return null;
  return notConnected(`${node} is not connected: ${away}`, `ask fleetsim explain about ${node}`);
}

/** Sessions travel through ssmmessages alone, whatever commands find: systems-manager-setting-up-messageAPIs.html. */
export function endpointObstacle({ node, leadsTo }: Pick<Asked, 'node' | 'leadsTo'>): Obstacle | null {
  if (leadsTo('ssmmessages')) return null;
  return notConnected(
    `the subnet of ${node} leads to no ssmmessages endpoint`,
    'add ssmmessages to the endpoints of its subnet',
  );
}

export const channelActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
] as const;

/** getting-started-create-iam-instance-profile.html: all four. */
export function channelObstacle({ node, permissions }: Pick<Asked, 'node' | 'permissions'>): Obstacle | null {
  const lacking = lackedBy(permissions, channelActions);
  if (lacking.length === 0) return null;
  return notConnected(
    `the instance profile of ${node} does not allow ${lacking.join(', ')}`,
    `allow ${lacking.join(', ')} in the instance profile`,
  );
}

/** session-manager-prerequisites.html: 2.3.68.0 or later. */
export function agentObstacle({ agentVersion }: Pick<Asked, 'agentVersion'>): Obstacle | null {
  if (isAtLeast(agentVersion, baseAgent)) return null;
  return notConnected(`SSM Agent ${agentVersion} knows no sessions`, updateTo(baseAgent));
}

function updateTo(version: string): string {
  return `update SSM Agent to ${version} or later, with AWS-UpdateSSMAgent`;
}

/** Hybrid nodes need the advanced-instances tier. The words are those that the call answers. */
export function tierObstacle({
  node,
  isOfStandardTier,
}: Pick<Asked, 'node' | 'isOfStandardTier'>): Obstacle | null {
  if (!isOfStandardTier) return null;
  return {
    error: 'BadRequest',
    why: `${node} is a hybrid node, and its account has the standard-instances tier: Session Manager needs the advanced-instances tier`,
    remedy:
      'write instanceTier: advanced, or call UpdateServiceSetting for /ssm/managed-instance/activation-tier',
  };
}

/**
 * What the document asks of the agent: ports, and ports of another host, came later than sessions.
 *
 * ASSUMPTION session-old-agent: AWS names the versions, and not how a session with an older agent ends.
 */
export function documentAgentObstacle({
  agentVersion,
  document: { name, minimumAgentVersion },
}: Pick<Asked, 'agentVersion' | 'document'>): Obstacle | null {
  if (minimumAgentVersion === null || isAtLeast(agentVersion, minimumAgentVersion)) return null;
  return failing(
    `${name} needs SSM Agent ${minimumAgentVersion} or later, and the node has ${agentVersion}`,
    updateTo(minimumAgentVersion),
  );
}

/** session-preferences-enable-encryption.html: 2.3.539.0 or later; without a key there is no password to reset. */
export function encryptionObstacle({
  agentVersion,
  document: { name, needsKey },
  preferences: { kmsKey },
}: Pick<Asked, 'agentVersion' | 'document' | 'preferences'>): Obstacle | null {
  if (kmsKey === null) {
    if (!needsKey) return null;
    return failing(`${name} needs sessions that a KMS key encrypts`, 'write kmsKeyId in the preferences');
  }
  if (isAtLeast(agentVersion, keyAgent)) return null;
  return failing(`SSM Agent ${agentVersion} cannot encrypt a session with a KMS key`, updateTo(keyAgent));
}

const handshake = 'Encountered error while initiating handshake.';

/** The client makes the data key: session-preferences-enable-encryption.html. */
export function userKeyObstacle(asked: Pick<Asked, 'caller' | 'preferences' | 'account'>): Obstacle | null {
  const { caller } = asked;
  if (caller === undefined || lackedBy(caller, ['kms:GenerateDataKey'], keyArn(asked)).length === 0)
    return null;
  return failing(
    `${caller.name}, who starts the session, may not kms:GenerateDataKey with the key of the preferences; a right of the node does not count here`,
    `allow kms:GenerateDataKey in principals.${caller.name}`,
    `${handshake} KMSEncryption failed on client with status 2 error: Error calling KMS GenerateDataKey API: AccessDeniedException`,
  );
}

/** The agent decrypts it. */
export function nodeKeyObstacle(
  asked: Pick<Asked, 'node' | 'permissions' | 'leadsTo' | 'preferences' | 'account'>,
): Obstacle | null {
  const { node, permissions, leadsTo } = asked;
  if (!leadsTo('kms')) {
    return failing(
      `the subnet of ${node} leads to no kms endpoint, by which the agent decrypts the key of the session`,
      'add kms to the endpoints of its subnet',
      `${handshake} Handshake timed out`,
    );
  }
  if (lackedBy(permissions, ['kms:Decrypt'], keyArn(asked)).length === 0) return null;
  return failing(
    `the instance profile of ${node} does not allow kms:Decrypt with the key of the preferences; a right of the user does not count here`,
    'allow kms:Decrypt in the instance profile',
    `${handshake} Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException`,
  );
}

/** The tag of a user that goes before the user of the preferences: session-preferences-run-as.html. */
const runAsTag = 'SSMSessionRunAs';

/** Null: no user is named. */
export function runAsUser({ caller, preferences }: Pick<Asked, 'caller' | 'preferences'>): string | null {
  return caller?.tags[runAsTag] ?? preferences.runAs?.defaultUser ?? null;
}

/** Session Manager does not fall back on ssm-user. */
export function runAsObstacle(
  asked: Pick<Asked, 'node' | 'caller' | 'preferences' | 'missingUsers'>,
): Obstacle | null {
  const user = runAsUser(asked);
  if (user === null) {
    return failing(
      'Run As is on, and names no user: neither the tag SSMSessionRunAs of the caller nor runAsDefaultUser',
      'write runAsDefaultUser in the preferences, or the tag SSMSessionRunAs of the principal',
    );
  }
  if (!asked.missingUsers.includes(user)) return null;
  return failing(
    `the user ${user}, as whom the session is to run, does not exist on ${asked.node}`,
    `create ${user} on the node, or name a user that exists in runAsDefaultUser`,
  );
}
