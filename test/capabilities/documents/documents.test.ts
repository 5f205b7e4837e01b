import { describe, expect, test } from 'vitest';
import { documentObstacle } from '../../../src/capabilities/documents/rules.ts';
import { capabilities } from '../../../src/capabilities/index.ts';
import { documentOf, executionTimeoutSeconds } from '../../../src/capability/documents.ts';
import { withCapabilities } from '../../../src/capability/registry.ts';
import type { DocumentModel } from '../../../src/world/model.ts';
import type { OperatingSystem } from '../../../src/world/operating-systems.ts';

const world = withCapabilities({ nouns: new Map() }, capabilities);

function limitOf(documentName: string, parameters: Record<string, string[]> = {}): number {
  return executionTimeoutSeconds(documentOf(world, documentName), parameters);
}

describe('how long the agent lets a document run', () => {
  test('executionTimeout of AWS-RunShellScript is 3600 seconds unless given', () => {
    expect(limitOf('AWS-RunShellScript')).toBe(3600);
  });
  test('a given executionTimeout holds', () => {
    expect(limitOf('AWS-RunPowerShellScript', { executionTimeout: ['600'] })).toBe(600);
  });
  test.each(['1', '3', '4', '172801'])('the agent takes executionTimeout %s for one hour', (given) => {
    expect(limitOf('AWS-RunShellScript', { executionTimeout: [given] })).toBe(3600);
  });
  test.each([5, 172_800])('executionTimeout %d is within the agent’s bounds', (given) => {
    expect(limitOf('AWS-RunShellScript', { executionTimeout: [String(given)] })).toBe(given);
  });
  test('AWS-RunPatchBaseline has two hours, and StepTimeoutSeconds changes that', () => {
    expect(limitOf('AWS-RunPatchBaseline')).toBe(7200);
    expect(limitOf('AWS-RunPatchBaseline', { StepTimeoutSeconds: ['900'] })).toBe(900);
  });
  test('a document without such a parameter has the default whatever it is given', () => {
    expect(limitOf('AWS-UpdateSSMAgent', { executionTimeout: ['60'] })).toBe(3600);
  });
});

describe('where a document runs', () => {
  const obstacle = (
    name: string,
    os: OperatingSystem,
    version = '3.3.987.0',
    described?: Partial<DocumentModel>,
  ) => documentObstacle(documentOf(world, name), os, version, described);

  test.each([
    ['AWS-RunShellScript', 'AMAZON_LINUX_2', null],
    ['AWS-RunShellScript', 'MACOS', null],
    ['AWS-RunShellScript', 'WINDOWS', 'UNSUPPORTED_PLATFORM'],
    ['AWS-RunPowerShellScript', 'WINDOWS', null],
    ['AWS-RunPowerShellScript', 'UBUNTU', null],
    ['AWS-RunPowerShellScript', 'MACOS', 'UNSUPPORTED_PLATFORM'],
    ['AWS-RunPatchBaseline', 'MACOS', null],
    ['AWS-UpdateSSMAgent', 'WINDOWS', null],
    ['AWS-ConfigureAWSPackage', 'DEBIAN', null],
    ['Our-Own', 'WINDOWS', null],
  ] as const)('%s on %s: %s', (name, os, expected) => {
    expect(obstacle(name, os)).toBe(expected);
  });

  test('AWS-RunPatchBaseline needs agent 2.0.834.0', () => {
    expect(obstacle('AWS-RunPatchBaseline', 'UBUNTU', '2.0.833.9')).toBe('AGENT_TOO_OLD');
    expect(obstacle('AWS-RunPatchBaseline', 'UBUNTU', '2.0.834.0')).toBeNull();
  });

  test('model.documents says for which platforms and agents a document of one’s own is', () => {
    expect(obstacle('Our-Own', 'UBUNTU', '3.0.0.0', { platforms: ['Windows'] })).toBe('UNSUPPORTED_PLATFORM');
    expect(obstacle('Our-Own', 'UBUNTU', '3.0.0.0', { minimumAgentVersion: '3.1.0.0' })).toBe(
      'AGENT_TOO_OLD',
    );
  });
});
