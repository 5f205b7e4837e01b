/**
 * Who may read and write: two rights for a SecureString, one of Systems Manager and one of AWS KMS.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
import {
  type Asker,
  applies,
  denialWords,
  judge,
  statementWords,
  type Verdict,
} from '../../aws/authorization.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { type Key, keyNamed } from '../../cloudformation/world-resources/keys.ts';
import type { ResourceStatement } from '../../world/identity.ts';
import type { Refusal } from './refusal.ts';
import type { Tier } from './values.ts';

/** In whose name a call is made. */
export interface Caller {
  /** As messages of AWS name it. */
  readonly arn: string;
  /** As the file names it: a principal, an instance profile. */
  readonly name: string;
  /** By which policies of keys may name it: of a profile, those of its role. */
  readonly arns: readonly string[];
  /** Null: someone who may do everything. */
  readonly policies: Asker | null;
}

/** Which right is missing, and why. */
export interface Denial extends Refusal {
  /** `kms:Decrypt` */
  readonly action: string;
  /** A sentence without its end. */
  readonly because: string;
}

const accessDenied = 'AccessDeniedException';

/** Null: the call is refused for another reason, such as a key that is disabled, or is not refused. */
export function missingRight(refusal: Refusal | Denial | null): Denial | null {
  return refusal !== null && 'action' in refusal && refusal.error !== 'InvalidKeyId' ? refusal : null;
}

/** Null: the caller's own policies let it. */
export function ownDenial(caller: Caller, action: string, resource: string): Denial | null {
  const { policies, arn } = caller;
  if (policies === null) return null;
  const ask = { action, resource };
  const verdict = judge(policies, ask);
  if (verdict.isAllowed) return null;
  const message = denialWords(`User: ${arn}`, ask, verdict);
  return { error: accessDenied, message, action, because: ownWords(caller, action, verdict) };
}

export function ownWords({ name }: Pick<Caller, 'name'>, action: string, verdict: Verdict): string {
  const what = verdict.kind === 'session' ? `the session policy of ${name}` : name;
  if (verdict.by === null) return `no statement of ${what} allows ${action}`;
  return `${statementWords(verdict) ?? `a policy of AWS that ${name} has`} denies ${action}`;
}

/** What KMS is asked when a value is written: the key encrypts a standard value itself, and gives a data key for an advanced one. */
export function encryptingAction(tier: Tier): string {
  return tier === 'Standard' ? 'kms:Encrypt' : 'kms:GenerateDataKey';
}

/**
 * Null: the key may be used. The policy of alias/aws/ssm lets everyone of the account use it by way of Systems Manager, so that only a
 * Deny keeps them out. The policy of another key names them, or hands the decision to the policies of its account.
 */
export function keyDenial(nouns: Nouns, keyId: string, caller: Caller, action: string): Denial | null {
  const { policies } = caller;
  const key = keyNamed(nouns, keyId);
  if (key?.isEnabled === false) {
    const message = `${key.arn} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException)`;
    return { error: 'InvalidKeyId', message, action, because: `its key ${key.logicalId} is disabled` };
  }
  const denied = (because: string): Denial => ({ ...kmsError(caller, action, keyId), action, because });
  const arn = key?.arn ?? (keyId.startsWith('arn:') ? keyId : undefined);
  const own =
    policies === null ? null : judge(policies, { action, ...(arn === undefined ? {} : { resource: arn }) });
  if (own?.by?.effect === 'Deny') return denied(ownWords(caller, action, own));
  const by = key === null ? 'direct' : key === undefined ? 'account' : grantOf(key, caller, action);
  const policyOf = `the policy of the key ${key?.logicalId}`;
  if (by === 'denied') return denied(`${policyOf} denies ${caller.name} ${action}`);
  if (by === 'none') return denied(`${policyOf} does not let ${caller.name} use ${action}`);
  return by === 'direct' || own === null || own.isAllowed ? null : denied(ownWords(caller, action, own));
}

/** AWS KMS tells someone who may not decrypt no more than this. */
function kmsError({ arn }: Caller, action: string, keyId: string): Refusal {
  const service = '(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)';
  const message =
    action === 'kms:Decrypt'
      ? 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.'
      : `User: ${arn} is not authorized to perform: ${action} on resource: ${keyId}`;
  return { error: accessDenied, message: `${message} ${service}` };
}

type Grant = 'direct' | 'account' | 'none' | 'denied';

/** What the policy of the key says of the caller. A key without a policy of its own hands everything to its account. */
function grantOf({ policy, arn }: Key, caller: Caller, action: string): Grant {
  if (policy === null) return 'account';
  const account = arn.split(':')[4]!;
  const own = caller.arns;
  const concerned = policy.filter((statement) => applies(statement, action));
  const named = (names: readonly string[]) => (statement: ResourceStatement) =>
    statement.principals.some((principal) => principal === '*' || names.includes(principal));
  const isRoot = [account, arn.replace(/:kms:.*$/, `:iam::${account}:root`)];
  const ofCaller = concerned.filter(named(own));
  const ofAccount = concerned.filter(named(isRoot));
  if ([...ofCaller, ...ofAccount].some(({ effect }) => effect === 'Deny')) return 'denied';
  if (ofCaller.some(({ effect }) => effect === 'Allow')) return 'direct';
  return ofAccount.length > 0 ? 'account' : 'none';
}
