import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import type { Rule } from '../../src/capability/lint-rule.ts';
import { lintFile } from '../../src/lint/lint.ts';
import { lintOutcome, lintResultOf } from '../../src/lint/lint-result.ts';
import { found, lintText, placesOf } from './lint-text.ts';

const window = (id: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Schedule: cron(0 4 ? * SUN *)
      ScheduleTimezone: Europe/Berlin
      Duration: 3
      Cutoff: 1
      AllowUnassociatedTargets: false
`;
const scenario = 'start: 2025-01-03T00:00:00Z\nend: 3d\nfleet:\n  web: { count: 5, os: AMAZON_LINUX_2 }\n';

describe('what is linted', () => {
  test('a template has Resources, a scenario words of its own', () => {
    expect(lintText(`Resources:\n${window('Sunday')}`).kind).toBe('template');
    expect(lintText('{ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } }').kind).toBe('template');
    expect(lintText(scenario).kind).toBe('scenario');
  });

  test.each([
    ['version: 1\nname: something\n', 'nothing-to-lint'],
    ['schemaVersion: "2.2"\nmainSteps: []\n', 'nothing-to-lint'],
    ['AWSTemplateFormatVersion: "2010-09-09"\n', 'nothing-to-lint'],
    ['- 1\n- 2\n', 'nothing-to-lint'],
    ['# nothing\n', 'nothing-to-lint'],
    ['', 'empty-file'],
    ['Resources: [\n', 'unclosed-bracket'],
  ])('%j is neither, and that is said', (text, code) => {
    const report = lintText(text);
    expect(report.kind).toBeNull();
    expect(report.problems.map((problem) => problem.code)).toEqual([code]);
    expect(lintOutcome([report], { strict: false })).toBe('badInput');
  });

  test('JSON with comments says so', () => {
    const helpFor = (text: string) => lintText(text).problems[0]?.help;
    expect(helpFor('{ // one window\n "Resources": {} }')).toContain('JSON has no comments');
    expect(helpFor('{ /* one window */ "Resources": {} }')).toContain('JSON has no comments');
    expect(helpFor('{ "Stuff": {} }')).toBeUndefined();
  });

  test('a file that is not there is bad input', () => {
    const report = lintFile({
      file: 'b.yaml',
      read: () => ({ error: 'no such file' }),
      capabilities,
      nowMs: 0,
    });
    expect(report.problems.map(({ code }) => code)).toEqual(['unreadable-file']);
  });

  test('a template may use every function of CloudFormation, in its short form too', () => {
    const text = `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Condition: Always
    Properties:
      TopicName: !If [Always, !Join ["-", [a, !Select [0, !Split [",", "a,b"]]]], !ImportValue x]
      DisplayName: !FindInMap [A, b, c]
      Tags: [{ Key: a, Value: !Base64 b }, { Key: c, Value: !Condition Always }]
`;
    expect(lintText(text)).toMatchObject({ kind: 'template', findings: [], problems: [] });
  });

  test('a key that stands twice in a template is a warning: the last one counts', () => {
    const { findings } = lintText('Resources:\n  A: { Type: "AWS::SNS::Topic", Type: "AWS::SQS::Queue" }\n');
    expect(findings).toMatchObject([{ rule: 'duplicate-key', severity: 'warning', line: 2 }]);
  });

  test('a tag that CloudFormation does not know is named', () => {
    const { problems } = lintText('Resources:\n  A: { Type: "AWS::SNS::Topic", Properties: !Reff x }\n');
    expect(problems.map(({ code, help }) => [code, help])).toEqual([['unknown-tag', 'did you mean !Ref?']]);
  });
});

/** Complains of every resource, at its key. */
const everyResource = (severity: Rule['severity']): Rule => ({
  id: 'every-resource',
  place: 1,
  severity,
  finds: 'every resource',
  source: '',
  check: ({ resources }, report) => {
    for (const { at, logicalId } of resources) report(at, `there is ${logicalId}`, { at: 'key' });
  },
});

/** The same at its Type. */
const everyType = (severity: Rule['severity']): Rule => ({
  id: 'every-type',
  place: 2,
  severity,
  finds: 'every type',
  source: '',
  check: ({ resources }, report) => {
    for (const { at, logicalId } of resources) report([...at, 'Type'], `there is ${logicalId}`);
  },
});

describe('what the loader says', () => {
  const broken = scenario.replace('count: 5', 'count: many');

  test('is among the findings, with its own code', () => {
    expect(placesOf(lintText(broken, []))).toEqual(['4:17 bad-value']);
    expect(lintText(broken, []).findings[0]).toMatchObject({ severity: 'error', file: 'a.yaml' });
  });

  test('bears the name of the rule that it belongs to, and of the parameter whose default is refused', () => {
    const text = `Parameters: { Hours: { Type: Number, Default: 30 } }\nResources:\n${window('Sunday')}`;
    const [finding] = lintText(text.replace('Cutoff: 1', 'Cutoff: !Ref Hours')).findings;
    expect(finding).toMatchObject({
      rule: 'cutoff-hours',
      severity: 'error',
      message:
        'Resources.Sunday.Properties.Cutoff: expected a whole number from 0 to 23 (from the default of Hours) (AWS: ValidationException)',
      help: 'write 1 for 30 minutes',
    });
  });

  test('is left out where a rule has said as much of the same place, and no less', () => {
    const text = `${scenario}resources: { Broken: { Type: "AWS::SSM::Nothing" } }\n`;
    expect(placesOf(lintText(text, []))).toEqual(['5:30 unknown-type']);
    expect(placesOf(lintText(text, [everyType('error')]))).toEqual(['5:30 every-type']);
    expect(placesOf(lintText(text, [everyResource('error')]))).toEqual([
      '5:14 every-resource',
      '5:30 unknown-type',
    ]);
    expect(placesOf(lintText(text, [everyType('note')]))).toEqual(['5:30 unknown-type', '5:30 every-type']);
  });

  test('of a resource that only the simulation leaves out is a note', () => {
    const text = `${scenario}resources: { Topic: { Type: "AWS::EC2::VPC" } }\n`;
    expect(lintText(text, []).findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['ignored-resource', 'note'],
    ]);
  });
});

describe('findings', () => {
  test('come in the order of the file', () => {
    const text = `Resources:\n${window('B')}${window('A')}`;
    expect(found(text, 'window-empty')).toEqual(['2:3 window-empty', '11:3 window-empty']);
  });

  test('point at the key or at the value', () => {
    const { findings } = lintText(`Resources:\n${window('Sunday')}`);
    expect(findings).toMatchObject([
      { rule: 'window-empty', line: 2, column: 3, endColumn: 9, path: ['Resources', 'Sunday'] },
    ]);
  });

  test('decide how the command ends: errors fail, warnings under strict only, notes never', () => {
    const text = 'Resources:\n  Topic: { Type: "AWS::SNS::Topic" }\n';
    const outcome = (severity: Rule['severity'], strict: boolean) =>
      lintOutcome([lintText(text, [everyResource(severity)])], { strict });
    expect(outcome('error', false)).toBe('failed');
    expect(outcome('warning', false)).toBe('ok');
    expect(outcome('warning', true)).toBe('failed');
    expect(outcome('note', true)).toBe('ok');
    expect(lintOutcome([lintText(''), lintText(text, [everyResource('error')])], { strict: false })).toBe(
      'badInput',
    );
  });

  test('are plain data', () => {
    const reports = [lintText(`Resources:\n${window('Sunday')}`), lintText('')];
    const result = lintResultOf(reports, '1.2.3');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({
      schema: 'fleetsim.lint/1',
      fleetsim: '1.2.3',
      counts: { errors: 0, warnings: 1, notes: 0, ignored: 0, unreadable: 1 },
      files: [
        { kind: 'template', findings: [{ rule: 'window-empty', path: 'Resources.Sunday', line: 2 }] },
        { kind: null, findings: [], problems: [{ code: 'empty-file' }] },
      ],
    });
  });
});

test('no file makes the linter fail, whatever stands where', () => {
  const odd = fc.constantFrom<unknown>(
    null,
    '',
    'x',
    '-1',
    '999999999999',
    [],
    {},
    [[]],
    { Ref: 'Nobody' },
    {
      'Fn::Sub': ['${', []],
    },
    { 'Fn::If': [] },
    { 'Fn::FindInMap': ['a'] },
    { Ref: 'Window' },
  );
  const shape = {
    Parameters: { Stage: { Type: 'String', Default: 'prod' } },
    Mappings: { A: { b: { c: 'd' } } },
    Metadata: { fleetsim: { lint: { ignore: [{ rule: 'a', reason: 'b' }] } } },
    Resources: {
      Window: {
        Type: 'AWS::SSM::MaintenanceWindow',
        Properties: { Name: 'w', Schedule: 'cron(0 4 ? * SUN *)', Duration: 3, Cutoff: 1 },
      },
      Target: {
        Type: 'AWS::SSM::MaintenanceWindowTarget',
        Properties: {
          WindowId: { Ref: 'Window' },
          ResourceType: 'INSTANCE',
          Targets: [{ Key: 'tag:Patch Group', Values: ['web'] }],
        },
      },
      Task: {
        Type: 'AWS::SSM::MaintenanceWindowTask',
        Properties: {
          WindowId: { Ref: 'Window' },
          TaskType: 'RUN_COMMAND',
          TaskArn: 'AWS-RunPatchBaseline',
          ServiceRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          MaxConcurrency: '10%',
          MaxErrors: '100%',
          Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'Target' }] }],
          TaskInvocationParameters: {
            MaintenanceWindowRunCommandParameters: {
              Parameters: { Operation: ['Install'] },
              TimeoutSeconds: 600,
            },
          },
        },
      },
      Baseline: {
        Type: 'AWS::SSM::PatchBaseline',
        Properties: {
          OperatingSystem: 'CENTOS',
          PatchGroups: ['web'],
          ApprovalRules: {
            PatchRules: [
              {
                ApproveAfterDays: 7,
                PatchFilterGroup: { PatchFilters: [{ Key: 'CLASSIFICATION', Values: ['Security'] }] },
              },
            ],
          },
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              { Effect: 'Allow', Principal: { Service: ['ssm.amazonaws.com'] }, Action: 'sts:AssumeRole' },
            ],
          },
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
          Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
        },
      },
      Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
      Node: {
        Type: 'AWS::EC2::Instance',
        Properties: { IamInstanceProfile: { Ref: 'Profile' }, Tags: [{ Key: 'PatchGroup', Value: 'web' }] },
      },
      Document: {
        Type: 'AWS::SSM::Document',
        Properties: {
          Content: {
            schemaVersion: '2.2',
            mainSteps: [{ action: 'aws:runShellScript', name: 'a', inputs: { runCommand: ['reboot'] } }],
          },
        },
      },
      Association: {
        Type: 'AWS::SSM::Association',
        Properties: { Name: 'AWS-RunPatchBaseline', Targets: [{ Key: 'tag:A', Values: ['b'] }] },
      },
    },
  };
  const paths = pathsOf(shape, []);
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      odd,
      fc.constantFrom(...paths),
      odd,
      (one, first, other, second) => {
        const changed = withValue(withValue(shape, one, first), other, second);
        const { findings } = lintText(JSON.stringify(changed));
        expect(
          findings.every(({ message }) => message.length > 10 && !/undefined|\[object/.test(message)),
        ).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
}, 20_000);

function pathsOf(value: unknown, path: readonly string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? below : [[...path], ...below];
}

function withValue(value: unknown, [key, ...rest]: readonly string[], odd: unknown): unknown {
  if (key === undefined) return odd;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[key] = withValue(copy[key], rest, odd);
  return copy;
}
