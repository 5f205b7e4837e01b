import { expect, test } from 'vitest';
import { parameterStore } from '../../../src/capabilities/parameter-store/index.ts';
import { found, lintText, messages } from '../../lint/lint-text.ts';
import { simulateYaml } from '../../support/simulate.ts';

test('a walk through a call says which of the two rights lacked', () => {
  const { outcome } = simulateYaml(`
start: 2026-03-01T00:00:00Z
end: 1d
fleet:
  web: { count: 1, os: AMAZON_LINUX_2023 }
resources:
  Key: { Type: AWS::KMS::Key, Properties: {} }
  S: { Type: AWS::SSM::Parameter, Properties: { Name: s, Type: SecureString, Value: s, KeyId: !Ref Key } }
principals:
  nobody: { statements: [{ Effect: Allow, Action: "kms:Decrypt", Resource: "*" }] }
  reader: { statements: [{ Effect: Allow, Action: "ssm:GetParameter", Resource: "*" }] }
actions:
  - { id: none, at: 2026-03-01T01:00:00Z, as: nobody, GetParameter: { Name: s, WithDecryption: true } }
  - { id: read, at: 2026-03-01T01:00:00Z, as: reader, GetParameter: { Name: s, WithDecryption: true } }
`);
  const machine = outcome.machines.of(parameterStore);
  const walk = parameterStore.walks!.walk(machine, 'read', outcome.simulation)!;
  expect(JSON.stringify(walk.blocks)).toContain(
    'The right that lacks is kms:Decrypt: no statement of reader allows kms:Decrypt.',
  );
  const denied = parameterStore.walks!.walk(machine, 'none', outcome.simulation)!;
  expect(JSON.stringify(denied.blocks)).toContain(
    'The right that lacks is ssm:GetParameter: no statement of nobody allows ssm:GetParameter.',
  );
  expect(parameterStore.walks!.walk(machine, 'other', outcome.simulation)).toBeUndefined();
});

test('CloudFormation makes no SecureString, and a plain secret is found in a template too', () => {
  const template = (type: string) => `
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  DbPassword: { Type: AWS::SSM::Parameter, Properties: { Type: ${type}, Value: x } }
`;
  expect(JSON.stringify(messages('secret-in-plain-text', template('String')))).toContain(
    'DbPassword says password',
  );
  expect(found(template('SecureString'), 'secret-in-plain-text')).toEqual([]);
  expect(JSON.stringify(lintText(template('SecureString')))).toContain(
    'SSM Parameters of type SecureString cannot be created using CloudFormation',
  );
});
