/** Slips in files as people share them, each of which was once told wrongly or not at all. */
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../support/simulate.ts';
import { lintText, messages } from './lint-text.ts';
import { install, task, window } from './patch-tasks.ts';

describe('targets', () => {
  test('a window target under InstanceIds: the help says which key means it', () => {
    const targets =
      'Target: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Weekly, ResourceType: INSTANCE, Targets: [{ Key: "tag:A", Values: [b] }] } }';
    const text = `Resources:${window('Weekly', 'weekly')}
  ${targets}${task('Patch', 'Weekly', install, '\n      Targets: [{ Key: InstanceIds, Values: [!Ref Target] }]')}`;
    expect(lintText(text).findings).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining('expected the name or the id of a node, found "Target"'),
        help: 'to mean the nodes of a window target, write Key: WindowTargetIds',
      }),
    );
  });
});

describe('calendar-unused', () => {
  const file = (name: string) => `Resources:
  Freeze:
    Type: AWS::SSM::Document
    Properties: { Name: year-end, DocumentType: ChangeCalendar, DocumentFormat: TEXT, Content: "BEGIN:VCALENDAR\\r\\nX-CALENDAR-TYPE:DEFAULT_OPEN\\r\\nEND:VCALENDAR" }
  Scan:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-RunPatchBaseline
      CalendarNames: [${name}]
      Targets: [{ Key: "tag:A", Values: [b] }]
      Parameters: { Operation: [Scan] }
`;

  test.each([
    'year-end',
    '!Ref Freeze',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as CloudFormation writes it
    '!Sub "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:document/year-end"',
  ])('%s names it', (name) => {
    expect(messages('calendar-unused', file(name))).toEqual([]);
  });

  test('the name of another one does not', () => {
    expect(messages('calendar-unused', file('other'))).toHaveLength(1);
  });
});

test('the policy that AWS gives to functions is known, and grants logs only', () => {
  const { warnings } = loadYaml(`start: 2025-01-01
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
`);
  expect(warnings).toEqual([]);
});
