/**
 * Log groups, as where sessions are logged to.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html
 */
import * as z from 'zod/mini';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { nounsIn } from '../../cloudformation/nouns.ts';
import { resource } from '../../cloudformation/resource-spec.ts';
import { ignored, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';

export interface LogGroup {
  readonly logicalId: string;
  readonly name: string;
  readonly isEncrypted: boolean;
}

const ofGroups = [
  'BearerTokenAuthenticationEnabled',
  'DataProtectionPolicy',
  'DeletionProtectionEnabled',
  'FieldIndexPolicies',
  'LogGroupClass',
  'ResourcePolicyDocument',
  'RetentionInDays',
  'Tags',
] as const;

export const logGroup = resource({
  type: 'AWS::Logs::LogGroup',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html',
  is: 'A log group of CloudWatch Logs, where sessions may be logged to',
  attributes: ['Arn'],
  nameProperty: 'LogGroupName',
  arn: (name, { partition, region, id }) => `arn:${partition}:logs:${region}:${id}:log-group:${name}:*`,
  awsError: 'InvalidParameterException',
  fields: () => ({
    ...ignored(...ofGroups),
    KmsKeyId: z.optional(text('the ARN of a key', { max: 256 })),
    LogGroupName: z.optional(
      text('a log group name of 1 to 512 letters, digits and . - _ / #', {
        pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/,
      }),
    ),
  }),
  refusals() {},
  build: ({ KmsKeyId, LogGroupName }, { logicalId }): LogGroup => ({
    logicalId,
    name: LogGroupName ?? logicalId,
    isEncrypted: KmsKeyId !== undefined,
  }),
});

export const logGroupMeanings: Meanings = {
  ...Object.fromEntries(ofGroups.map((name) => [`${logGroup.type}.${name}`, 'Has no effect on a run'])),
  'AWS::Logs::LogGroup.KmsKeyId':
    'The key that encrypts it: sessions whose preferences have cloudWatchEncryptionEnabled need one',
  LogGroupName: 'The name of the log group; left out: its logical id',
};

/** By name and by logical id, as preferences may have either. A group that the file does not have is taken to be encrypted. */
export function unencryptedGroups({ nouns }: { readonly nouns: Nouns }): readonly string[] {
  return [...nounsIn(nouns, logGroup).values()].flatMap(({ logicalId, name, isEncrypted }) =>
    isEncrypted ? [] : [logicalId, name],
  );
}
