import { describe, expect, test } from 'vitest';
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
    'The missing right is kms:Decrypt: no statement of reader allows kms:Decrypt.',
  );
  const denied = parameterStore.walks!.walk(machine, 'none', outcome.simulation)!;
  expect(JSON.stringify(denied.blocks)).toContain(
    'The missing right is ssm:GetParameter: no statement of nobody allows ssm:GetParameter.',
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

describe('lint asks the functions of the run', () => {
  const file = (actions: string, more = '') => `
start: 2026-03-01T00:00:00Z
end: 1d
fleet:
  web: { count: 1, os: AMAZON_LINUX_2 }
resources:
  Key: { Type: AWS::KMS::Key, Properties: {} }
  Off: { Type: AWS::KMS::Key, Properties: { Enabled: false } }
  Db: { Type: AWS::SSM::Parameter, Properties: { Name: /app/db, Type: SecureString, Value: s, KeyId: !Ref Key } }
  Old: { Type: AWS::SSM::Parameter, Properties: { Name: /app/old, Type: SecureString, Value: s, KeyId: !Ref Off } }
  Bad: { Type: AWS::SSM::Parameter, Properties: { Name: /app/bad, Type: String, Value: Scna } }
principals:
  user: { statements: [{ Effect: Allow, Action: "ssm:*", Resource: "*" }] }
  sender: { statements: [{ Effect: Allow, Action: "ssm:SendCommand", Resource: "*" }] }
  narrow: { statements: [{ Effect: Allow, Action: "*", Resource: "*" }], sessionPolicy: [{ Effect: Allow, Action: "ssm:List*", Resource: "*" }] }
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, ${actions} }
${more}`;
  const refused = (yaml: string) => simulateYaml(yaml).outcome.simulation.refused.map(({ error }) => error);

  test('of a path that is read with decryption', () => {
    const read = file('as: user, GetParametersByPath: { Path: /app, WithDecryption: true }');
    expect(messages('kms-decrypt-missing', read)).toEqual([
      'error: the call a reads /app/db, a SecureString, and cannot decrypt it: no statement of user allows kms:Decrypt',
    ]);
    expect(refused(read)).toHaveLength(1);
  });

  test('of a SecureString that its writer may not encrypt', () => {
    const write = (tier: string) =>
      file(`as: user, PutParameter: { Name: /app/db, Value: t, Overwrite: true, Tier: ${tier} }`);
    expect(messages('kms-decrypt-missing', write('Standard'))).toEqual([
      'error: the call a writes /app/db, a SecureString, and cannot encrypt it: no statement of user allows kms:Encrypt',
    ]);
    expect(messages('kms-decrypt-missing', write('Advanced'))).toEqual([
      expect.stringContaining('kms:GenerateDataKey'),
    ]);
    expect(refused(write('Advanced'))).toHaveLength(1);
  });

  test('of the version that is read, and of the tier and the key that the parameter has when it is written', () => {
    const other = 'arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001';
    const may = `{ Effect: Allow, Action: "*", Resource: "*" }, { Effect: Deny, Action: "kms:*", Resource: "${other}" }`;
    const both = (read: string, at: string) =>
      file(
        `GetParameter: { Name: "${read}", WithDecryption: true }, as: both`,
        `  - { id: p, at: ${at}, PutParameter: { Name: /app/db, Value: t, Overwrite: true, KeyId: "${other}" } }`,
      ).replace('  sender:', `  both: { statements: [${may}] }\n  sender:`);
    const [before, after] = ['2026-03-01T00:30:00Z', '2026-03-01T02:00:00Z'];
    for (const [read, at, count] of [
      ['/app/db', before, 1],
      ['/app/db', after, 0],
      ['/app/db:1', before, 0],
      ['/app/db:2', before, 1],
    ] as const) {
      const yaml = both(read, at);
      expect(messages('kms-decrypt-missing', yaml)).toHaveLength(count);
      expect(refused(yaml)).toHaveLength(count);
    }
    const write = file(
      'as: user, PutParameter: { Name: /app/db, Value: t, Overwrite: true }',
      '  - { id: p, at: 2026-03-01T00:30:00Z, PutParameter: { Name: /app/db, Value: t, Overwrite: true, Tier: Advanced } }',
    );
    expect(messages('kms-decrypt-missing', write)).toEqual([expect.stringContaining('kms:GenerateDataKey')]);
  });

  test('a disabled key is to be enabled: no right is missing', () => {
    const read = file('GetParameter: { Name: /app/old, WithDecryption: true }');
    expect(lintText(read).findings.map(({ help }) => help)).toContain('enable the key Off');
    expect(simulateYaml(read).result.parameterCalls).toMatchObject([{ status: 'InvalidKeyId', lacks: null }]);
  });

  test.each([
    ['as: user', '/app/bad', 'Parameter "Operation" has value "Scna" not found in [Scan, Install].'],
    ['as: user', '/app/bad:7', 'Input contains invalid parameters [/app/bad:7]'],
    ['as: user', '/app/db', 'Parameters [/app/db] of type SecureString are not supported'],
    ['as: sender', '/app/bad', 'is not authorized to perform: ssm:GetParameters'],
  ])('of a reference: %s, %s', (as, name, error) => {
    const send = file(
      `${as}, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: ["{{ssm:${name}}}"] } }`,
    );
    expect(messages('reference-refused', send)).toEqual([expect.stringContaining(error)]);
    expect(simulateYaml(send).events('run-command/command-refused')[0]?.['error']).toContain(error);
  });

  test('a step of a runbook is told where its execution is started', () => {
    const start = 'StartAutomationExecution: { DocumentName: Book }';
    const book = `  Book: { Type: AWS::SSM::Document, Properties: { Name: Book, DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [{ name: send, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: ["{{ssm:/app/bad}}"] } } }] } } }
principals:`;
    const told = file(start).replace('principals:', book);
    expect(messages('reference-refused', told)).toEqual([
      expect.stringMatching(/^error: step send of Book, started by a: AWS refuses it with InvalidParameters/),
    ]);
    expect(found(told, 'reference-refused')).toEqual([expect.stringMatching(/^1[0-9]:|^2[0-9]:/)]);
  });

  test('a reference to what a call changes before is left to the run', () => {
    const put =
      '  - { id: p, at: 2026-03-01T00:30:00Z, PutParameter: { Name: /app/bad, Value: Scan, Overwrite: true } }';
    const send =
      'SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: ["{{ssm:/app/bad}}"] } }';
    expect(messages('reference-refused', file(send, put))).toEqual([]);
    expect(messages('reference-refused', file(send, put.replace('T00', 'T02')))).toHaveLength(1);
  });

  test('a session policy that allows too little is named as such', () => {
    const [one] = simulateYaml(file('as: narrow, GetParameter: { Name: /app/bad }')).result.parameterCalls;
    expect(one?.because).toBe('no statement of the session policy of narrow allows ssm:GetParameter');
  });

  test('of a version or a label that is not there, unless a call makes it before', () => {
    const read = (name: string) => file(`GetParameter: { Name: "${name}" }`);
    const why = 'a version or a label that the parameter does not have: AWS answers ParameterVersionNotFound';
    for (const name of ['/app/bad:2', '/app/bad:live']) {
      expect(messages('parameter-unknown', read(name))).toEqual([`error: the call a reads ${name}, ${why}`]);
      expect(refused(read(name))).toEqual([expect.stringMatching(/^ParameterVersionNotFound/)]);
    }
    const label =
      '  - { id: l, at: 2026-03-01T00:30:00Z, LabelParameterVersion: { Name: /app/bad, Labels: [live] } }';
    expect(messages('parameter-unknown', `${read('/app/bad:live')}${label}`)).toEqual([]);
    expect(messages('parameter-unknown', read('/app/bad:1'))).toEqual([]);
  });

  test('an ARN of another account or Region names no parameter of this one', () => {
    const read = (region: string, id: string) =>
      file(`GetParameter: { Name: "arn:aws:ssm:${region}:${id}:parameter/app/bad" }`);
    expect(refused(read('us-east-1', '123456789012'))).toEqual([]);
    for (const other of [read('eu-west-1', '123456789012'), read('us-east-1', '222222222222')]) {
      expect(refused(other)).toEqual([expect.stringMatching(/^ParameterNotFound/)]);
      expect(messages('parameter-unknown', other)).toHaveLength(1);
    }
  });

  test('a name is told as it was asked for', () => {
    const [one] = simulateYaml(file('GetParameter: { Name: /single }')).result.parameterCalls;
    expect(one?.error).toBe("The parameter /single couldn't be found.");
  });
});
