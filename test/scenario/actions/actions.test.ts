/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html and the other calls'. */
import { describe, expect, test } from 'vitest';
import { onlyError, readAction, reading, readingOf } from '../resources/reading.ts';

type Properties = Readonly<Record<string, unknown>>;
const at = '2025-01-05T00:00:00Z';
const nodes = (count: number) =>
  Array.from({ length: count }, (_, index) => `web-${String(index + 1).padStart(4, '0')}`);
const many = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);

describe('actions', () => {
  test('an action has a time, an id and one call', () => {
    const { actions, problems } = reading(`
actions:
  - id: sunday-scan
    at: 2025-01-05T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Environment", Values: [prod] }]
      Parameters: { Operation: [Scan] }
      MaxConcurrency: "50"
      MaxErrors: 20%
`);
    expect(problems).toEqual([]);
    expect(actions).toEqual([
      {
        id: 'sunday-scan',
        atMs: Date.UTC(2025, 0, 5, 1),
        index: 0,
        call: 'SendCommand',
        made: {
          documentName: 'AWS-RunPatchBaseline',
          instanceIds: [],
          targets: [{ key: 'tag', tagKey: 'Environment', values: ['prod'] }],
          parameters: { Operation: ['Scan'] },
          maxConcurrency: { count: 50 },
          maxErrors: { percent: 20 },
          timeoutSeconds: 3600,
          hasOutputBucket: false,
          notifications: null,
          alarm: null,
        },
      },
    ]);
  });

  const cancel = { CancelCommand: { CommandId: 'scan' } };
  const scan = { id: 'scan', at, SendCommand: { DocumentName: 'Known', InstanceIds: ['web-0001'] } };

  test.each([
    ['no time', [{ id: 'a', ...cancel }, scan], 'missing-key'],
    ['a time without offset', [{ at: '2025-01-05T01:00:00', ...cancel }, scan], 'time-without-offset'],
    ['no call', [{ id: 'a', at }], 'missing-key'],
    [
      'two calls',
      [{ at, ...cancel, CreateTags: { Resources: ['web-0001'], Tags: [{ Key: 'a', Value: 'b' }] } }, scan],
      'bad-value',
    ],
    ['a call of its own', [{ at, SendCommands: {} }], 'unknown-key'],
    ['text', ['scan'], 'bad-value'],
    ['an id with a dot', [{ ...scan, id: 'sunday.scan' }], 'bad-value'],
    ['an id that is taken', [scan, scan], 'duplicate-id'],
  ])('an action with %s is an error', (_, actions, code) => {
    expect(onlyError(readingOf({}, actions))).toMatchObject({ code });
  });

  test('an unknown call names the nearest', () => {
    expect(onlyError(readingOf({}, [{ at, SendComand: {} }]))).toMatchObject({
      help: 'did you mean SendCommand?',
    });
  });

  test('actions that are no list are an error', () => {
    expect(onlyError(readingOf({}, { scan }))).toMatchObject({ path: ['actions'] });
  });

  test.each([
    ['before start', '2024-12-31T23:59:59Z'],
    ['at end', '2025-02-01T00:00:00Z'],
  ])('an action %s never happens, with a warning', (_, time) => {
    const { actions, problems } = readingOf({}, [{ ...scan, at: time }]);
    expect(actions).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'outside-run' }]);
  });

  test('an action without id keeps its id when others are added and when its settings change', () => {
    const { id, ...nameless } = scan;
    const other = { at: '2025-01-04T00:00:00Z', SendCommand: scan.SendCommand };
    const varied = { at, SendCommand: { ...scan.SendCommand, MaxErrors: '7' } };
    const idsOf = (...actions: object[]) => readingOf({}, actions).actions.map((action) => action.id);
    expect(idsOf(nameless)).toEqual(['SendCommand-20250105T000000Z']);
    expect(idsOf(other, varied)).toEqual(['SendCommand-20250104T000000Z', 'SendCommand-20250105T000000Z']);
    expect(idsOf(nameless, nameless)[1]).toBe('SendCommand-20250105T000000Z-2');
  });
});

describe('SendCommand', () => {
  const send = (request: Properties) => readAction('SendCommand', { DocumentName: 'Known', ...request });

  test('by default 50 at once, no error tolerated, an hour to be delivered', () => {
    const { actions, problems } = send({ InstanceIds: ['web-0001', 'i-0123456789abcdef0'] });
    expect(problems).toEqual([]);
    expect(actions[0]?.made).toMatchObject({
      instanceIds: ['web-0001', 'i-0123456789abcdef0'],
      maxConcurrency: { count: 50 },
      maxErrors: { count: 0 },
      timeoutSeconds: 3600,
    });
  });

  test.each([
    ['neither InstanceIds nor Targets', {}],
    [
      'both InstanceIds and Targets',
      { InstanceIds: ['web-0001'], Targets: [{ Key: 'tag-key', Values: ['a'] }] },
    ],
    ['51 node ids', { InstanceIds: nodes(51) }],
    ['six criteria', { Targets: many(6).map((key) => ({ Key: `tag:${key}`, Values: ['a'] })) }],
    ['51 values', { Targets: [{ Key: 'tag:a', Values: many(51) }] }],
    ['a criterion that does not exist', { Targets: [{ Key: 'Environment', Values: ['prod'] }] }],
    ['a timeout of 29 seconds', { InstanceIds: ['web-0001'], TimeoutSeconds: '29' }],
    ['a timeout of 2592001 seconds', { InstanceIds: ['web-0001'], TimeoutSeconds: '2592001' }],
    ['MaxConcurrency 0', { InstanceIds: ['web-0001'], MaxConcurrency: '0' }],
    ['MaxConcurrency of eight characters', { InstanceIds: ['web-0001'], MaxConcurrency: '10000000' }],
    ['MaxErrors of eight characters', { InstanceIds: ['web-0001'], MaxErrors: '10000000' }],
    ['MaxErrors 101%', { InstanceIds: ['web-0001'], MaxErrors: '101%' }],
    ['a document name with a space', { InstanceIds: ['web-0001'], DocumentName: 'my document' }],
    ['a comment of 101 characters', { InstanceIds: ['web-0001'], Comment: 'x'.repeat(101) }],
    ['a bucket of two characters', { InstanceIds: ['web-0001'], OutputS3BucketName: 'ab' }],
    ['a node of a group that is not there', { InstanceIds: ['wbe-0001'] }],
  ])('AWS refuses %s', (_, request) => {
    expect(onlyError(send(request))).toMatchObject({ awsError: 'ValidationException' });
  });

  test('the same node twice is refused with DuplicateInstanceId', () => {
    expect(onlyError(send({ InstanceIds: ['web-0001', 'web-0001'] }))).toMatchObject({
      awsError: 'DuplicateInstanceId',
    });
  });

  test('a node that may yet be launched is a warning', () => {
    expect(send({ InstanceIds: ['web-0201'] }).problems).toMatchObject([
      { severity: 'warning', code: 'unknown-node' },
    ]);
  });

  test('five criteria of 50 values, resource groups and types are accepted', () => {
    const Targets = many(5).map((key) => ({ Key: `tag:${key}`, Values: many(50) }));
    expect(send({ Targets }).problems).toEqual([]);
    const types = [{ Key: 'resource-groups:ResourceTypeFilters', Values: ['AWS::EC2::Instance'] }];
    expect(send({ Targets: types }).actions[0]?.made).toMatchObject({
      targets: [{ key: 'resource-types', values: ['AWS::EC2::Instance'] }],
    });
  });

  test('an output bucket or a log group takes the whole output', () => {
    const InstanceIds = ['web-0001'];
    expect(send({ InstanceIds, OutputS3BucketName: 'output' }).actions[0]?.made).toMatchObject({
      hasOutputBucket: true,
    });
    const CloudWatchOutputConfig = { CloudWatchOutputEnabled: 'true' };
    expect(send({ InstanceIds, CloudWatchOutputConfig }).actions[0]).toMatchObject({
      made: { hasOutputBucket: true },
    });
  });

  test('a script without commands is a warning', () => {
    const read = send({ DocumentName: 'AWS-RunShellScript', InstanceIds: ['web-0001'] });
    expect(read.problems).toMatchObject([{ severity: 'warning', code: 'missing-parameter' }]);
  });

  test.each(['0', '172801', '1h'])('an executionTimeout of %s is refused', (executionTimeout) => {
    const Parameters = { commands: 'uptime', executionTimeout };
    const read = send({ DocumentName: 'AWS-RunShellScript', InstanceIds: ['web-0001'], Parameters });
    expect(onlyError(read)).toMatchObject({ awsError: 'InvalidParameters' });
  });
});

describe('CancelCommand', () => {
  const scan = { id: 'scan', at, SendCommand: { DocumentName: 'Known', InstanceIds: ['web-0001'] } };
  const cancel = (request: Properties) =>
    readingOf({}, [scan, { id: 'it', at: '2025-01-05T01:00:00Z', CancelCommand: request }]);

  test('it names the action that sent the command', () => {
    const { actions, problems } = cancel({ CommandId: 'scan', InstanceIds: ['web-0001'] });
    expect(problems).toEqual([]);
    expect(actions[1]).toMatchObject({
      call: 'CancelCommand',
      made: { commandId: 'scan', instanceIds: ['web-0001'] },
    });
  });

  test('a command that nobody sends is refused with InvalidCommandId', () => {
    expect(onlyError(cancel({ CommandId: 'scam' }))).toMatchObject({
      awsError: 'InvalidCommandId',
      help: 'did you mean scan?',
    });
  });

  test('51 node ids are refused', () => {
    expect(onlyError(cancel({ CommandId: 'scan', InstanceIds: nodes(51) }))).toMatchObject({
      awsError: 'ValidationException',
    });
  });
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html */
describe('CreateActivation', () => {
  const create = (request: Properties) =>
    readAction('CreateActivation', { IamRole: 'ServiceRole', ...request });

  test('an activation lasts 24 hours and registers one node, unless it says otherwise', () => {
    const { actions, problems } = create({ Tags: [{ Key: 'Patch Group', Value: 'prod' }] });
    expect(problems).toEqual([]);
    expect(actions[0]).toEqual({
      id: 'it',
      atMs: Date.UTC(2025, 0, 5),
      index: 0,
      call: 'CreateActivation',
      made: {
        name: 'it',
        createdMs: Date.UTC(2025, 0, 5),
        expiresMs: Date.UTC(2025, 0, 6),
        registrationLimit: 1,
        tags: { 'Patch Group': 'prod' },
      },
    });
  });

  test('30 days and 1,000 nodes are allowed', () => {
    expect(create({ ExpirationDate: '2025-02-04T00:00:00Z', RegistrationLimit: '1000' }).problems).toEqual(
      [],
    );
  });

  test.each([
    ['no role', { IamRole: undefined }],
    ['a role of 65 characters', { IamRole: 'x'.repeat(65) }],
    ['an expiration 30 days and a second ahead', { ExpirationDate: '2025-02-04T00:00:01Z' }],
    ['an expiration in the past', { ExpirationDate: '2025-01-04T00:00:00Z' }],
    ['a limit of 0', { RegistrationLimit: '0' }],
    ['a limit of 1001', { RegistrationLimit: '1001' }],
    ['a name of 257 characters', { DefaultInstanceName: 'x'.repeat(257) }],
  ])('AWS refuses %s', (_, request) => {
    expect(onlyError(create(request))).toMatchObject({ awsError: 'ValidationException' });
  });
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
describe('tags', () => {
  const tags = [{ Key: 'Patch Group', Value: 'prod' }];

  test('CreateTags and DeleteTags are for EC2 instances', () => {
    expect(readAction('CreateTags', { Resources: ['web-0001'], Tags: tags })).toMatchObject({
      problems: [],
      actions: [{ call: 'CreateTags', made: { resources: ['web-0001'], tags: { 'Patch Group': 'prod' } } }],
    });
    expect(
      readAction('DeleteTags', { Resources: 'web-0001', Tags: [{ Key: 'a' }, { Key: 'b', Value: '' }] }),
    ).toMatchObject({
      problems: [],
      actions: [{ call: 'DeleteTags', made: { resources: ['web-0001'], tags: { a: null, b: '' } } }],
    });
  });

  test('AddTagsToResource and RemoveTagsFromResource are for hybrid nodes', () => {
    const node = { ResourceType: 'ManagedInstance', ResourceId: 'datacenter-0001' };
    expect(readAction('AddTagsToResource', { ...node, Tags: tags })).toMatchObject({
      problems: [],
      actions: [
        {
          call: 'AddTagsToResource',
          made: { resources: ['datacenter-0001'], tags: { 'Patch Group': 'prod' } },
        },
      ],
    });
    expect(readAction('RemoveTagsFromResource', { ...node, TagKeys: ['Patch Group'] })).toMatchObject({
      problems: [],
      actions: [{ call: 'RemoveTagsFromResource', made: { tags: { 'Patch Group': null } } }],
    });
  });

  test.each(['web-0001', 'i-0123456789abcdef0'])(
    'AddTagsToResource refuses %s and says what to use',
    (ResourceId) => {
      const read = readAction('AddTagsToResource', {
        ResourceType: 'ManagedInstance',
        ResourceId,
        Tags: tags,
      });
      expect(onlyError(read)).toMatchObject({
        awsError: 'InvalidResourceId',
        help: 'use CreateTags for EC2 instances',
      });
    },
  );

  test.each(['datacenter-0001', 'mi-0123456789abcdef0'])(
    'CreateTags refuses %s and says what to use',
    (node) => {
      expect(onlyError(readAction('CreateTags', { Resources: [node], Tags: tags }))).toMatchObject({
        awsError: 'InvalidID',
        help: 'use AddTagsToResource for hybrid nodes',
      });
    },
  );

  test.each([
    ['a key that begins with aws:', [{ Key: 'aws:thing', Value: 'x' }]],
    ['a key of 129 characters', [{ Key: 'x'.repeat(129), Value: 'x' }]],
    ['a value of 257 characters', [{ Key: 'x', Value: 'x'.repeat(257) }]],
    ['no tags', []],
  ])('EC2 refuses %s', (_, Tags) => {
    expect(onlyError(readAction('CreateTags', { Resources: ['web-0001'], Tags }))).toMatchObject({
      awsError: 'InvalidParameterValue',
    });
  });

  test('tags of what is no node have no effect', () => {
    const request = { ResourceType: 'Document', ResourceId: 'doc', Tags: tags };
    expect(readAction('AddTagsToResource', request)).toMatchObject({
      actions: [],
      problems: [{ severity: 'warning', code: 'no-effect' }],
    });
  });
});
