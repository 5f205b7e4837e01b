/** AWS::SSM::ResourceDataSync. */
import * as z from 'zod/mini';
import { type AnyResourceSpec, resource, type Whole } from '../../cloudformation/resource-spec.ts';
import { bucketName } from '../../fields/aws-fields.ts';
import { anything, boolean, choice, map, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import { Unknown } from '../../fields/unknown.ts';

export interface DataSync {
  readonly logicalId: string;
  readonly name: string;
  /** Null: it reads data of other accounts into this one, for Explorer. */
  readonly bucket: string | null;
  /** It takes the data of every account of the organization. */
  readonly isOfOrganization: boolean;
  /** A name under `accounts`, or '' for that of `account`. */
  readonly account: string;
}

/** To a bucket, of an account and Region: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const syncsMax = 5;
const name = () => text('a name', { min: 1, max: 64 });
const region = () => text('a Region', { min: 1, max: 64 });
const prefix = () => text('a prefix', { max: 256 });
const key = () => text('the ARN of a key', { max: 512 });

export const dataSync = resource({
  type: 'AWS::SSM::ResourceDataSync',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-resourcedatasync.html',
  is: 'Copies what Inventory has to a bucket, whenever nodes report',
  attributes: ['SyncName'],
  nameProperty: 'SyncName',
  fields: () => ({
    BucketName: z.optional(bucketName()),
    BucketPrefix: z.optional(prefix()),
    BucketRegion: z.optional(region()),
    KMSKeyArn: z.optional(key()),
    S3Destination: z.optional(
      map({
        BucketName: bucketName(),
        BucketPrefix: z.optional(prefix()),
        BucketRegion: region(),
        DestinationDataSharing: z.optional(
          map({ DestinationDataSharingType: z.optional(text('Organization', { max: 64 })) }),
        ),
        KMSKeyArn: z.optional(key()),
        SyncFormat: choice('JsonSerDe'),
      }),
    ),
    SyncFormat: z.optional(text('JsonSerDe', { max: 1024 })),
    SyncName: name(),
    SyncSource: z.optional(
      map({
        AwsOrganizationsSource: z.optional(anything()),
        IncludeFutureRegions: z.optional(boolean()),
        SourceRegions: anything(),
        SourceType: text('SingleAccountMultiRegions or AwsOrganizations', { min: 1, max: 64 }),
      }),
    ),
    SyncType: z.optional(text('SyncToDestination or SyncFromSource', { min: 1, max: 64 })),
  }),
  refusals({ SyncType, SyncSource, S3Destination, BucketName }, { path, context }) {
    const awsError = 'ResourceDataSyncInvalidConfigurationException';
    if (SyncType instanceof Unknown) return;
    if (SyncType !== undefined && !['SyncToDestination', 'SyncFromSource'].includes(SyncType)) {
      const message = `expected SyncToDestination or SyncFromSource, found ${SyncType}`;
      return context.error([...path, 'SyncType'], 'bad-value', message, { awsError });
    }
    if (SyncType === 'SyncFromSource') {
      if (SyncSource === undefined) {
        const message = 'missing: expected SyncSource beside SyncFromSource';
        context.error([...path, 'SyncSource'], 'missing-key', message, { awsError });
      }
      return;
    }
    if (S3Destination === undefined && BucketName === undefined) {
      const message = 'missing: expected S3Destination with a bucket';
      context.error([...path, 'S3Destination'], 'missing-key', message, { awsError });
    }
  },
  build: ({ SyncName, SyncType, S3Destination, BucketName }, { logicalId, context }): DataSync => ({
    logicalId,
    name: SyncName,
    bucket: SyncType === 'SyncFromSource' ? null : (S3Destination?.BucketName ?? BucketName ?? null),
    isOfOrganization: S3Destination?.DestinationDataSharing?.DestinationDataSharingType === 'Organization',
    account: context.accountOf(logicalId),
  }),
  together: refuseTogether,
});

function refuseTogether(nouns: ReadonlyMap<string, DataSync>, { key: under, context }: Whole): void {
  const counts = new Map<string, number>();
  for (const { logicalId, bucket, account } of nouns.values()) {
    if (bucket === null) continue;
    const count = (counts.get(account) ?? 0) + 1;
    counts.set(account, count);
    if (count !== syncsMax + 1) continue;
    const message = `more than ${syncsMax} resource data syncs to a bucket in one account and Region`;
    const awsError = 'ResourceDataSyncCountExceededException';
    context.error([under, logicalId], 'over-quota', message, { at: 'key', awsError });
  }
}

export const inventoryResources: readonly AnyResourceSpec[] = [dataSync];

const ofSync = (says: string, ...keys: readonly string[]): Meanings =>
  Object.fromEntries(keys.map((one) => [`AWS::SSM::ResourceDataSync.${one}`, says]));

export const syncMeanings: Meanings = {
  SyncName: 'Its name',
  SyncType: {
    says: 'SyncToDestination writes to a bucket. SyncFromSource reads other accounts and Regions for Explorer, and has no effect here',
    default: 'SyncToDestination',
  },
  S3Destination: 'The bucket that it writes to',
  SyncSource: 'What SyncFromSource reads. Has no effect on a run',
  ...ofSync('The bucket that it writes to', 'BucketName', 'S3Destination.BucketName'),
  ...ofSync('Has no effect on a run', 'BucketPrefix', 'S3Destination.BucketPrefix', 'BucketRegion'),
  ...ofSync('Has no effect on a run', 'S3Destination.BucketRegion', 'KMSKeyArn', 'S3Destination.KMSKeyArn'),
  ...ofSync('JsonSerDe', 'SyncFormat', 'S3Destination.SyncFormat'),
  DestinationDataSharing: 'Whether the bucket takes the data of the whole organization',
  DestinationDataSharingType: 'Organization',
  AwsOrganizationsSource: 'Has no effect on a run',
  IncludeFutureRegions: 'Has no effect on a run',
  SourceRegions: 'Has no effect on a run',
  SourceType: 'Has no effect on a run',
};
