/** Types of Systems Manager that exist and have no part in a simulation: of those that have, the registry knows. */
export interface TypeProperties {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

/**
 * Their properties, from the page of each.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SSM.html
 */
export const propertiesNotSimulated: Readonly<Record<string, TypeProperties>> = {
  'AWS::SSM::ResourceDataSync': {
    required: ['SyncName'],
    optional: words(
      'BucketName BucketPrefix BucketRegion KMSKeyArn S3Destination SyncFormat SyncSource SyncType',
    ),
  },
  'AWS::SSM::ResourcePolicy': { required: ['Policy', 'ResourceArn'], optional: [] },
};
