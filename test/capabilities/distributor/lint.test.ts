import { expect, test } from 'vitest';
import { lintText, messages } from '../../lint/lint-text.ts';
import { world } from './support.ts';

const careful = { limits: 'MaxConcurrency: "1"' };

test('an unknown package or version, as the run has it', () => {
  expect(messages('package-unknown', world({ ...careful, parameters: ', version: [3]' }))).toEqual([
    'error: command go fails on every node: edge-agent has no version 3',
  ]);
  const misspelt = world(careful).replace('name: [edge-agent]', 'name: [edge-agnet]');
  expect(messages('package-unknown', misspelt)).toEqual([
    'error: command go fails on every node: neither the account nor AWS has a package edge-agnet',
  ]);
  expect(lintText(misspelt).findings.find(({ rule }) => rule === 'package-unknown')!.help).toBe(
    'did you mean edge-agent?',
  );
});

test('a package without a file for the platform of nodes', () => {
  const text = world({ ...careful, manifest: '{ windows: { _any: { _any: { file: a.zip } } } }' });
  expect(messages('package-platform-missing', text)).toEqual([
    'error: command go fails on web: version 2.0.0 of edge-agent has no file for amazon 2023 x86_64',
  ]);
});

test('an In-place update without an update script', () => {
  const parameters = ', installationType: [In-place update]';
  expect(messages('update-script-missing', world({ ...careful, parameters }))).toEqual([
    'error: command go fails where another version is installed: version 2.0.0 of edge-agent has no update script',
  ]);
  expect(
    messages('update-script-missing', world({ ...careful, parameters, model: ', updateScript: true' })),
  ).toEqual([]);
});

test('all nodes at once lose what is reinstalled', () => {
  expect(messages('package-reinstall-at-once', world({ limits: 'MaxConcurrency: 100%' }))).toEqual([
    'warning: command go takes edge-agent away from all of its 4 nodes at once, until each has it again',
  ]);
  expect(messages('package-reinstall-at-once', world({ limits: 'MaxConcurrency: 50%' }))).toEqual([]);
  expect(messages('package-reinstall-at-once', world({ software: '{}' }))).toEqual([]);
});

test('of a template it is known that AWS publishes no update scripts', () => {
  const template = `
Resources:
  Keep:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-ConfigureAWSPackage
      Targets: [{ Key: InstanceIds, Values: ["*"] }]
      Parameters: { action: [Install], name: [AmazonCloudWatchAgent], installationType: [In-place update] }
`;
  expect(messages('update-script-missing', template)).toEqual([
    expect.stringContaining('In-place update is not supported for AmazonCloudWatchAgent'),
  ]);
});
