/** Types of Systems Manager that exist; most have no part in a simulation. */
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
