// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  baseline,
  contextOf,
  onlyError,
  reading,
  readingOf,
  readTask,
  windowOf,
  windowTarget,
} from './reading.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

describe('resources', () => {
  test.each([undefined, null, {}])('no resources at all are fine (%j)', (raw) => {
    expect(readingOf(raw, undefined).problems).toEqual([]);
  });

  test('attributes of a resource besides Type and Properties are accepted', () => {
    const read = readingOf(
      {
        Sunday: {
          ...(windowOf() as object),
          DependsOn: ['Linux'],
          Metadata: { owner: 'ops' },
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Condition: 'IsProduction',
        },
        Linux: baseline(),
      },
      undefined,
    );
    expect(read.problems).toEqual([]);
  });

  test('an unknown type of Systems Manager is an error that names the nearest', () => {
    const read = readingOf({ Sunday: { Type: 'AWS::SSM::MaintenanceWindows' } }, undefined);
    expect(onlyError(read)).toMatchObject({
      code: 'unknown-type',
      path: ['resources', 'Sunday', 'Type'],
      help: 'did you mean AWS::SSM::MaintenanceWindow?',
    });
  });

  test.each(['AWS::EC2::Instance', 'AWS::S3::Bucket', 'Custom::Thing'])('%s is noted and ignored', (Type) => {
    const { problems, resources } = readingOf({ Other: { Type, Properties: { Anything: 'x' } } }, undefined);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'ignored-resource' }]);
    expect([...resources.logicalIds]).toEqual([['Other', Type]]);
  });

  test.each([
    ['no type', { Properties: {} }, 'missing-key'],
    ['a type that cannot be one', { Type: 'MaintenanceWindow' }, 'unknown-type'],
    ['an attribute of its own', { ...(windowOf() as object), Propertys: {} }, 'unknown-key'],
    ['text', 'AWS::SSM::MaintenanceWindow', 'bad-value'],
    ['DependsOn of nothing there', { ...(windowOf() as object), DependsOn: 'Nothing' }, 'unknown-reference'],
  ])('a resource with %s is an error', (_, resource, code) => {
    expect(onlyError(readingOf({ Sunday: resource }, undefined))).toMatchObject({ code });
  });

  test('a logical id is letters and digits', () => {
    expect(onlyError(readingOf({ 'sunday-window': windowOf() }, undefined))).toMatchObject({
      code: 'bad-logical-id',
      awsError: 'ValidationError',
    });
  });
});

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
describe('references', () => {
  const nameOf = (text: string, others = '') => {
    const { resources, problems } = reading(`
resources:
  Linux: { Type: AWS::SSM::PatchBaseline, Properties: { Name: ${text} } }
${others}`);
    return problems.length === 0 ? resources.baselines[0]!.name : problems;
  };

  test.each([
    ['!Ref AWS::Region', 'eu-central-1'],
    ['!Ref AWS::AccountId', '012345678901'],
    ['!Sub "linux-${AWS::Region}"', 'linux-eu-central-1'],
    ['!Sub "a-${AWS::Partition}-${AWS::URLSuffix}"', 'a-aws-amazonaws.com'],
    ['{ "Fn::Sub": ["${Env}-${Team}", { Env: prod, Team: !Ref AWS::AccountId }] }', 'prod-012345678901'],
    ['!Ref Role', 'patch-role'],
    ['!Sub "${Role}.x"', 'patch-role.x'],
    ['!Ref Window', 'Window'],
    ['!Ref Profile', 'Profile'],
  ])('%s is %s', (text, name) => {
    const others = `
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: patch-role
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: ssm.amazonaws.com } }]
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
  Window:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: abc, Schedule: rate(1 day), Duration: 2, Cutoff: 0, AllowUnassociatedTargets: false }
`;
    expect(nameOf(text, others)).toBe(name);
  });

  test('${!Name} is the text ${Name}', () => {
    const { resources } = reading(`
resources:
  Linux: { Type: AWS::SSM::PatchBaseline, Properties: { Name: linux, RejectedPatches: [!Sub "\${!x}"] } }
`);
    expect(resources.baselines[0]!.rejectedPatches).toEqual(['${x}']);
  });

  test('AWS::NoValue is as if the property had not been written', () => {
    const none = { Ref: 'AWS::NoValue' };
    const { resources, problems } = readingOf(
      { Linux: baseline({ OperatingSystem: none, PatchGroups: ['prod', none] }) },
      undefined,
    );
    expect(problems).toEqual([]);
    expect(resources.baselines[0]).toMatchObject({ operatingSystem: 'WINDOWS', patchGroups: ['prod'] });
  });

  test.each([
    ['!Ref Linus', 'unknown-reference'],
    ['!Ref AWS::Regoin', 'unknown-reference'],
    ['!Sub "x-${Linus}"', 'unknown-reference'],
    ['!GetAtt Other.Arn', 'unknown-attribute'],
    ['!GetAtt Other', 'bad-value'],
    ['{ "Fn::Join": ["-", [a, b]] }', 'unsupported-function'],
    ['{ "Fn::Sub": [a, b, c] }', 'bad-value'],
    ['{ Ref: [a] }', 'bad-value'],
  ])('%s is one error, and nothing else is said of it', (text, code) => {
    const others = '  Other: { Type: AWS::SSM::PatchBaseline, Properties: { Name: other } }';
    expect(nameOf(text, others)).toMatchObject([{ code }]);
  });

  test('an unknown logical id is an error that names the nearest', () => {
    const read = readingOf(
      { Sunday: windowOf(), Web: windowTarget({ WindowId: { Ref: 'Sundy' } }) },
      undefined,
    );
    expect(onlyError(read)).toMatchObject({ awsError: 'ValidationError', help: 'did you mean Sunday?' });
  });

  test('circular references are one error that shows the circle', () => {
    const read = readingOf(
      {
        First: baseline({ Name: { 'Fn::Sub': 'x-${Second}' } }),
        Second: baseline({ Name: { Ref: 'First' } }),
      },
      undefined,
    );
    expect(onlyError(read)).toMatchObject({
      code: 'circular-reference',
      message: expect.stringContaining('First -> Second -> First'),
    });
  });

  test('a resource that depends on itself is a circle', () => {
    const read = readingOf({ Only: { ...(baseline() as object), DependsOn: 'Only' } }, undefined);
    expect(onlyError(read)).toMatchObject({ code: 'circular-reference' });
  });

  test('a logical id as plain text is not the id of that resource', () => {
    expect(onlyError(readTask({ WindowId: 'Sunday' }))).toMatchObject({
      code: 'bad-id',
      awsError: 'ValidationException',
      help: 'write !Ref Sunday',
    });
    expect(readTask({ WindowId: { Ref: 'Sunday' } }).problems).toEqual([]);
    expect(readTask({ WindowId: { 'Fn::Sub': `\${Sunday}` } }).problems).toEqual([]);
  });
});

describe('hostile data', () => {
  /** As the reader of YAML gives it, and worse. */
  const junk = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown>(
        null,
        '',
        'true',
        '-1',
        'Sunday',
        'AWS::NoValue',
        '${Sunday}',
        '10%',
        5,
        false,
      ),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          'Ref',
          'Fn::Sub',
          'Fn::GetAtt',
          'Key',
          'Values',
          'Type',
          'Properties',
          'Statement',
          'Effect',
          'x',
        ),
        tie('any'),
        { maxKeys: 4 },
      ),
    ),
  })).any;
  const types = fc.constantFrom(
    'AWS::SSM::PatchBaseline',
    'AWS::SSM::MaintenanceWindow',
    'AWS::SSM::MaintenanceWindowTarget',
    'AWS::SSM::MaintenanceWindowTask',
    'AWS::IAM::Role',
    'AWS::IAM::InstanceProfile',
    'AWS::ResourceGroups::Group',
  );
  const keys = fc.constantFrom(
    ...'Name Schedule Duration Cutoff WindowId Targets TaskArn TaskType TaskParameters TaskInvocationParameters'.split(
      ' ',
    ),
    ...'ApprovalRules GlobalFilters PatchGroups ApprovedPatches Sources Tags ResourceQuery Roles Policies'.split(
      ' ',
    ),
    ...'AssumeRolePolicyDocument ManagedPolicyArns ServiceRoleArn ResourceType MaxErrors'.split(' '),
  );
  const resource = fc.record({ Type: types, Properties: fc.dictionary(keys, junk, { maxKeys: 6 }) });
  const resources = fc.dictionary(
    fc.constantFrom('Sunday', 'Web', 'Install', 'Role'),
    fc.oneof(resource, junk),
  );
  const action = fc.dictionary(
    fc.constantFrom(
      'id',
      'at',
      'SendCommand',
      'CancelCommand',
      'CreateTags',
      'UpdatePatchBaseline',
      'CreateActivation',
    ),
    fc.oneof(junk, fc.constant('2025-01-05T00:00:00Z')),
  );

  test('whatever stands there gives problems, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(resources, junk), fc.oneof(fc.array(action), junk), (given, actions) => {
        const { problems } = readingOf(given, actions);
        expect(problems.every(({ message }) => message.length > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('10,000 levels are an error', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    const codes = readingOf({ Linux: baseline({ PatchGroups: deep }) }, undefined, contextOf()).errors.map(
      ({ code }) => code,
    );
    expect(codes).toContain('too-deep');
  });
});
