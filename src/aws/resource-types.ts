/**
 * Types of Systems Manager that exist.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_SSM.html
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
