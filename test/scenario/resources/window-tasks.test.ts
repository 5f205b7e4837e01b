/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtask.html */
import { describe, expect, test } from 'vitest';
import { onlyError, reading, readingOf, readTask, windowOf, windowTarget, windowTask } from './reading.ts';

const validation = { awsError: 'ValidationException' };
const installPath = ['resources', 'Install', 'Properties'];

function readTarget(
  properties: Readonly<Record<string, unknown>>,
  others: Readonly<Record<string, unknown>> = {},
) {
  return readingOf({ Sunday: windowOf(), ...others, Web: windowTarget(properties) }, undefined);
}

const group = {
  Type: 'AWS::ResourceGroups::Group',
  Properties: {
    Name: 'prod-nodes',
    ResourceQuery: {
      Type: 'TAG_FILTERS_1_0',
      Query: {
        ResourceTypeFilters: ['AWS::AllSupported'],
        TagFilters: [{ Key: 'Environment', Values: ['prod'] }],
      },
    },
  },
};

describe('AWS::SSM::MaintenanceWindowTarget', () => {
  test('tags of one list must all hold, the values of one tag are alternatives', () => {
    const { resources, problems } = readTarget({
      Targets: [
        { Key: 'tag:Patch Group', Values: ['prod', 'test'] },
        { Key: 'tag-key', Values: ['Owner'] },
        { Key: 'InstanceIds', Values: ['web-0001', 'i-0123456789abcdef0'] },
      ],
    });
    expect(problems).toEqual([]);
    expect(resources.windowTargets.get('Web')!.targets).toEqual([
      { key: 'tag', tagKey: 'Patch Group', values: ['prod', 'test'] },
      { key: 'tag-key', values: ['Owner'] },
      { key: 'InstanceIds', values: ['web-0001', 'i-0123456789abcdef0'] },
    ]);
  });

  test('a resource group is looked up by its name', () => {
    const Targets = [{ Key: 'resource-groups:Name', Values: [{ Ref: 'Nodes' }] }];
    const { resources, problems } = readTarget({ ResourceType: 'RESOURCE_GROUP', Targets }, { Nodes: group });
    expect(problems).toEqual([]);
    expect(resources.windowTargets.get('Web')!.targets).toEqual([
      { key: 'resource-group', name: 'prod-nodes', query: [{ tagKey: 'Environment', values: ['prod'] }] },
    ]);
  });

  test.each([
    ['a resource type of its own', { ResourceType: 'NODE' }],
    ['a group key for instances', { Targets: [{ Key: 'resource-groups:Name', Values: ['prod-nodes'] }] }],
    ['a tag for a resource group', { ResourceType: 'RESOURCE_GROUP' }],
    ['six criteria', { Targets: Array.from({ length: 6 }, (_, n) => ({ Key: `tag:T${n}`, Values: ['x'] })) }],
    ['no criterion', { Targets: [] }],
    ['a key that does not exist', { Targets: [{ Key: 'tags:Environment', Values: ['prod'] }] }],
    ['a criterion without values', { Targets: [{ Key: 'tag:Environment', Values: [] }] }],
    ['51 node ids', { Targets: [{ Key: 'InstanceIds', Values: nodes(51) }] }],
    ['a node that cannot exist', { Targets: [{ Key: 'InstanceIds', Values: ['web'] }] }],
  ])('AWS refuses %s', (_, properties) => {
    expect(onlyError(readTarget(properties, { Nodes: group }))).toMatchObject(validation);
  });

  test('50 node ids are allowed', () => {
    expect(readTarget({ Targets: [{ Key: 'InstanceIds', Values: nodes(50) }] }).problems).toEqual([]);
  });

  test('a group that the scenario does not have is an error that names the nearest', () => {
    const Targets = [{ Key: 'resource-groups:Name', Values: ['prod-node'] }];
    const read = readTarget({ ResourceType: 'RESOURCE_GROUP', Targets }, { Nodes: group });
    expect(onlyError(read)).toMatchObject({
      code: 'unknown-resource-group',
      help: 'did you mean prod-nodes?',
    });
  });

  test('a window takes 100 targets and refuses the 101st', () => {
    const targets = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`T${index}`, windowTarget()]));
    expect(readingOf({ Sunday: windowOf(), ...targets(100) }, undefined).problems).toEqual([]);
    expect(onlyError(readingOf({ Sunday: windowOf(), ...targets(101) }, undefined))).toMatchObject({
      code: 'too-many',
      awsError: 'ResourceLimitExceededException',
    });
  });
});

describe('AWS::SSM::MaintenanceWindowTask', () => {
  test('a task belongs to its window, with all that it sends', () => {
    const { resources, problems } = readTask({ CutoffBehavior: 'CANCEL_TASK' });
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks).toEqual([
      {
        logicalId: 'Install',
        windowId: 'Sunday',
        taskType: 'RUN_COMMAND',
        taskName: 'AWS-RunPatchBaseline',
        priority: 1,
        targetGroups: [
          {
            targets: [{ key: 'tag', tagKey: 'Environment', values: ['prod'] }],
            windowTarget: { logicalId: 'Web', owner: null },
          },
        ],
        maxConcurrency: { percent: 10 },
        maxErrors: { percent: 5 },
        cutoffBehavior: 'CANCEL_TASK',
        serviceRole: null,
        runbookRole: null,
        parameters: { Operation: ['Install'] },
        timeoutSeconds: null,
        hasOutputBucket: false,
        alarm: null,
        notifications: null,
      },
    ]);
  });

  test.each(['0', '0%', '05%', '101%', '10000000', '150%', '2.5%', '-1', 'ten', '10 %', ''])(
    'MaxConcurrency is not %j',
    (MaxConcurrency) => {
      expect(onlyError(readTask({ MaxConcurrency }))).toMatchObject({
        path: [...installPath, 'MaxConcurrency'],
        ...validation,
      });
    },
  );

  test.each(['1', '50', '9999999', '1%', '99%', '100%'])('MaxConcurrency may be %s', (MaxConcurrency) => {
    expect(readTask({ MaxConcurrency }).problems).toEqual([]);
  });

  test.each(['05', '101%', '2.5%', '-1', '00%', '10000000'])('MaxErrors is not %s', (MaxErrors) => {
    expect(onlyError(readTask({ MaxErrors }))).toMatchObject({
      path: [...installPath, 'MaxErrors'],
      ...validation,
    });
  });

  test.each(['0', '0%', '3', '9999999', '100%'])('MaxErrors may be %s', (MaxErrors) => {
    expect(readTask({ MaxErrors }).problems).toEqual([]);
  });

  test.each(['MaxConcurrency', 'MaxErrors'])('a task with targets must have %s', (key) => {
    expect(onlyError(readTask({ [key]: undefined }))).toMatchObject({
      code: 'missing-key',
      path: [...installPath, key],
      ...validation,
    });
  });

  const targetless = {
    TaskType: 'LAMBDA',
    TaskArn: 'arn:aws:lambda:eu-central-1:012345678901:function:Known',
    Targets: undefined,
    MaxConcurrency: undefined,
    MaxErrors: undefined,
    TaskInvocationParameters: undefined,
  };

  test('a task without targets has one invocation and no limits', () => {
    const { resources, problems } = readTask(targetless);
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks[0]).toMatchObject({
      taskName: 'Known',
      targetGroups: [],
      maxConcurrency: null,
      maxErrors: null,
    });
  });

  test.each(['MaxConcurrency', 'MaxErrors'])('a task without targets does not support %s', (key) => {
    expect(onlyError(readTask({ ...targetless, [key]: '1' }))).toMatchObject({
      code: 'targetless-task',
      path: [...installPath, key],
      ...validation,
    });
  });

  test('a RUN_COMMAND task must have targets', () => {
    const read = readTask({ Targets: undefined, MaxConcurrency: undefined, MaxErrors: undefined });
    expect(onlyError(read)).toMatchObject({ path: [...installPath, 'Targets'], ...validation });
  });

  test.each([
    ['a negative priority', { Priority: '-1' }],
    ['a task type of its own', { TaskType: 'SCRIPT' }],
    ['a cutoff behavior of its own', { CutoffBehavior: 'STOP' }],
    ['a tag as target', { Targets: [{ Key: 'tag:Environment', Values: ['prod'] }] }],
    ['a target without values', { Targets: [{ Key: 'WindowTargetIds', Values: [] }] }],
    [
      'node ids in a window without AllowUnassociatedTargets',
      { Targets: [{ Key: 'InstanceIds', Values: ['web-0001'] }] },
    ],
    [
      'parameters of another task type',
      { TaskInvocationParameters: { MaintenanceWindowLambdaParameters: {} } },
    ],
    ['a role by name instead of by ARN', { ServiceRoleArn: 'PatchRole' }],
  ])('AWS refuses %s', (_, properties) => {
    expect(onlyError(readTask(properties))).toMatchObject(validation);
  });

  test('a task takes 10 targets and refuses the 11th', () => {
    const of = (count: number) => {
      const ids = Array.from({ length: count }, (_, index) => `T${index}`);
      const targets = Object.fromEntries(ids.map((id) => [id, windowTarget()]));
      const Values = ids.map((id) => ({ Ref: id }));
      return readTask({ Targets: [{ Key: 'WindowTargetIds', Values }] }, targets);
    };
    expect(of(10).problems).toEqual([]);
    expect(of(10).resources.windows[0]!.tasks[0]!.targetGroups).toHaveLength(10);
    expect(onlyError(of(11))).toMatchObject({ code: 'too-many', ...validation });
  });

  test('a window takes 20 tasks and refuses the 21st', () => {
    const of = (count: number) => {
      const tasks = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`Task${index}`, windowTask()]),
      );
      return readingOf({ Sunday: windowOf(), Web: windowTarget(), ...tasks }, undefined);
    };
    expect(of(20).problems).toEqual([]);
    expect(onlyError(of(21))).toMatchObject({ code: 'too-many', awsError: 'ResourceLimitExceededException' });
  });

  test('a task may name nodes when the window allows unassociated targets', () => {
    const { resources, problems } = readTask(
      { Targets: [{ Key: 'InstanceIds', Values: ['web-0001', 'web-0002'] }] },
      { Sunday: windowOf({ AllowUnassociatedTargets: 'true' }) },
    );
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks[0]!.targetGroups).toEqual([
      { targets: [{ key: 'InstanceIds', values: ['web-0001', 'web-0002'] }], windowTarget: null },
    ]);
  });

  test('a target must be one of the task’s own window', () => {
    const others = { Monday: windowOf(), Other: windowTarget({ WindowId: { Ref: 'Monday' } }) };
    const read = readTask({ Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'Other' }] }] }, others);
    expect(onlyError(read)).toMatchObject({ code: 'foreign-target', awsError: 'DoesNotExistException' });
  });

  test('a reference to a resource of another type is an error', () => {
    expect(onlyError(readTask({ WindowId: { Ref: 'Web' } })).message).toContain(
      'AWS::SSM::MaintenanceWindowTarget',
    );
  });

  test.each([
    ['a timeout of 29 seconds', { TimeoutSeconds: '29' }],
    ['a timeout of 2592001 seconds', { TimeoutSeconds: '2592001' }],
    ['a comment of 101 characters', { Comment: 'a'.repeat(101) }],
    ['a document version in words', { DocumentVersion: 'latest' }],
  ])('RUN_COMMAND parameters: AWS refuses %s', (_, parameters) => {
    const TaskInvocationParameters = {
      MaintenanceWindowRunCommandParameters: { Parameters: { Operation: 'Scan' }, ...parameters },
    };
    expect(onlyError(readTask({ TaskInvocationParameters, MaxErrors: '0' }))).toMatchObject({
      path: [
        ...installPath,
        'TaskInvocationParameters',
        'MaintenanceWindowRunCommandParameters',
        Object.keys(parameters)[0],
      ],
      ...validation,
    });
  });

  test('RUN_COMMAND parameters: timeout and output are read, and one scalar is a list of one', () => {
    const { resources, problems } = readTask({
      TaskInvocationParameters: {
        MaintenanceWindowRunCommandParameters: {
          Parameters: { Operation: 'Scan' },
          TimeoutSeconds: '600',
          OutputS3BucketName: 'output',
        },
      },
    });
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks[0]).toMatchObject({
      parameters: { Operation: ['Scan'] },
      timeoutSeconds: 600,
      hasOutputBucket: true,
    });
  });

  test.each([
    ['LAMBDA', 'MaintenanceWindowLambdaParameters', { Payload: 'a'.repeat(4097) }],
    ['LAMBDA', 'MaintenanceWindowLambdaParameters', { ClientContext: 'a'.repeat(8001) }],
    ['STEP_FUNCTIONS', 'MaintenanceWindowStepFunctionsParameters', { Input: 'a'.repeat(4097) }],
    ['STEP_FUNCTIONS', 'MaintenanceWindowStepFunctionsParameters', { Name: 'a'.repeat(81) }],
    ['AUTOMATION', 'MaintenanceWindowAutomationParameters', { DocumentVersion: 'v1' }],
  ])('%s parameters have limits', (TaskType, key, parameters) => {
    const properties = {
      ...targetless,
      TaskType,
      TaskArn: 'Known',
      TaskInvocationParameters: { [key]: parameters },
    };
    expect(onlyError(readTask(properties))).toMatchObject(validation);
  });

  test('legacy TaskParameters are honoured', () => {
    const { resources, problems } = readTask({
      TaskInvocationParameters: undefined,
      TaskParameters: { Operation: { Values: ['Scan'] }, RebootOption: { Values: ['NoReboot'] } },
    });
    expect(problems).toEqual([]);
    expect(resources.windows[0]!.tasks[0]!.parameters).toEqual({
      Operation: ['Scan'],
      RebootOption: ['NoReboot'],
    });
  });

  test('TaskInvocationParameters win over TaskParameters, with a warning', () => {
    const { resources, problems } = readTask({ TaskParameters: { Operation: { Values: ['Scan'] } } });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'task-parameters-ignored' }]);
    expect(resources.windows[0]!.tasks[0]!.parameters).toEqual({ Operation: ['Install'] });
  });
});

describe('documents', () => {
  const withParameters = (Parameters: Readonly<Record<string, unknown>>) =>
    readTask({ TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters } } });

  test.each([
    ['an Operation of its own', { Operation: 'Patch' }],
    ['no Operation', { RebootOption: 'NoReboot' }],
    ['a RebootOption of its own', { Operation: 'Install', RebootOption: 'Never' }],
    ['a SnapshotId that is no UUID', { Operation: 'Install', SnapshotId: 'sunday' }],
    ['an override that is no address', { Operation: 'Install', BaselineOverride: './override.json' }],
    ['a list that is no address', { Operation: 'Install', InstallOverrideList: 'patches.yaml' }],
    ['a step timeout of 36001 seconds', { Operation: 'Install', StepTimeoutSeconds: '36001' }],
    ['a parameter of its own', { Operation: 'Install', Reboot: 'NoReboot' }],
  ])('AWS-RunPatchBaseline refuses %s', (_, parameters) => {
    expect(onlyError(withParameters(parameters))).toMatchObject({ awsError: 'InvalidParameters' });
  });

  test('AWS-RunPatchBaseline takes what its page lists, and pseudo parameters', () => {
    const read = withParameters({
      Operation: 'Install',
      RebootOption: 'NoReboot',
      SnapshotId: '{{WINDOW_EXECUTION_ID}}',
      BaselineOverride: '',
      InstallOverrideList: '',
      StepTimeoutSeconds: '36000',
    });
    expect(read.problems).toEqual([]);
  });

  test('an address that files does not name is a warning', () => {
    const read = withParameters({ Operation: 'Install', BaselineOverride: 's3://bucket/override.json' });
    expect(read.problems).toMatchObject([{ severity: 'warning', code: 'unknown-address' }]);
  });

  test.each(['AWS-RunPatchBaselineWithHooks', 'AWS-InstallWindowsUpdates'])(
    '%s is refused by name',
    (TaskArn) => {
      expect(onlyError(readTask({ TaskArn }))).toMatchObject({ code: 'unsupported-document' });
    },
  );

  test('a document that neither fleetsim nor the model knows is a warning', () => {
    const { problems } = readTask({ TaskArn: 'Mystery' });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'unknown-document' }]);
    expect(readTask({ TaskArn: 'Known' }).problems).toEqual([]);
  });

  test('a document may be named by its ARN', () => {
    const { resources } = readTask({ TaskArn: 'arn:aws:ssm:eu-central-1::document/AWS-RunPatchBaseline' });
    expect(resources.windows[0]!.tasks[0]!.taskName).toBe('AWS-RunPatchBaseline');
  });
});

describe('all errors at once', () => {
  test('a mistake in a limit does not hide one in the parameters', () => {
    const { errors } = readTask({
      MaxErrors: '5.5%',
      TaskInvocationParameters: {
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['install'] } },
      },
    });
    expect(errors.map(({ path }) => path.at(-1)).sort()).toEqual(['MaxErrors', 'Operation']);
  });
});

describe('positions', () => {
  test('an error stands at the value that is wrong', () => {
    const { errors } = reading(`
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: sunday, Schedule: rate(7 days), Duration: 3, Cutoff: 5, AllowUnassociatedTargets: false }
  Web:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !Ref Sundy
      ResourceType: INSTANCE
      Targets: [{ Key: "tag:A", Values: [x] }]
`);
    expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [5, 78, 'bad-value'],
      [9, 22, 'unknown-reference'],
    ]);
  });
});

function nodes(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `web-${String(index + 1).padStart(4, '0')}`);
}
