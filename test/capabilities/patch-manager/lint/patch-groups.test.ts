/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const target = (key: string, value: string): string => `
  Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: mw-0123456789abcdef0, ResourceType: INSTANCE, Targets: [{ Key: "${key}", Values: [${value}] }] }`;

const baseline = (groups: string): string => `
  Baseline:
    Type: AWS::SSM::PatchBaseline
    Properties: { Name: linux, OperatingSystem: AMAZON_LINUX_2, PatchGroups: ${groups} }`;

const instance = (tags: string): string => `
  Server:
    Type: AWS::EC2::Instance
    Properties: { Tags: [${tags}] }`;

describe('patch-group-key', () => {
  test.each(['patch_group', 'Patch-Group', 'PATCHGROUP', 'patch group', 'Patchgroup', 'PatchGroups'])(
    'the key %s makes no patch group',
    (key) => {
      expect(messages('patch-group-key', `Resources:${target(`tag:${key}`, 'web')}`)).toEqual([
        expect.stringContaining(`warning: the window target Nodes selects by tag:${key}`),
      ]);
    },
  );

  test.each(['Patch Group', 'PatchGroup'])('the key %s makes one', (key) => {
    expect(messages('patch-group-key', `Resources:${target(`tag:${key}`, 'web')}`)).toEqual([]);
  });

  test('a key that has more to say than patch group is left alone', () => {
    expect(messages('patch-group-key', `Resources:${target('tag:corp:patch-group', 'web')}`)).toEqual([]);
  });

  test('a tag whose value only a deployment decides is judged by its key', () => {
    const text = `Parameters: { Group: { Type: String } }\nResources:${instance('{ Key: patch_group, Value: !Ref Group }')}`;
    expect(messages('patch-group-key', text)).toHaveLength(1);
  });

  test('a node of a fleet is pointed at where its tag stands', () => {
    const text = 'fleet:\n  web: { count: 1, os: UBUNTU, tags: { patchgroup: a } }\n';
    const { findings } = lintText(text);
    expect(findings.filter(({ rule }) => rule === 'patch-group-key')).toMatchObject([
      { line: 2, column: 40 },
    ]);
  });

  test('two keys with one value name one group', () => {
    const tags = (other: string) => `{ Key: Patch Group, Value: a }, { Key: PatchGroup, Value: ${other} }`;
    expect(messages('patch-group-key', `Resources:${instance(tags('a'))}`)).toEqual([]);
    expect(messages('patch-group-key', `Resources:${instance(tags('b'))}`)).toEqual([
      expect.stringContaining('Server has two patch groups'),
    ]);
  });

  test('where tags are shown in instance metadata, keys have no spaces', () => {
    const text = `Resources:
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: { InstanceMetadataTags: enabled }
        TagSpecifications: [{ ResourceType: instance, Tags: [{ Key: Patch Group, Value: a }] }]
`;
    expect(messages('patch-group-key', text)).toEqual([
      expect.stringMatching(/^error: Launch shows its tags/),
    ]);
  });

  test('a target by another tag with the value of a patch group puts nobody into that group', () => {
    const text = `Resources:${baseline('[WINDOWS]')}${target('tag:OS', 'WINDOWS')}`;
    expect(messages('patch-group-key', text)).toEqual([
      expect.stringContaining('selects by tag:OS, while WINDOWS is a patch group of Baseline'),
    ]);
  });

  test('which is no matter where the file has the tag as well', () => {
    const tagged = instance('{ Key: PatchGroup, Value: WINDOWS }');
    const text = `Resources:${baseline('[WINDOWS]')}${target('tag:OS', 'WINDOWS')}${tagged}`;
    expect(messages('patch-group-key', text)).toEqual([]);
  });
});

describe('patch-group-unknown', () => {
  test('values must match exactly, and the likely one is named', () => {
    const { findings } = lintText(
      `Resources:${baseline('[Web-Prod]')}${target('tag:PatchGroup', 'web-prod')}`,
    );
    expect(findings.filter(({ rule }) => rule === 'patch-group-unknown')).toMatchObject([
      { severity: 'warning', help: 'did you mean Web-Prod?' },
    ]);
  });

  test('a template without patch groups of its own may have its baseline elsewhere', () => {
    expect(messages('patch-group-unknown', `Resources:${target('tag:PatchGroup', 'web')}`)).toEqual([]);
    expect(
      messages('patch-group-unknown', `Resources:${baseline('[]')}${target('tag:PatchGroup', 'web')}`),
    ).toEqual([]);
  });

  test('nothing is said where a group is only known when the stack is made', () => {
    const parameters = 'Parameters: { Group: { Type: String } }\n';
    const some = `${parameters}Resources:${baseline('[web, !Ref Group]')}${target('tag:PatchGroup', 'db')}`;
    const other = `${parameters}Resources:${baseline('[web]')}${target('tag:PatchGroup', '!Ref Group')}`;
    expect([...messages('patch-group-unknown', some), ...messages('patch-group-unknown', other)]).toEqual([]);
  });

  test('the default of a parameter is what it stands for', () => {
    const parameters = 'Parameters: { Group: { Type: String, Default: db } }\n';
    const text = `${parameters}Resources:${baseline('[web]')}${target('tag:PatchGroup', '!Ref Group')}`;
    expect(messages('patch-group-unknown', text)).toEqual([
      expect.stringContaining('what the window target Nodes selects is in the patch group db'),
    ]);
  });
});
