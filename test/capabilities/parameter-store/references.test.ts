import { expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';

/** A command whose operation is the value of a parameter. */
const field = (resources: string, more = '') => `
start: 2025-01-04
end: 1d
fleet:
  web: { count: 4, os: AMAZON_LINUX_2, tags: { Env: prod } }
patches:
  P-1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-20 }
${resources}
actions:
  - id: c
    at: 2025-01-04T10:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Env", Values: [prod] }]
      Parameters: { Operation: ["{{ssm:/patch/operation}}"] }
      MaxErrors: 100%
${more}`;
const operation = (value: string, type = 'String') => `
resources:
  Operation: { Type: AWS::SSM::Parameter, Properties: { Name: /patch/operation, Type: ${type}, Value: ${value} } }
`;
const refusalOf = (yaml: string) => simulateYaml(yaml).events('run-command/command-refused')[0]?.['error'];

test('a reference in Operation is looked up when the command is sent: Install patches', () => {
  const { number, result } = simulateYaml(field(operation('Install')));
  expect(number('patched.percent')).toBe(100);
  expect(number('command.c.succeeded')).toBe(4);
  expect(result.commands[0]!.installed).toMatchObject({ patches: 4 });
  expect(simulateYaml(field(operation('Scan'))).number('patched.percent')).toBe(0);
});

test('the value is held to the rules of the document', () => {
  expect(refusalOf(field(operation('Scna')))).toBe(
    'InvalidParameters: Parameter "Operation" has value "Scna" not found in [Scan, Install].',
  );
});

test('SSM documents do not support references to SecureString parameters', () => {
  expect(refusalOf(field(operation('Install', 'SecureString')))).toBe(
    'InvalidParameters: Parameters [/patch/operation] of type SecureString are not supported',
  );
});

test('a StringList that is a whole item becomes its items; within a text it cannot be used as a String', () => {
  const script = (commands: string) => `
start: 2025-01-04
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources: { Steps: { Type: AWS::SSM::Parameter, Properties: { Name: /run/steps, Type: StringList, Value: "date,'echo a,b',id" } } }
actions: [{ id: c, at: 2025-01-04T10:00:00Z, SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [uptime, "${commands}"] } } }]
`;
  const sent: unknown[] = [];
  const { scenario } = loadYaml(script('{{ ssm:/run/steps }}'));
  new Simulator(scenario, { awsEvents: (event) => sent.push(event) }).run();
  expect(JSON.stringify(sent)).toContain('"commands":["uptime","date","echo a,b","id"]');
  expect(refusalOf(script('run {{ssm:/run/steps}}'))).toBe(
    'InvalidParameters: SSM parameter /run/steps of type StringList cannot be used as a String',
  );
});

test('without such a parameter the file is refused with the words of AWS', () => {
  expect(() => loadYaml(field(''))).toThrow(
    'AWS answers InvalidParameters: Input contains invalid parameters [/patch/operation]',
  );
});

test('a call may write the parameter before, and delete it', () => {
  const put = `
  - { id: p, at: 2025-01-04T09:00:00Z, PutParameter: { Name: /patch/operation, Type: String, Value: Install } }
`;
  expect(simulateYaml(field('', put)).number('patched.percent')).toBe(100);
  const late = put.replace('T09', 'T11');
  expect(refusalOf(field('', late))).toBe(
    'InvalidParameters: Input contains invalid parameters [/patch/operation]',
  );
  const deleted = '  - { id: d, at: 2025-01-04T09:00:00Z, DeleteParameter: { Name: /patch/operation } }';
  expect(refusalOf(field(operation('Install'), deleted))).toContain('invalid parameters [/patch/operation]');
});

test('a reference may name a version; one that does not exist fails, and falls back to no other', () => {
  const changed = `
  - { id: p, at: 2025-01-04T09:00:00Z, PutParameter: { Name: /patch/operation, Value: Scan, Overwrite: true } }
`;
  const at = (version: number) =>
    field(operation('Install'), changed).replace(
      '{{ssm:/patch/operation}}',
      `{{ssm:/patch/operation:${version}}}`,
    );
  expect(simulateYaml(at(1)).number('patched.percent')).toBe(100);
  expect(simulateYaml(at(2)).number('patched.percent')).toBe(0);
  expect(refusalOf(at(3))).toContain('invalid parameters [/patch/operation:3]');
});

test('it is read in the name of the caller', () => {
  const by = (actions: string) =>
    `${field(operation('Install')).replace('    at:', '    as: someone\n    at:')}
principals:
  someone: { statements: [{ Effect: Allow, Action: [${actions}], Resource: "*" }] }
`;
  expect(simulateYaml(by('"ssm:SendCommand", "ssm:GetParameters"')).number('patched.percent')).toBe(100);
  expect(refusalOf(by('"ssm:SendCommand"'))).toContain('is not authorized to perform: ssm:GetParameters');
});

test('a window task and an association look it up each time', () => {
  const window = simulateYaml(
    field(`${operation('Install')}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, Schedule: "at(2025-01-04T02:00:00)", Duration: 4, Cutoff: 0 } }
  Patch:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "4"
      MaxErrors: "4"
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ["{{ ssm:/patch/operation }}"] } } }
`).replace(/actions:[\s\S]*/, ''),
  );
  expect(window.number('patched.percent')).toBe(50);
  const keep = `
actions:
  - id: keep
    at: 2025-01-04T03:00:00Z
    CreateAssociation:
      Name: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Env", Values: [prod] }]
      Parameters: { Operation: ["{{ssm:/patch/operation}}"] }
  - { id: edit, at: 2025-01-04T06:00:00Z, PutParameter: { Name: /patch/operation, Value: Install, Overwrite: true } }
`;
  const association = simulateYaml(field(operation('Scan')).replace(/actions:[\s\S]*/, '') + keep);
  // State Manager runs it after the value was edited.
  expect(association.result.associations[0]!.executions.map(({ trigger }) => trigger)).toEqual([
    'created',
    'parameter change',
  ]);
  expect(association.number('patched.percent')).toBe(100);
  const wrong = simulateYaml(
    field(operation('Scna')).replace(/actions:[\s\S]*/, '') + keep.replace(/ {2}- \{ id: edit.*\n/, ''),
  );
  expect(wrong.number('association.keep.failed')).toBe(4);
});

test('where no rule depends on it, a parameter that the file does not have is taken to be there', () => {
  const { scenario } = loadYaml(`
start: 2025-01-04
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
actions:
  - id: c
    at: 2025-01-04T10:00:00Z
    SendCommand: { DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: ["echo {{ssm:greeting}}"] } }
`);
  expect(scenario).toBeDefined();
});

test('a runbook has the value too, and is held to its own rules', () => {
  const runbook = (value: string) => `
start: 2025-01-04
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources:
  Mode: { Type: AWS::SSM::Parameter, Properties: { Name: mode, Type: String, Value: ${value} } }
  Wait:
    Type: AWS::SSM::Document
    Properties:
      Name: Wait
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        parameters: { Mode: { type: String, allowedValues: [slow, fast] } }
        mainSteps: [{ name: wait, action: aws:sleep, inputs: { Duration: PT1M } }]
actions:
  - { id: go, at: 2025-01-04T10:00:00Z, StartAutomationExecution: { DocumentName: Wait, Parameters: { Mode: ["{{ssm:mode}}"] } } }
`;
  const missing = simulateYaml(runbook('slow').replace('ssm:mode', 'ssm:none')).result.automations[0]!;
  expect(JSON.stringify(missing)).toContain('Input contains invalid parameters [none]');
  const statusOf = (value: string) => simulateYaml(runbook(value)).result.automations[0]!.status;
  expect(statusOf('slow')).toBe('Success');
  expect(statusOf('other')).toBe('Failed');
});
