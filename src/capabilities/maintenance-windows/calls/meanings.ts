import { type Meanings, stop } from '../../../fields/meaning.ts';
import { windowMeanings } from '../resources/meanings.ts';

/**
 * Parameters of the calls that change windows. What a resource says too has the meaning that it has there.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html
 */
const sameAs: readonly (readonly [type: string, calls: readonly string[]])[] = [
  ['AWS::SSM::MaintenanceWindow', ['UpdateMaintenanceWindow']],
  [
    'AWS::SSM::MaintenanceWindowTarget',
    ['RegisterTargetWithMaintenanceWindow', 'UpdateMaintenanceWindowTarget'],
  ],
  ['AWS::SSM::MaintenanceWindowTask', ['RegisterTaskWithMaintenanceWindow', 'UpdateMaintenanceWindowTask']],
];

/** AWS has no way to change it. */
const fixed = 'UpdateMaintenanceWindowTarget.ResourceType';

const shared = Object.entries(windowMeanings).flatMap(([key, meaning]) =>
  sameAs.flatMap(([type, calls]) =>
    key.startsWith(`${type}.`) ? calls.map((call) => [key.replace(type, call), meaning] as const) : [],
  ),
);

export const windowCallMeanings: Meanings = {
  ...windowMeanings,
  ...Object.fromEntries(shared.filter(([key]) => key !== fixed)),
  'UpdateMaintenanceWindow.Enabled': 'false: it does not open from now on; true: it opens again',
  'UpdateMaintenanceWindow.Replace':
    'Whether what is left out goes back to its default, instead of staying as it is',
  'UpdateMaintenanceWindowTarget.Replace': 'Whether what is left out is removed, instead of staying as it is',
  'UpdateMaintenanceWindowTask.Replace': 'Whether what is left out is removed, instead of staying as it is',
  ...Object.fromEntries(
    sameAs[2]![1].map((call) => [
      `${call}.TaskInvocationParameters`,
      {
        says: 'What is handed to it, under the key that belongs to TaskType',
        snippet: { RunCommand: { Parameters: { Operation: [stop(1, 'Install')] } } },
      },
    ]),
  ),
  RunCommand: 'For a task of type RUN_COMMAND',
  Automation: 'For a task of type AUTOMATION',
  Lambda: 'For a task of type LAMBDA',
  StepFunctions: 'For a task of type STEP_FUNCTIONS',
  'Lambda.ClientContext': 'Information about the client, for the function',
  'Lambda.Payload': 'JSON that the function gets',
  'Lambda.Qualifier': 'A version or an alias of the function',
  'StepFunctions.Input': 'JSON that the execution begins with',
  'StepFunctions.Name': 'The name of the execution',
  'LoggingInfo.S3BucketName': 'The name of the bucket',
  'LoggingInfo.S3KeyPrefix': 'What the keys begin with',
  'LoggingInfo.S3Region': 'The Region of the bucket',
  WindowTargetId: 'The target: !Ref of the resource, or the id of the action that registered it',
  WindowTaskId: 'The task: !Ref of the resource, or the id of the action that registered it',
  'DeregisterTargetFromMaintenanceWindow.Safe':
    'Whether a target that a task uses is kept, and the call refused with TargetInUseException',
  WindowExecutionId: 'The execution as results name it, or !Ref of its window for the one in progress',
};
