/**
 * Types of Systems Manager that exist; most have no part in a simulation.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SSM.html
 */
export const typesOfSystemsManager: readonly string[] = [
  'AWS::SSM::Association',
  'AWS::SSM::Document',
  'AWS::SSM::MaintenanceWindow',
  'AWS::SSM::MaintenanceWindowTarget',
  'AWS::SSM::MaintenanceWindowTask',
  'AWS::SSM::Parameter',
  'AWS::SSM::PatchBaseline',
  'AWS::SSM::ResourceDataSync',
  'AWS::SSM::ResourcePolicy',
];

export interface TypeProperties {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

/** Properties of the types that are not simulated, from each type's page below the one above. */
export const propertiesNotSimulated: Readonly<Record<string, TypeProperties>> = {
  'AWS::SSM::Parameter': {
    required: ['Type', 'Value'],
    optional: words('AllowedPattern DataType Description Name Policies Tags Tier'),
  },
  'AWS::SSM::ResourceDataSync': {
    required: ['SyncName'],
    optional: words(
      'BucketName BucketPrefix BucketRegion KMSKeyArn S3Destination SyncFormat SyncSource SyncType',
    ),
  },
  'AWS::SSM::ResourcePolicy': { required: ['Policy', 'ResourceArn'], optional: [] },
};
