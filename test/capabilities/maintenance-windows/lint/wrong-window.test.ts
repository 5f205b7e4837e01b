/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
import { describe, expect, test } from 'vitest';
import { lintText, messages } from '../../../lint/lint-text.ts';
import { install, scan, task, window } from '../../../lint/patch-tasks.ts';

describe('task-on-wrong-window', () => {
  test('an Install task does not belong on the window for scans', () => {
    const text = `Resources:${window('Nightly', 'patch-scan')}${task('Patch', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([
      expect.stringContaining('the task Patch installs in Nightly, the window for scans'),
    ]);
  });

  test('literal parts of a composed name count', () => {
    const text = `Parameters: { Env: { Type: String } }\nResources:${window('Nightly', '!Join ["-", [!Ref Env, patch-scan]]')}${task('Patch', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toHaveLength(1);
  });

  test('a window for both is the wrong one for neither', () => {
    const text = `Resources:${window('Nightly', 'scan-and-install')}${task('A', 'Nightly', install)}${task('B', 'Nightly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('a window whose name says neither takes either', () => {
    const text = `Resources:${window('Nightly', 'patching')}${task('A', 'Nightly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('to apply updates is to install them, to apply a baseline may be to scan', () => {
    const described = (text: string) =>
      `Resources:${window('Weekly', 'weekly', text)}${task('A', 'Weekly', scan)}`;
    expect(messages('task-on-wrong-window', described('Applies missing updates'))).toHaveLength(1);
    expect(messages('task-on-wrong-window', described('Applies the patch baseline'))).toEqual([]);
  });

  test('words within words are no words', () => {
    const text = `Resources:${window('Nightly', 'scandinavia')}${task('A', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('a scan before the installation belongs to it', () => {
    const windows = window('Weekly', 'install');
    const both = `Resources:${windows}${task('A', 'Weekly', scan)}${task('B', 'Weekly', install)}`;
    expect(messages('task-on-wrong-window', both)).toEqual([]);
    expect(messages('task-on-wrong-window', `Resources:${windows}${task('A', 'Weekly', scan)}`)).toEqual([
      expect.stringContaining('the task A only scans in Weekly'),
    ]);
  });

  test('a scan stands on the other window while the window for scans has none', () => {
    const text = `Resources:${window('ScanWindow', 'one')}${window('Other', 'two')}${task('A', 'Other', scan)}`;
    const { findings } = lintText(text);
    expect(findings.filter(({ rule }) => rule === 'task-on-wrong-window')).toMatchObject([
      { help: expect.stringContaining('!Ref ScanWindow') },
    ]);
  });

  test('a task that is called an installation and scans installs nothing', () => {
    const text = `Resources:${window('Weekly', 'weekly')}${task('InstallPatches', 'Weekly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([
      'warning: the task InstallPatches is called an installation, and its Operation is Scan: nothing is ever installed',
    ]);
  });

  test('the name decides where the Operation is not known', () => {
    const unknown = '{ Parameters: { Operation: [!Ref What] } }';
    const text = `Parameters: { What: { Type: String } }\nResources:${window('Nightly', 'scan')}${task('InstallPatches', 'Nightly', unknown)}`;
    expect(messages('task-on-wrong-window', text)).toHaveLength(1);
  });

  test('targets of another window are none of this one', () => {
    const target = `
  Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref One, ResourceType: INSTANCE, Targets: [{ Key: "tag:Patch Group", Values: [a] }] }`;
    const of = (id: string) =>
      task('Patch', id, install, '\n      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]');
    const text = (id: string) => `Resources:${window('One', 'one')}${window('Two', 'two')}${target}${of(id)}`;
    expect(messages('task-on-wrong-window', text('One'))).toEqual([]);
    expect(messages('task-on-wrong-window', text('Two'))).toEqual([
      expect.stringMatching(/^error: the task Patch is on Two, and its target Nodes belongs to One/),
    ]);
  });

  test('a window is no target', () => {
    const targets = '\n      Targets: [{ Key: WindowTargetIds, Values: [!Ref One] }]';
    expect(
      messages(
        'task-on-wrong-window',
        `Resources:${window('One', 'one')}${task('Patch', 'One', install, targets)}`,
      ),
    ).toEqual(['error: WindowTargetIds of the task Patch names One, which is a window and no target']);
  });
});
