/** Windows and tasks that patch, for templates. */
export const window = (id: string, name: string, description = 'for nodes') => `
  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: ${name}, Description: ${description}, Schedule: rate(7 days), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true }`;

export const task = (id: string, windowId: string, parameters: string, more = '') => `
  ${id}:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref ${windowId}
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline${more}
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: ${parameters} }`;

export const scan = '{ Parameters: { Operation: [Scan] } }';
export const install = '{ Parameters: { Operation: [Install] } }';
