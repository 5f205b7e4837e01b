// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
import { describe, expect, test } from 'vitest';
import { found } from '../../../lint/lint-text.ts';

const window = (id: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: ${id}, Schedule: rate(7 days), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
`;
const target = (id: string, windowId: string, targets: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: ${windowId}, ResourceType: INSTANCE, Targets: [${targets}] }
`;
const task = (id: string, windowId: string, rest: string): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: ${windowId}, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, ${rest} }
`;
const node = (id: string, tags: string): string =>
  `  ${id}: { Type: "AWS::EC2::Instance", Properties: { Tags: [${tags}] } }\n`;
const template = (...resources: readonly string[]): string => `Resources:\n${resources.join('')}`;
const web = '{ Key: "tag:Patch Group", Values: [web] }';

describe('a prefix in the values of a target', () => {
  const prefixed = (value: string) =>
    found(template(target('T', 'mw-1', `{ Key: "tag:Team", Values: [${value}] }`)), 'target-matches-nobody');

  test('is taken to the letter', () => {
    expect(prefixed('"value:web"')).toHaveLength(1);
    expect(prefixed('"Values=web"')).toHaveLength(1);
    expect(prefixed('valued')).toEqual([]);
    expect(prefixed('"team:web"')).toEqual([]);
  });
});

describe('window-empty and window-no-task', () => {
  const windows = (text: string) => found(text, 'window-empty', 'window-no-task');

  test('a window with neither is empty, one with targets lacks a task', () => {
    expect(windows(template(window('A'), window('B'), target('T', '!Ref B', web)))).toEqual([
      '2:3 window-empty',
      '5:3 window-no-task',
    ]);
  });

  test('what belongs to a window that is not known may belong to any', () => {
    expect(windows(template(window('A'), target('T', '!If [X, !Ref A, !Ref B]', web)))).toEqual([]);
    expect(windows(template(window('A'), target('T', '!ImportValue w', web)))).toEqual([]);
  });

  test.each([
    ['exported', 'Outputs: { W: { Value: !Ref A, Export: { Name: w } } }\n', ''],
    [
      'told to a custom resource',
      '',
      '  C: { Type: "Custom::Tasks", Properties: { Window: !Sub "x-${A}" } }\n',
    ],
    [
      'handed to a nested stack',
      '',
      '  C: { Type: "AWS::CloudFormation::Stack", Properties: { Parameters: { W: !Ref A } } }\n',
    ],
  ])('a window that is %s may be filled there', (_, head, rest) => {
    expect(windows(`${head}${template(window('A'), rest)}`)).toEqual([]);
  });

  test('an output that is not exported fills nothing', () => {
    expect(windows(`Outputs: { W: { Value: !Ref A } }\n${template(window('A'))}`)).toEqual([
      '3:3 window-empty',
    ]);
  });

  test('a task may name nodes by id only if they are targets, or the window allows others', () => {
    const byId = task('T', '!Ref A', 'Targets: [{ Key: InstanceIds, Values: [!Ref N] }]');
    expect(windows(template(window('A'), byId))).toEqual(['7:101 window-empty']);
    const registered = target('G', '!Ref A', '{ Key: InstanceIds, Values: [!Ref N] }');
    expect(windows(template(window('A'), registered, byId))).toEqual([]);
    const open = window('A').replace('AllowUnassociatedTargets: false', 'AllowUnassociatedTargets: true');
    expect(windows(template(open, byId))).toEqual([]);
  });

  test('a task without targets needs none', () => {
    expect(windows(template(window('A'), task('T', '!Ref A', 'Priority: 1')))).toEqual([]);
  });
});

describe('target-matches-nobody', () => {
  const nobody = (text: string) => found(text, 'target-matches-nobody');

  test('says nothing where no node is known', () => {
    expect(nobody(template(window('A'), target('T', '!Ref A', web)))).toEqual([]);
  });

  test('all criteria must hold for one node', () => {
    const both = '{ Key: "tag:A", Values: [1] }, { Key: "tag:B", Values: [2] }';
    const apart = [node('N', '{ Key: A, Value: 1 }'), node('M', '{ Key: B, Value: 2 }')];
    expect(nobody(template(...apart, target('T', '!ImportValue w', both)))).toHaveLength(1);
    const together = node('N', '{ Key: A, Value: 1 }, { Key: B, Value: 2 }');
    expect(nobody(template(together, target('T', '!ImportValue w', both)))).toEqual([]);
  });

  test.each([
    ['the value of the tag', node('N', '{ Key: Patch Group, Value: !Ref Open }')],
    ['the key of a tag', node('N', '{ Key: !Ref Open, Value: web }')],
    ['all tags', '  N: { Type: "AWS::EC2::Instance", Properties: { Tags: !If [A, [], []] } }\n'],
  ])('a node may match of which %s is not known', (_, nodes) => {
    expect(nobody(template(nodes, target('T', '!ImportValue w', web)))).toEqual([]);
  });

  test('a group of instances has the tags that it hands on, and those of its launch template', () => {
    const group = (tag: string, propagate: string) => `  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      Tags: [{ Key: Patch Group, Value: ${tag}, PropagateAtLaunch: ${propagate} }]
      LaunchTemplate: { LaunchTemplateId: !Ref L }
  L:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData: { TagSpecifications: [{ ResourceType: instance, Tags: [{ Key: Stage, Value: prod }] }] }
`;
    const stage = '{ Key: "tag:Stage", Values: [prod] }';
    expect(nobody(template(group('web', 'true'), target('T', '!ImportValue w', web)))).toEqual([]);
    expect(nobody(template(group('web', 'false'), target('T', '!ImportValue w', web)))).toHaveLength(1);
    expect(nobody(template(group('web', 'false'), target('T', '!ImportValue w', stage)))).toEqual([]);
  });

  test('tags that AWS gives itself are not looked for', () => {
    const own = '{ Key: "tag:aws:autoscaling:groupName", Values: [web] }';
    expect(nobody(template(node('N', '{ Key: A, Value: b }'), target('T', '!ImportValue w', own)))).toEqual(
      [],
    );
  });

  test('targets of a runbook may be anything', () => {
    const association = `  A:
    Type: AWS::SSM::Association
    Properties: { Name: X, AutomationTargetParameterName: Bucket, Targets: [{ Key: "tag:A", Values: [b] }] }
`;
    expect(nobody(template(node('N', '{ Key: C, Value: d }'), association))).toEqual([]);
  });

  test('a RUN_COMMAND task of a template names its targets', () => {
    expect(
      nobody(template(window('A'), target('T', '!Ref A', web), task('I', '!Ref A', 'Priority: 1'))),
    ).toEqual(['8:3 target-matches-nobody']);
  });

  const scenario = (actions: string): string => `start: 2025-01-03T00:00:00Z
end: 3d
fleet:
  web: { count: 5, os: AMAZON_LINUX_2, tags: { Stage: prod } }
actions:
${actions}`;
  const send = `  - id: scan
    at: 2025-01-04T00:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Stage", Values: [dev] }]
      Parameters: { Operation: [Scan] }
      MaxConcurrency: "50"
      MaxErrors: 20%
`;

  test('a command of a scenario that no group is tagged for', () => {
    expect(nobody(scenario(send))).toEqual(['10:16 target-matches-nobody']);
  });

  test('nodes that are tagged later may be meant', () => {
    const tagging = `  - at: 2025-01-03T12:00:00Z
    CreateTags: { Resources: [web-0001], Tags: [{ Key: Stage, Value: dev }] }
`;
    expect(nobody(scenario(`${tagging}${send}`))).toEqual([]);
  });
});

describe('target-key-mismatch', () => {
  const mismatch = (text: string) => found(text, 'target-key-mismatch');
  const withSpace = node('N', '{ Key: Patch Group, Value: web }');
  const withoutSpace = node('M', '{ Key: PatchGroup, Value: web }');

  test('nodes with the other spelling are left out', () => {
    expect(mismatch(template(withSpace, withoutSpace, target('T', '!ImportValue w', web)))).toEqual([
      '6:86 target-key-mismatch',
    ]);
  });

  test('unless another target selects them', () => {
    const other = '{ Key: "tag:PatchGroup", Values: [web] }';
    const both = [target('T', '!ImportValue w', web), target('U', '!ImportValue w', other)];
    expect(mismatch(template(withSpace, withoutSpace, ...both))).toEqual([]);
  });

  test('with another value they are not meant', () => {
    const api = node('M', '{ Key: PatchGroup, Value: api }');
    expect(mismatch(template(withSpace, api, target('T', '!ImportValue w', web)))).toEqual([]);
  });

  test('with both spellings they are selected', () => {
    const both = node('M', '{ Key: PatchGroup, Value: web }, { Key: Patch Group, Value: web }');
    expect(mismatch(template(both, target('T', '!ImportValue w', web)))).toEqual([]);
  });
});

describe('literal-parameter', () => {
  const literal = (head: string, targets: string) =>
    found(`Parameters: ${head}\n${template(target('T', '!ImportValue w', targets))}`, 'literal-parameter');
  const names = '{ AZTagName: { Type: String }, Stage: { Type: String }, TeamName: { Type: String } }';

  test('tag:AZTagName means the tag of that name', () => {
    expect(literal(names, '{ Key: "tag:AZTagName", Values: [a] }')).toEqual(['5:86 literal-parameter']);
    expect(literal(names, '{ Key: !Sub "tag:AZTagName", Values: [a] }')).toHaveLength(1);
    expect(literal(names, '{ Key: !Sub "tag:${AZTagName}", Values: [a] }')).toEqual([]);
  });

  test('a tag Stage whose value the parameter Stage chooses is as it should be', () => {
    expect(literal(names, '{ Key: "tag:Stage", Values: [!Ref Stage] }')).toEqual([]);
    expect(literal(names, '{ Key: "tag:TeamName", Values: [!Ref TeamName] }')).toEqual([]);
  });

  test('a value that is the name of a parameter which nothing uses', () => {
    expect(literal(names, '{ Key: "tag:Team", Values: [TeamName] }')).toEqual(['5:107 literal-parameter']);
    expect(literal(names, '{ Key: "tag:Team", Values: [!Ref TeamName] }')).toEqual([]);
  });

  test('a variable is only filled in within !Sub', () => {
    expect(literal(names, '{ Key: "tag:Team", Values: ["${TeamName}"] }')).toHaveLength(1);
    expect(literal(names, '{ Key: "tag:Team", Values: ["${AWS::Region}"] }')).toHaveLength(1);
    expect(literal(names, '{ Key: "tag:Team", Values: [!Sub "${TeamName}"] }')).toEqual([]);
  });

  test('the name of a window or target is no id of it', () => {
    const idOf = (written: string) =>
      found(`${template(target('T', written, '{ Key: "tag:a", Values: [b] }'))}`, 'literal-parameter');
    for (const written of ['T', 'Ref T', '"!Ref T"']) expect(idOf(written)).toHaveLength(1);
    for (const written of ['!Ref T', 'mw-0123456789abcdef0', 'Ref U', '!ImportValue T']) {
      expect(idOf(written)).toEqual([]);
    }
    const registered = (written: string) =>
      found(
        template(task('I', '!ImportValue w', `Targets: [{ Key: WindowTargetIds, Values: [${written}] }]`)),
        'literal-parameter',
      );
    expect(registered('I')).toHaveLength(1);
    expect(registered('!ImportValue I')).toEqual([]);
  });

  test('a parameter whose default happens to be a name is as it was chosen', () => {
    const head = 'Parameters: { Id: { Type: String, Default: T } }';
    const one = template(target('T', '!Ref Id', '{ Key: "tag:a", Values: [b] }'));
    expect(found(`${head}\n${one}`, 'literal-parameter')).toEqual([]);
  });

  test('a variable of a script is its own', () => {
    const shell = task(
      'I',
      '!ImportValue w',
      'TaskInvocationParameters: { A: { Parameters: { commands: ["echo ${TeamName}"] } } }',
    );
    expect(found(`Parameters: ${names}\n${template(shell)}`, 'literal-parameter')).toEqual([]);
  });
});
