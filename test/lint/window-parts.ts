/** Windows, targets, tasks and nodes of a template, each of a line or two. */
export const window = (id: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: ${id}, Schedule: rate(7 days), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
`;
export const target = (id: string, windowId: string, targets: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: ${windowId}, ResourceType: INSTANCE, Targets: [${targets}] }
`;
export const task = (id: string, windowId: string, rest: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: ${windowId}, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, ${rest} }
`;
export const node = (id: string, tags: string): string =>
  `  ${id}: { Type: "AWS::EC2::Instance", Properties: { Tags: [${tags}] } }\n`;
export const template = (...resources: readonly string[]): string => `Resources:\n${resources.join('')}`;
export const web = '{ Key: "tag:Patch Group", Values: [web] }';
