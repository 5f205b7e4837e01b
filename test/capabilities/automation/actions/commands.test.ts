import { describe, expect, test } from 'vitest';
import { at, timesOf } from '../../quiet-world.ts';
import { executed, step } from './world.ts';

const patches = `
  KB1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01T00:00:00Z }`;
const run = (name: string, inputs: string, more = '') => step(name, 'runCommand', `{ ${inputs} }`, more);
const install =
  'DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: Install }';

describe('aws:runCommand', () => {
  test('AWS-RunPatchBaseline in a runbook patches its nodes and reboots them', () => {
    const {
      run: simulated,
      execution,
      step: of,
    } = executed([run('patch', install)], { sections: { patches } });
    expect(of('patch').failure).toBe(null);
    expect(execution.status).toBe('Success');
    expect(simulated.metric('patched.nodes')).toBe(1);
    expect(simulated.metric('reboots.total')).toBe(1);
  });

  test('aws:runCommand: outputs CommandId, Status, ResponseCode and Output', () => {
    const { step: of } = executed([
      run(
        'do',
        'DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [date] }',
      ),
    ]);
    expect(of('do').outputs).toEqual({
      CommandId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      Status: 'Success',
      ResponseCode: 0,
      Output: '',
    });
  });

  test('a command that fails fails the step', () => {
    const set = ['model.documents.AWS-RunShellScript.fails=100%'];
    const { failed, step: of } = executed(
      [
        run(
          'do',
          'DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [date] }',
        ),
      ],
      { set },
    );
    expect(failed('do')).toBe('Failed: AWS-RunShellScript ended Failed: Failed on web-0001, exit code 1');
    expect(of('do').outputs).toMatchObject({ ResponseCode: 1 });
  });

  test.each([
    [
      'AWS-RestartEC2Instance',
      'expected a document of type Command; AWS-RestartEC2Instance is one of type Automation',
    ],
    ['Shell', 'expected a document of type Command; Shell is one of type Session'],
    ['AWS-InstallPatchBaseline', 'AWS has no document AWS-InstallPatchBaseline'],
  ])('SendCommand answers InvalidDocument to %s, which is no Command document', (name, words) => {
    const resources = `  Shell: { Type: "AWS::SSM::Document", Properties: { DocumentType: Session, Content: { schemaVersion: "1.0", sessionType: Standard_Stream, inputs: {} } } }`;
    const { failed } = executed([run('do', `DocumentName: ${name}, InstanceIds: [web-0001]`)], { resources });
    expect(failed('do')).toBe(`Failed: InvalidDocument: ${words}`);
  });

  test('StartAutomationExecution answers AutomationDefinitionNotFoundException to a Command document', () => {
    const words =
      'AutomationDefinitionNotFoundException: expected a document of type Automation; AWS-RunShellScript is one of type Command';
    const { failed } = executed([
      step('nested', 'executeAutomation', '{ DocumentName: AWS-RunShellScript }', 'onFailure: Continue'),
      step(
        'called',
        'executeAwsApi',
        '{ Service: ssm, Api: StartAutomationExecution, DocumentName: AWS-RunShellScript }',
      ),
    ]);
    expect(failed('nested')).toBe(`Failed: ${words}`);
    expect(failed('called')).toBe(`Failed: ${words} (StartAutomationExecution)`);
  });

  test('a stopped instance cannot run commands', () => {
    const stop = step('stop', 'changeInstanceState', '{ InstanceIds: [web-0001], DesiredState: stopped }');
    expect(executed([stop, run('patch', install)], { sections: { patches } }).failed('patch')).toBe(
      'Failed: InvalidInstanceId: AWS-RunPatchBaseline was not sent',
    );
  });

  test('InstanceIds: at most 50', () => {
    const ids = Array.from({ length: 51 }, (_, index) => `i-${index}`).join(', ');
    expect(
      executed([run('do', `DocumentName: AWS-RunShellScript, InstanceIds: [${ids}]`)]).failed('do'),
    ).toMatch(/ValidationException: 51 InstanceIds/);
  });

  test('Targets, with MaxConcurrency and MaxErrors', () => {
    const sections = { fleet: '{ web: { count: 4, os: AMAZON_LINUX_2, tags: { Role: web } } }' };
    const inputs =
      'DocumentName: AWS-RunShellScript, Targets: [{ Key: "tag:Role", Values: [web] }], MaxConcurrency: "1", Parameters: { commands: [date] }';
    const { run: simulated, execution } = executed([run('do', inputs)], { sections });
    expect(execution.status).toBe('Success');
    expect(simulated.events('run-command/invocation-sent')).toHaveLength(4);
    expect(new Set(timesOf(simulated, 'run-command/invocation-sent')).size).toBe(4);
  });

  test('a step that is cancelled cancels its command', () => {
    const actions = `  - { id: halt, at: "${at('1:00:10')}", StopAutomationExecution: { AutomationExecutionId: go } }`;
    const set = ['model.documents.AWS-RunShellScript.run=10m'];
    const { run: simulated, execution } = executed(
      [
        run(
          'do',
          'DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [date] }',
        ),
      ],
      { actions, set },
    );
    expect(execution.status).toBe('Cancelled');
    expect(simulated.events('run-command/cancel-requested')).toHaveLength(1);
  });

  test('the same step in the next attempt has other draws', () => {
    const set = ['model.documents.AWS-RunShellScript.fails=50%'];
    const inputs =
      'DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [date] }';
    expect(executed([run('do', inputs, 'maxAttempts: 10')], { set }).execution.status).toBe('Success');
  });
});

describe('calls of Systems Manager', () => {
  const call = (name: string, inputs: string, more = '') =>
    step(name, 'executeAwsApi', `{ Service: ssm, ${inputs} }`, more);

  test('SendCommand, then ListCommandInvocations until it is over', () => {
    const send = call(
      'send',
      'Api: SendCommand, DocumentName: AWS-RunShellScript, InstanceIds: [web-0001], Parameters: { commands: [date] }',
      'outputs: [{ Name: Id, Selector: $.Command.CommandId }]',
    );
    const wait = step(
      'wait',
      'waitForAwsResourceProperty',
      '{ Service: ssm, Api: ListCommandInvocations, CommandId: "{{ send.Id }}", PropertySelector: "$.CommandInvocations[0].Status", DesiredValues: [Success] }',
    );
    expect(executed([send, wait]).execution.status).toBe('Success');
  });

  test('DescribeInstanceInformation says who is Online', () => {
    const see = call(
      'see',
      'Api: DescribeInstanceInformation, Filters: [{ Key: InstanceIds, Values: [web-0001] }]',
      'outputs: [{ Name: Ping, Selector: "$.InstanceInformationList[0].PingStatus" }]',
    );
    expect(executed([see]).step('see').outputs['Ping']).toBe('Online');
  });

  test('DescribeInstancePatchStates says what was last reported', () => {
    const see = call(
      'see',
      'Api: DescribeInstancePatchStates, InstanceIds: [web-0001]',
      'outputs: [{ Name: Missing, Selector: "$.InstancePatchStates[0].MissingCount", Type: Integer }]',
    );
    expect(executed([see], { sections: { patches } }).step('see').outputs['Missing']).toBe(1);
  });

  test('GetCalendarState', () => {
    const resources = `
  Freeze: { Type: AWS::SSM::Document, Properties: { Name: Freeze, DocumentType: ChangeCalendar, DocumentFormat: TEXT, Content: "BEGIN:VCALENDAR\\nX-CALENDAR-TYPE:DEFAULT_CLOSED\\nEND:VCALENDAR" } }`;
    const see = call(
      'see',
      'Api: GetCalendarState, CalendarNames: [Freeze]',
      'outputs: [{ Name: State, Selector: $.State }]',
    );
    expect(executed([see], { resources }).step('see').outputs['State']).toBe('CLOSED');
  });
});

test('aws:executeAutomation: outputs Output, ExecutionId and Status', () => {
  const resources = `
  Inner:
    Type: AWS::SSM::Document
    Properties:
      Name: Inner
      DocumentType: Automation
      Content: { schemaVersion: "0.3", parameters: { Time: { type: String } }, mainSteps: [{ name: nap, action: "aws:sleep", inputs: { Duration: "{{ Time }}" } }] }`;
  const nested = step(
    'inner',
    'executeAutomation',
    '{ DocumentName: Inner, RuntimeParameters: { Time: PT2M } }',
  );
  const { step: of, seconds } = executed([nested], { resources });
  expect(of('inner').outputs).toMatchObject({ Status: 'Success', ExecutionId: expect.any(String) });
  expect(seconds('inner')).toBe(120);
});

test('a parent that is stopped stops what it has started; so does a step that times out', () => {
  const resources = `
  Inner:
    Type: AWS::SSM::Document
    Properties: { Name: Inner, DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [{ name: nap, action: "aws:sleep", inputs: { Duration: PT2H } }] } }`;
  const nested = (more = '') => [step('inner', 'executeAutomation', '{ DocumentName: Inner }', more)];
  const actions = `  - { id: halt, at: "${at('1:30')}", StopAutomationExecution: { AutomationExecutionId: go } }`;
  const statuses = (all: ReturnType<typeof executed>) => all.executions.map(({ status }) => status);
  expect(statuses(executed(nested(), { resources, actions }))).toEqual(['Cancelled', 'Cancelled']);
  expect(statuses(executed(nested('timeoutSeconds: 600'), { resources }))).toEqual(['TimedOut', 'Cancelled']);
});

test('a runbook that starts itself ends at the fifth level, also where each level has targets', () => {
  const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web } } }';
  const self = (more: string) =>
    executed([step('again', 'executeAutomation', `{ DocumentName: Fix${more} }`)], {
      parameters: '{ Node: { type: String, default: "" } }',
      sections: { fleet },
    });
  const tooDeep = 'a runbook may be nested 5 levels deep';
  for (const more of ['', ', TargetParameterName: Node, Targets: [{ Key: "tag:Role", Values: [web] }]']) {
    const { executions } = self(more);
    expect(executions.at(-1)).toMatchObject({ status: 'Failed', failure: tooDeep });
    const levels = executions.filter(
      (one) => one.failure !== tooDeep && one.request.rateControl === undefined,
    );
    expect(levels.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'Failed'));
  }
});

test('aws:loop: at most 100 iterations', () => {
  const loop = (items: string) =>
    `{ name: each, action: "aws:loop", inputs: { Iterators: ${items}, Steps: [${step('nap', 'sleep', '{ Duration: PT1S }')}] } }`;
  expect(executed([loop('[a, b, c]')]).execution.steps.map((one) => one.step.name)).toEqual([
    'each',
    'nap',
    'nap',
    'nap',
  ]);
  const given = {
    parameters: '{ All: { type: StringList } }',
    given: `{ All: [${Array.from({ length: 101 }, (_, index) => `a${index}`).join(', ')}] }`,
  };
  expect(executed([loop('"{{ All }}"')], given).failed('each')).toMatch(/101 values, and the limit is 100/);
});
