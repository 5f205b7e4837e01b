/** AWS::KMS::Key and AWS::KMS::Alias: who may use a key that something is encrypted with. */
import * as z from 'zod/mini';
import { policyAllows } from '../../aws/resource-policies.ts';
import { mapOrJson, tagList } from '../../fields/aws-fields.ts';
import { boolean, ignored, text } from '../../fields/fields.ts';
import { silenced } from '../../fields/quiet-context.ts';
import type { ResourceStatement } from '../../world/identity.ts';
import { type Nouns, nounsIn } from '../nouns.ts';
import { resource } from '../resource-spec.ts';
import { readResourcePolicy } from './statements.ts';

export interface Key {
  readonly logicalId: string;
  readonly arn: string;
  /** Null: the key has the policy that AWS gives it, which allows the account and no service. */
  readonly policy: readonly ResourceStatement[] | null;
  /** A disabled key encrypts and decrypts nothing. */
  readonly isEnabled: boolean;
}

export const kmsKey = resource({
  type: 'AWS::KMS::Key',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html',
  is: 'A key that topics, queues and parameters are encrypted with',
  attributes: ['Arn', 'KeyId'],
  arn: (name, { partition, region, id }) => `arn:${partition}:kms:${region}:${id}:key/${name}`,
  fields: () => ({
    ...ignored(
      'BypassPolicyLockoutSafetyCheck',
      'EnableKeyRotation',
      'KeySpec',
      'KeyUsage',
      'MultiRegion',
      'Origin',
      'PendingWindowInDays',
      'RotationPeriodInDays',
    ),
    Description: z.optional(text('a description', { max: 8192 })),
    Enabled: z.optional(boolean()),
    KeyPolicy: z.optional(mapOrJson()),
    Tags: z.optional(tagList()),
  }),
  refusals({ KeyPolicy }, { path, context }) {
    if (KeyPolicy !== undefined) readResourcePolicy(KeyPolicy, [...path, 'KeyPolicy'], context);
  },
  build({ KeyPolicy, Enabled: isEnabled = true }, { logicalId, arn, path, context }): Key {
    const policy = KeyPolicy === undefined ? null : readResourcePolicy(KeyPolicy, path, silenced(context));
    return { logicalId, arn, policy, isEnabled };
  },
});

export const kmsAlias = resource({
  type: 'AWS::KMS::Alias',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-alias.html',
  is: 'Another name of a key',
  attributes: [],
  nameProperty: 'AliasName',
  fields: () => ({
    AliasName: text('an alias that begins with alias/', { min: 1, max: 256 }),
    TargetKeyId: text('a key, such as !Ref Key', { min: 1, max: 256 }),
  }),
  refusals() {},
  build: ({ AliasName, TargetKeyId }) => ({ name: AliasName, key: TargetKeyId }),
});

/**
 * What an encrypted topic or queue asks of the service that sends to it.
 *
 * AWS: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/** By id, ARN or alias; null: a key that AWS manages; undefined: it is not in the file. */
export function keyNamed(nouns: Nouns, keyId: string): Key | null | undefined {
  const name = keyId.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:/, '');
  if (name.startsWith('alias/aws/')) return null;
  const alias = [...nounsIn(nouns, kmsAlias).values()].find((one) => one.name === name);
  const wanted = alias?.key ?? keyId;
  return [...nounsIn(nouns, kmsKey).values()].find(
    ({ logicalId, arn }) => arn === wanted || wanted === logicalId || wanted === `key/${logicalId}`,
  );
}

/**
 * Why the service may not use the key; null: it may, or the key is not in the file. The key that AWS manages for a service has
 * a policy that cannot be changed and allows no other service.
 */
export function keyObstacle(nouns: Nouns, keyId: string, service: string): string | null {
  const key = keyNamed(nouns, keyId);
  if (key === null) return `${keyId} is a key that AWS manages, and no policy lets ${service} use it`;
  if (key === undefined) return null;
  if (!key.isEnabled) return `its key ${key.logicalId} is disabled`;
  const lacking = keyActions.filter(
    (action) => !policyAllows(key.policy ?? [], { service, keys: {} }, action),
  );
  if (lacking.length === 0) return null;
  return `the policy of the key ${key.logicalId} does not allow ${service} ${lacking.join(' and ')}`;
}
