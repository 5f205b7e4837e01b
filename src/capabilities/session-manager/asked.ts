/** What is known where a session is asked for, and what may keep it from connecting. */
import { type AccountAndRegion, arnOf } from '../../aws/arn.ts';
import { policiesAllow } from '../../aws/iam.ts';
import type { Policies, Principal } from '../../world/identity.ts';
import type { EndpointName } from '../../world/network.ts';
import type { PlatformType } from '../../world/operating-systems.ts';
import type { SessionDocument } from './documents.ts';
import type { Preferences } from './preferences.ts';

/** All that is known where a session is asked for. */
export interface Asked {
  /** Its name. */
  readonly node: string;
  /** Why the node is no managed node that is Online; null: it is. */
  readonly away: string | null;
  readonly isOfStandardTier: boolean;
  readonly platform: PlatformType;
  readonly agentVersion: string;
  /** What its agent may do; null: nothing. */
  readonly permissions: Policies | null;
  readonly leadsTo: (endpoint: EndpointName) => boolean;
  readonly missingUsers: readonly string[];
  readonly missingLogs: readonly string[];
  readonly unencryptedLogs: readonly string[];
  readonly document: SessionDocument;
  readonly preferences: Preferences;
  readonly account: AccountAndRegion;
  /** As AWS makes it: the name of the log. */
  readonly sessionId: string;
  /** Undefined: someone who may do everything. */
  readonly caller: Principal | undefined;
}

export interface Obstacle {
  /** AWS's name of the error, or what the session says where it ends; null: a blank screen says nothing. */
  readonly error: string | null;
  readonly why: string;
  readonly remedy: string;
}

export interface Prerequisite {
  readonly name: string;
  /** As a heading. */
  readonly title: string;
  /** `call`: StartSession is refused. `session`: it has begun, and fails. */
  readonly ends: 'call' | 'session';
  readonly page: string;
  /** Absent: in every session. */
  readonly isAsked?: (asked: Asked) => boolean;
  readonly obstacle: (asked: Asked) => Obstacle | null;
}

/** One that ends a session which has an id already. */
export function failing(why: string, remedy: string, error: string = why): Obstacle {
  return { error, why, remedy };
}

/** Of the actions those that nothing allows; `resource` absent: it is not told. */
export function lackedBy(
  permissions: Policies | null,
  actions: readonly string[],
  resource?: string,
): readonly string[] {
  const about = resource === undefined ? {} : { resource };
  return actions.filter((action) => permissions === null || !policiesAllow(permissions, action, about));
}

/** The ARN of the key of the preferences; undefined: an alias, which policies do not name. */
export function keyArn({
  preferences: { kmsKey },
  account,
}: Pick<Asked, 'preferences' | 'account'>): string | undefined {
  if (kmsKey === null || kmsKey.includes('alias/')) return undefined;
  return kmsKey.startsWith('arn:') ? kmsKey : arnOf('kms', account, `key/${kmsKey}`);
}
