import { describe, expect, test } from 'vitest';
import { found } from '../../../lint/lint-text.ts';
import { node, target, task, template, web, window } from '../../../lint/window-parts.ts';

describe('a prefix in the values of a target', () => {
  const prefixed = (value: string) =>
    found(template(target('T', 'mw-1', `{ Key: "tag:Team", Values: [${value}] }`)), 'target-matches-no-node');

  test('stays as it is written', () => {
    expect(prefixed('"value:web"')).toHaveLength(1);
    expect(prefixed('"Values=web"')).toHaveLength(1);
    expect(prefixed('valued')).toEqual([]);
    expect(prefixed('"team:web"')).toEqual([]);
  });
});

describe('target-matches-no-node', () => {
  const noNode = (text: string) => found(text, 'target-matches-no-node');

  test('says nothing where no node is known', () => {
    expect(noNode(template(window('A'), target('T', '!Ref A', web)))).toEqual([]);
  });

  test('all criteria must hold for one node', () => {
    const both = '{ Key: "tag:A", Values: [1] }, { Key: "tag:B", Values: [2] }';
    const apart = [node('N', '{ Key: A, Value: 1 }'), node('M', '{ Key: B, Value: 2 }')];
    expect(noNode(template(...apart, target('T', '!ImportValue w', both)))).toHaveLength(1);
    const together = node('N', '{ Key: A, Value: 1 }, { Key: B, Value: 2 }');
    expect(noNode(template(together, target('T', '!ImportValue w', both)))).toEqual([]);
  });

  test.each([
    ['the value of the tag', node('N', '{ Key: Patch Group, Value: !Ref Open }')],
    ['the key of a tag', node('N', '{ Key: !Ref Open, Value: web }')],
    ['all tags', '  N: { Type: "AWS::EC2::Instance", Properties: { Tags: !If [A, [], []] } }\n'],
  ])('a node may match of which %s is not known', (_, nodes) => {
    expect(noNode(template(nodes, target('T', '!ImportValue w', web)))).toEqual([]);
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
    expect(noNode(template(group('web', 'true'), target('T', '!ImportValue w', web)))).toEqual([]);
    expect(noNode(template(group('web', 'false'), target('T', '!ImportValue w', web)))).toHaveLength(1);
    expect(noNode(template(group('web', 'false'), target('T', '!ImportValue w', stage)))).toEqual([]);
  });

  test('tags that AWS gives itself are not looked for', () => {
    const own = '{ Key: "tag:aws:autoscaling:groupName", Values: [web] }';
    expect(noNode(template(node('N', '{ Key: A, Value: b }'), target('T', '!ImportValue w', own)))).toEqual(
      [],
    );
  });

  test('targets of a runbook may be anything', () => {
    const association = `  A:
    Type: AWS::SSM::Association
    Properties: { Name: X, AutomationTargetParameterName: Bucket, Targets: [{ Key: "tag:A", Values: [b] }] }
`;
    expect(noNode(template(node('N', '{ Key: C, Value: d }'), association))).toEqual([]);
  });

  test('a RUN_COMMAND task of a template names its targets', () => {
    expect(
      noNode(template(window('A'), target('T', '!Ref A', web), task('I', '!Ref A', 'Priority: 1'))),
    ).toEqual(['10:5 target-matches-no-node']);
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
    expect(noNode(scenario(send))).toEqual(['10:16 target-matches-no-node']);
  });

  test('nodes that are tagged later may be meant', () => {
    const tagging = `  - at: 2025-01-03T12:00:00Z
    CreateTags: { Resources: [web-0001], Tags: [{ Key: Stage, Value: dev }] }
`;
    expect(noNode(scenario(`${tagging}${send}`))).toEqual([]);
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
