/** What lint cannot know from a template is said; what CloudFormation refuses is an error. */
import { describe, expect, test } from 'vitest';
import { found, lintText, messages } from './lint-text.ts';

const window = (more = ''): string => `  W:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Duration: 3
      Cutoff: 1
      AllowUnassociatedTargets: false
${more}`;

describe('what only a deployment knows is a note', () => {
  test.each([
    ['a loop', `Resources:\n  Fn::ForEach::Rings: [R, [a], { "W\${R}": { Type: "AWS::SSM::Parameter" } }]\n`],
    [
      'an inclusion',
      'Resources:\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k } }\n',
    ],
    ['a macro', 'Transform: [Own]\nResources: {}\n'],
    ['SAM', 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'],
    [
      'a nested stack',
      'Resources:\n  N: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: a } }\n',
    ],
    ['a module', 'Resources:\n  M: { Type: "Our::Own::Window::MODULE" }\n'],
    ['a condition', `Resources:\n${window('      Schedule: !If [A, cron(0 2 ? * SUN *), rate(7 days)]\n')}`],
    [
      'a condition in the role of a task',
      `Resources:
  R:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: !If [A, { Statement: [] }, { Statement: [] }] }
  T:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: mw-0123456789abcdef0, TaskType: LAMBDA, TaskArn: f, Priority: 1, ServiceRoleArn: !GetAtt R.Arn }
`,
    ],
    [
      'what a custom resource returns',
      `Resources:\n  C: { Type: "Custom::Times", Properties: { ServiceToken: a } }\n${window('      Schedule: !GetAtt C.Cron\n')}`,
    ],
    [
      'a parameter without a default',
      `Parameters: { Cron: { Type: String } }\nResources:\n${window('      Schedule: !Ref Cron\n')}`,
    ],
    ['an import', `Resources:\n${window('      Schedule: !ImportValue schedule\n')}`],
  ])('%s', (_, text) => {
    expect(messages('not-checked', text)).toEqual([
      expect.stringMatching(/^note: .* (were|was) not checked/),
    ]);
  });

  test('values of one resource are one finding, and none of them is called wrong', () => {
    const text = `Resources:\n${window('      Schedule: "{{resolve:ssm:/a}}"\n      ScheduleTimezone: "{{resolve:ssm:/b}}"\n')}`;
    expect(messages('not-checked', text)).toEqual([
      'note: Schedule and ScheduleTimezone of W depend on {{resolve:…}}, which only a deployment decides: they were not checked in full',
    ]);
    expect(found(text, 'schedule-invalid')).toEqual([]);
  });

  test('parameters without a default are one note for the file, those that nothing of Systems Manager has are none', () => {
    const head = 'Parameters: { Cron: { Type: String }, Zone: { Type: String }, Size: { Type: String } }\n';
    const text = `${head}Resources:\n${window('      Schedule: !Ref Cron\n      ScheduleTimezone: !Ref Zone\n')}`;
    const topic = '  T: { Type: "AWS::SNS::Topic", Properties: { TopicName: !Ref Size } }\n';
    expect(messages('not-checked', text + topic)).toEqual([
      'note: Cron and Zone have no default in this file: settings that use them were not checked',
    ]);
  });

  test('AWS::LanguageExtensions alone leaves nothing open', () => {
    expect(lintText('Transform: AWS::LanguageExtensions\nResources: {}\n').findings).toEqual([]);
  });
});

describe('what CloudFormation refuses is an error', () => {
  const refused = (text: string) => lintText(text).findings.filter(({ severity }) => severity === 'error');
  const codes = (text: string) => refused(text).map(({ rule }) => rule);

  test('references to nothing, wherever they stand', () => {
    const topic = (properties: string) =>
      `Resources:\n  T: { Type: "AWS::SNS::Topic", Properties: { ${properties} } }\n`;
    expect(codes(topic('TopicName: !Ref Gone'))).toEqual(['unknown-reference']);
    expect(codes(topic(`TopicName: !Sub "\${Gone}-a"`))).toEqual(['unknown-reference']);
    expect(codes(`${topic('DisplayName: a')}Outputs: { O: { Value: !Ref Gone } }\n`)).toEqual([
      'unknown-reference',
    ]);
    expect(codes('Resources:\n  T: { Type: "AWS::SNS::Topic", DependsOn: Gone }\n')).toEqual([
      'unknown-reference',
    ]);
  });

  test.each([
    '!Ref [a]',
    '!GetAtt A',
    '!Sub [a]',
    '!Join [a]',
    '!Select [0]',
    '!FindInMap [a]',
    '!If [A, b]',
  ])('a function with the wrong arguments: %s', (written) => {
    const text = `Resources:\n  B: { Type: "AWS::S3::Bucket", Properties: { BucketName: ${written} } }\n`;
    expect(codes(text)).toEqual(['bad-value']);
  });

  test('a schedule that Fn::Join puts together of quoted parts is none with a comma that ends it', () => {
    const head = 'Parameters: { Hour: { Type: Number, Default: 2 } }\n';
    const schedule = '!Join ["", ["cron(0 ", !Ref Hour, " ? * SUN *)"]]';
    expect(codes(`${head}Resources:\n${window(`      Schedule: ${schedule}\n`)}`)).toEqual([]);
  });

  test('a task without targets is refused once, under the name of the rule', () => {
    const text = `Resources:
  T:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: mw-0123456789abcdef0, TaskType: RUN_COMMAND, TaskArn: AWS-UpdateSSMAgent, Priority: 1 }
`;
    expect(codes(text)).toEqual(['target-matches-no-node']);
  });

  test('an attribute that the type does not have; WindowId is one', () => {
    const target = (attribute: string) => `Resources:\n${window('      Schedule: rate(7 days)\n')}  G:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !GetAtt W.${attribute}
      ResourceType: INSTANCE
      Targets: [{ Key: tag:A, Values: [b] }]
`;
    expect(codes(target('Nonsense'))).toEqual(['unknown-attribute']);
    expect(codes(target('WindowId'))).toEqual([]);
  });

  test('what is missing is named, by the path that the loader prints', () => {
    expect(refused(`Resources:\n${window()}`).map(({ message }) => message)).toEqual([
      'Resources.W.Properties.Schedule: missing: expected a schedule, such as "cron(0 2 ? * SUN *)" (AWS: ValidationException)',
    ]);
  });

  test('properties of types that are not simulated', () => {
    const parameter = (properties: string) =>
      `Resources:\n  A: { Type: "AWS::SSM::Parameter", Properties: { ${properties} } }\n`;
    expect(codes(parameter('Type: String'))).toEqual(['missing-key']);
    expect(codes(parameter('Type: String, Value: a, Nmae: a'))).toEqual(['unknown-key']);
    expect(codes(parameter('Type: String, Value: a'))).toEqual([]);
  });
});

test('FindInMap falls back to its DefaultValue', () => {
  const schedule = '!FindInMap [Times, prod, Cron, { DefaultValue: "cron(0 25 ? * SUN *)" }]';
  const text = `Mappings: { Times: { test: { Cron: "cron(0 2 ? * SUN *)" } } }\nResources:\n${window(`      Schedule: ${schedule}\n`)}`;
  expect(found(text, 'schedule-invalid')).toEqual(['10:28 schedule-invalid']);
});

test('a bare True is the text "true", as YAML 1.1 has it; quotes keep it', () => {
  const text = (value: string) => `Resources:
  I: { Type: "AWS::EC2::Instance", Properties: { IamInstanceProfile: p, Tags: [{ Key: Patch, Value: "true" }] } }
  G:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: mw-0123456789abcdef0, ResourceType: INSTANCE, Targets: [{ Key: tag:Patch, Values: [${value}] }] }
`;
  expect(found(text('True'), 'target-matches-no-node')).toEqual([]);
  expect(found(text('yes'), 'target-matches-no-node')).toEqual([]);
  expect(found(text('"True"'), 'target-matches-no-node')).toHaveLength(1);
});

test('a file that has to be rendered first, and one of Terraform, say so', () => {
  const code = (text: string) => lintText(text).problems.map((problem) => problem.code);
  expect(code('Resources:\n{% for ring in rings %}\n  W: {}\n{% endfor %}\n')).toEqual(['jinja-template']);
  expect(lintText('{"version": 4, "terraform_version": "1.9.0"}').problems).toMatchObject([
    { code: 'nothing-to-lint', message: 'this is a state or plan file of Terraform' },
  ]);
});
