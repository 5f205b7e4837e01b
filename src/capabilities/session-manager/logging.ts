/**
 * Where the log of a session goes, what keeps the session from starting because of it, and when the session goes on and its
 * log is lost.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html#session-manager-troubleshooting-start-blank-screen
 */
import { isAtLeast } from '../../aws/agent-version.ts';
import { arnOf, partitionOf } from '../../aws/arn.ts';
import { type Asked, failing, lackedBy, type Obstacle, type Prerequisite } from './asked.ts';
import type { SessionDocument } from './documents.ts';

/** Sessions that forward ports, SSH among them, are not logged: what goes through them is encrypted by others. */
export function isLogged({ type }: Pick<SessionDocument, 'type'>): boolean {
  return type !== 'Port';
}

/** Where the log of a session goes. */
export interface LogTarget {
  readonly to: 'Amazon S3' | 'CloudWatch Logs';
  readonly name: string;
  readonly endpoint: 's3' | 'logs';
  readonly needsEncryption: boolean;
  /** What shows the agent whether the target is encrypted. */
  readonly looksWith: string;
  /** What that is asked of. */
  readonly looksAt: string;
  /** What it writes with. */
  readonly writesWith: readonly string[];
  /** What it writes. */
  readonly writesTo: string;
  /** While the session goes on. Else once it is over. */
  readonly isStreamed: boolean;
}

const streamingAgent = '3.0.284.0';

/** getting-started-create-iam-instance-profile.html#create-iam-instance-profile-ssn-logging names the actions. */
export function logTargets({
  document,
  preferences,
  account,
  sessionId,
}: Pick<Asked, 'document' | 'preferences' | 'account' | 'sessionId'>): readonly LogTarget[] {
  if (!isLogged(document)) return [];
  const { bucket, bucketPrefix, logGroup, needsEncryptedBucket, needsEncryptedLogGroup, isStreamed } =
    preferences;
  const targets: LogTarget[] = [];
  if (bucket !== null) {
    const bucketArn = `arn:${partitionOf(account.region)}:s3:::${bucket}`;
    targets.push({
      to: 'Amazon S3',
      name: bucket,
      endpoint: 's3',
      needsEncryption: needsEncryptedBucket,
      looksWith: 's3:GetEncryptionConfiguration',
      looksAt: bucketArn,
      writesWith: ['s3:PutObject'],
      writesTo: [bucketArn, bucketPrefix.replace(/\/$/, ''), `${sessionId}.log`]
        .filter((part) => part !== '')
        .join('/'),
      isStreamed: false,
    });
  }
  if (logGroup !== null) {
    targets.push({
      to: 'CloudWatch Logs',
      name: logGroup,
      endpoint: 'logs',
      needsEncryption: needsEncryptedLogGroup,
      looksWith: 'logs:DescribeLogGroups',
      looksAt: arnOf('logs', account, 'log-group:*'),
      writesWith: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      writesTo: arnOf('logs', account, `log-group:${logGroup}:log-stream:${sessionId}`),
      // Streaming is not supported for commands.
      isStreamed: isStreamed && document.type === 'Standard_Stream',
    });
  }
  return targets;
}

/** Solution C of the page: without the endpoint the screen stays blank. */
export function logEndpointObstacle(asked: Asked): Obstacle | null {
  const cutOff = logTargets(asked).find(({ endpoint }) => !asked.leadsTo(endpoint));
  if (cutOff === undefined) return null;
  return blank(
    `the preferences log to ${cutOff.to}, and the subnet of ${asked.node} leads to no ${cutOff.endpoint} endpoint`,
    `add ${cutOff.endpoint} to the endpoints of its subnet`,
  );
}

function blank(why: string, remedy: string): Obstacle {
  return { error: null, why, remedy };
}

/** Solution D: the bucket or the log group is gone. */
export function logTargetObstacle(asked: Asked): Obstacle | null {
  const gone = logTargets(asked).find(({ name }) => asked.missingLogs.includes(name));
  if (gone === undefined) return null;
  return blank(
    `${gone.name}, where the preferences log to, does not exist`,
    'name one that exists in the preferences',
  );
}

/** Solution E, and what the agent says then: a target that it cannot look at counts as one without encryption. */
export function logEncryptionObstacle(asked: Asked): Obstacle | null {
  for (const { to, name, needsEncryption, looksWith, looksAt } of logTargets(asked)) {
    if (!needsEncryption) continue;
    const [what, key] =
      to === 'Amazon S3'
        ? ['Amazon S3 bucket', 's3EncryptionEnabled']
        : ['CloudWatch Logs log group', 'cloudWatchEncryptionEnabled'];
    const error = `We couldn't start the session because encryption is not set up on the selected ${what}`;
    if (asked.unencryptedLogs.includes(name)) {
      return failing(
        `${name} is not encrypted, and the preferences allow only what is`,
        `encrypt ${name}, or write ${key}: false`,
        error,
      );
    }
    if (lackedBy(asked.permissions, [looksWith], looksAt).length > 0) {
      return failing(
        `the instance profile of ${asked.node} does not allow ${looksWith}, by which the agent sees whether ${name} is encrypted`,
        `allow ${looksWith} in the instance profile, or write ${key}: false`,
        error,
      );
    }
  }
  return null;
}

/** Why the log of a session that works is not written, and what to do about it; null: it is. */
export function logLoss(
  { writesWith, writesTo, isStreamed }: LogTarget,
  { permissions, agentVersion, node }: Pick<Asked, 'permissions' | 'agentVersion' | 'node'>,
): Pick<Obstacle, 'why' | 'remedy'> | null {
  const lacking = lackedBy(permissions, writesWith, writesTo).join(', ');
  if (lacking !== '') {
    const why = `the instance profile of ${node} does not allow ${lacking}`;
    return { why, remedy: `allow ${lacking} in the instance profile` };
  }
  if (!isStreamed || isAtLeast(agentVersion, streamingAgent)) return null;
  const why = `SSM Agent ${agentVersion} cannot stream a log: that needs ${streamingAgent}`;
  return {
    why,
    remedy: `update SSM Agent to ${streamingAgent} or later, or write cloudWatchStreamingEnabled: false`,
  };
}

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html#session-manager-troubleshooting-start-blank-screen';
const isLoggedTo = (asked: Asked): boolean => logTargets(asked).length > 0;

export const logPrerequisites: readonly Prerequisite[] = [
  {
    name: 'log-endpoint',
    title: 'The log can be reached',
    ends: 'session',
    page,
    isAsked: isLoggedTo,
    obstacle: logEndpointObstacle,
  },
  {
    name: 'log-target',
    title: 'The log exists',
    ends: 'session',
    page,
    isAsked: isLoggedTo,
    obstacle: logTargetObstacle,
  },
  {
    name: 'log-encryption',
    title: 'The log is encrypted',
    ends: 'session',
    page,
    isAsked: (asked) => logTargets(asked).some(({ needsEncryption }) => needsEncryption),
    obstacle: logEncryptionObstacle,
  },
];
