// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
import { describe, expect, test } from 'vitest';
import { found } from '../../../lint/lint-text.ts';
import { target, task, template, web, window } from '../../../lint/window-parts.ts';

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
