/** Steps of a runbook, their properties and where they lead. */
import { describe, expect, test } from 'vitest';
import { unreachable } from '../../../../src/capabilities/automation/content/step-jumps.ts';
import { readData, readText, readWith, sleep } from './reading.ts';

const errorsOf = (steps: string) => readWith({ steps }).errors;

describe('a document of type Automation', () => {
  test('has schema 0.3', () => {
    expect(readText('{ schemaVersion: "2.2", mainSteps: [] }').errors).toEqual([
      'schemaVersion: expected schemaVersion 0.3, that of runbooks, found "2.2" (a document of this schema runs on nodes: DocumentType: Command)',
    ]);
    expect(readText('{ mainSteps: [] }').errors).toEqual([
      'schemaVersion: missing: expected schemaVersion 0.3, that of runbooks (write schemaVersion: "0.3")',
    ]);
  });
  test('has steps', () => {
    expect(readText('{ schemaVersion: "0.3" }').errors).toEqual([
      'mainSteps: missing: expected a list of steps',
    ]);
    expect(readText('{ schemaVersion: "0.3", mainSteps: [] }').errors).toHaveLength(1);
    expect(readData('text').errors).toHaveLength(1);
  });
  test('is read into plain data', () => {
    const { runbook, warnings } = readText(`
schemaVersion: "0.3"
description: Sleeps
assumeRole: "{{ Role }}"
parameters: { Role: { type: "AWS::IAM::Role::Arn", default: "" } }
mainSteps:
  - name: wait
    action: aws:sleep
    maxAttempts: 2
    timeoutSeconds: 600
    onFailure: step:last
    isCritical: false
    inputs: { Duration: PT5M }
    outputs: [{ Name: A, Selector: $.A, Type: String }]
  - { name: last, action: aws:sleep, isEnd: true, inputs: { Duration: PT1M } }
outputs: [wait.A, "{{ wait.OutputPayload }}"]`);
    expect(warnings).toEqual([]);
    expect(runbook).toMatchObject({
      assumeRole: '{{ Role }}',
      parameters: { Role: { type: 'AWS::IAM::Role::Arn', default: '' } },
      outputs: ['wait.A', 'wait.OutputPayload'],
      steps: [
        {
          name: 'wait',
          action: 'aws:sleep',
          inputs: { Duration: 'PT5M' },
          outputs: [{ name: 'A', selector: '$.A', type: 'String' }],
          timeoutSeconds: 600,
          maxAttempts: 2,
          onFailure: { step: 'last' },
          onCancel: 'Abort',
          isCritical: false,
          isEnd: false,
          nextStep: null,
        },
        { name: 'last', isEnd: true, isCritical: null, onFailure: 'Abort', timeoutSeconds: null },
      ],
    });
  });
  test('a key that does not exist has no effect, and the near one is named', () => {
    expect(readWith({ steps: sleep('a', ', onfailure: Continue') }).warnings).toEqual([
      'mainSteps.0.onfailure: unknown key, which has no effect (did you mean onFailure?)',
    ]);
  });
});

describe('actions', () => {
  test('a name that guides invent is refused with the one that exists', () => {
    expect(errorsOf('{ name: a, action: "aws:choice", inputs: {} }')).toEqual([
      'mainSteps.0.action: expected an action of Automation, found "aws:choice" (did you mean aws:branch?)',
    ]);
    expect(errorsOf('{ name: a, action: "aws:slep", inputs: {} }')).toEqual([
      'mainSteps.0.action: expected an action of Automation, found "aws:slep" (did you mean aws:sleep?)',
    ]);
    expect(errorsOf('{ name: a }')).toEqual([
      'mainSteps.0.action: missing: expected an action, such as aws:sleep',
    ]);
  });
  test('a plugin of Command documents is none', () => {
    expect(errorsOf('{ name: a, action: "aws:runShellScript", inputs: {} }')[0]).toMatch(/aws:runCommand/);
  });
  test('inputs that an action needs', () => {
    expect(
      errorsOf('{ name: a, action: "aws:changeInstanceState", inputs: { InstanceIds: [i-1] } }'),
    ).toEqual(['mainSteps.0.inputs: missing: expected the input DesiredState of aws:changeInstanceState']);
  });
  test('approvers are listed as an action or as a change template has them', () => {
    const approving = (inputs: string) => errorsOf(`{ name: a, action: "aws:approve", inputs: ${inputs} }`);
    expect(approving('{}')).toEqual([
      'mainSteps.0.inputs: missing: expected the input Approvers of aws:approve',
    ]);
    expect(approving('{ Approvers: [oncall] }')).toEqual([]);
    expect(
      approving(
        '{ EnhancedApprovals: { Approvers: [{ approver: oncall, type: IamUser, minRequiredApprovals: 1 }] } }',
      ),
    ).toEqual([]);
  });
  test('an input that an action does not take', () => {
    const steps =
      '{ name: a, action: "aws:changeInstanceState", inputs: { InstanceIds: [i-1], DesiredState: stopped, Forse: true } }';
    expect(readWith({ steps }).warnings).toEqual([
      'mainSteps.0.inputs.Forse: unknown input of aws:changeInstanceState, which has no effect (did you mean Force?)',
    ]);
  });
  test.each([
    [
      'changeInstanceState',
      'InstanceIds: a, DesiredState: stoped',
      'DesiredState: expected one of running, stopped, terminated, found stoped',
    ],
    [
      'createStack',
      'StackName: a, TemplateBody: "{}", OnFailure: NOTHING',
      'OnFailure: expected one of DO_NOTHING, ROLLBACK, DELETE, found NOTHING',
    ],
    [
      'createStack',
      'StackName: a, TemplateBody: "{}", TimeoutInMinutes: soon',
      'TimeoutInMinutes: expected a whole number, found soon',
    ],
    [
      'runInstances',
      'ImageId: ami-1, MaxInstanceCount: many',
      'MaxInstanceCount: expected a whole number, found many',
    ],
    [
      'createImage',
      'InstanceId: a, ImageName: b, NoReboot: perhaps',
      'NoReboot: expected true or false, found perhaps',
    ],
    [
      'invokeLambdaFunction',
      'FunctionName: f, InvocationType: Async',
      'InvocationType: expected one of RequestResponse, Event, DryRun, found Async',
    ],
  ])('aws:%s says which values an input may have: { %s }', (action, inputs, message) => {
    const { errors, warnings } = readWith({
      steps: `{ name: s, action: "aws:${action}", inputs: { ${inputs} } }`,
    });
    expect({ errors, warnings }).toEqual({
      errors: [],
      warnings: [`mainSteps.0.inputs.${message}: the step fails`],
    });
  });

  test('a value that a reference gives, or an empty one, is judged when the step begins', () => {
    const steps = `{ name: s, action: "aws:createImage", inputs: { InstanceId: a, ImageName: b, NoReboot: "{{ No }}" } },
      { name: t, action: "aws:createImage", inputs: { InstanceId: a, ImageName: b, NoReboot: "" } }`;
    expect(readWith({ parameters: '{ No: { type: String } }', steps }).warnings).toEqual([]);
  });

  test('aws:createStack: you must specify either TemplateBody or TemplateURL', () => {
    const stack = (inputs: string) =>
      readWith({ steps: `{ name: s, action: "aws:createStack", inputs: { ${inputs} } }` }).errors;
    expect(stack('StackName: a')).toEqual([
      'mainSteps.0.inputs: missing: expected TemplateBody or TemplateURL',
    ]);
    expect(stack('StackName: a, TemplateURL: "https://a/b"')).toEqual([]);
  });

  test('aws:updateVariable: the value is of the type of the variable', () => {
    const update = (value: string) =>
      readWith({
        steps: `{ name: s, action: "aws:updateVariable", inputs: { Name: "variable:n", Value: ${value} } }`,
        more: 'variables: { n: { type: Integer, default: 1 } }',
      }).warnings;
    expect(update('two')).toEqual([
      'mainSteps.0.inputs.Value: expected a value of type Integer, found two: the step fails',
    ]);
    expect(update('2')).toEqual([]);
    expect(update('"{{ global:DATE }}"')).toEqual([]);
  });

  test('a sleep has a duration or a time, of less than a week', () => {
    const sleeping = (inputs: string) => errorsOf(`{ name: a, action: "aws:sleep", inputs: ${inputs} }`);
    expect(sleeping('{}')).toEqual(['mainSteps.0.inputs: missing: expected Duration or Timestamp']);
    expect(sleeping('{ Duration: 10 }')).toEqual([
      'mainSteps.0.inputs.Duration: expected a duration such as PT10M, found "10"',
    ]);
    expect(sleeping('{ Duration: P7D }')).toEqual([
      'mainSteps.0.inputs.Duration: expected at most 604799 seconds, found P7D',
    ]);
    expect(sleeping('{ Timestamp: tomorrow }')).toHaveLength(1);
    expect(sleeping('{ Timestamp: 2020-01-01T01:00:00Z }')).toEqual([]);
  });
});

describe('properties', () => {
  test.each([
    ['maxAttempts: 0', 'mainSteps.0.maxAttempts: expected a whole number of at least 1, found "0"'],
    [
      'timeoutSeconds: soon',
      'mainSteps.0.timeoutSeconds: expected a whole number of at least 1, found "soon"',
    ],
    ['onFailure: exit', 'mainSteps.0.onFailure: expected one of Abort, Continue, step:name; found "exit"'],
    ['onCancel: Continue', 'mainSteps.0.onCancel: expected one of Abort, step:name; found "Continue"'],
    ['isEnd: maybe', 'mainSteps.0.isEnd: expected true or false, found "maybe"'],
    [
      'outputs: [{ Selector: $.a }]',
      'mainSteps.0.outputs.0.Name: missing: expected an output with Name, Selector and Type',
    ],
    [
      'outputs: [{ Name: a, Selector: "$.a[", Type: String }]',
      'mainSteps.0.outputs.0.Selector: expected a JSONPath, such as $.Reservations[0].Instances[0].InstanceId; found "$.a["',
    ],
  ])('%s', (property, message) => {
    expect(errorsOf(sleep('a', `, ${property}`))).toEqual([message]);
  });
  test('numbers may be references', () => {
    const { runbook, errors } = readWith({
      parameters: '{ T: { type: Integer, default: 5 } }',
      steps: sleep('a', ', timeoutSeconds: "{{ T }}", maxAttempts: "{{ T }}"'),
    });
    expect(errors).toEqual([]);
    expect(runbook!.steps[0]).toMatchObject({ timeoutSeconds: '{{ T }}', maxAttempts: '{{ T }}' });
  });
  test('names are unique, of letters, digits, _ and -', () => {
    expect(errorsOf(`${sleep('a')}, ${sleep('a')}`)).toEqual([
      'mainSteps.1.name: expected each name once: a is already that of another step',
    ]);
    expect(errorsOf(sleep('"a b"'))).toEqual([
      'mainSteps.0.name: expected a name of 1 to 128 letters, digits, _ and -, found "a b"',
    ]);
  });
});

describe('jumps', () => {
  test('to a step that does not exist', () => {
    expect(
      errorsOf(`${sleep('first', ', nextStep: lst, onFailure: "step:frist"')}, ${sleep('last')}`),
    ).toEqual([
      'mainSteps.0.onFailure: no step is named frist (did you mean first?)',
      'mainSteps.0.nextStep: no step is named lst (did you mean last?)',
    ]);
  });
  test('a step that was refused exists all the same', () => {
    expect(errorsOf(`${sleep('a', ', nextStep: b')}, { name: b, action: "aws:nothing" }`)).toHaveLength(1);
  });
  test('onCancel cannot lead to aws:sleep', () => {
    expect(errorsOf(`${sleep('a', ', onCancel: "step:b"')}, ${sleep('b')}`)).toEqual([
      'mainSteps.0.onCancel: expected a step of another action: onCancel cannot lead to aws:sleep',
    ]);
  });
});

describe('unreachable', () => {
  const namesOf = (...steps: string[]) =>
    unreachable(readWith({ steps: steps.join(', ') }).runbook!.steps).map(({ name }) => name);

  test('all follow one another', () => {
    expect(namesOf(sleep('a'), sleep('b'), sleep('c'))).toEqual([]);
  });
  test('after isEnd and past nextStep, unless something jumps there', () => {
    expect(namesOf(sleep('a', ', isEnd: true'), sleep('b'))).toEqual(['b']);
    expect(namesOf(sleep('a', ', nextStep: c'), sleep('b'), sleep('c'))).toEqual(['b']);
    expect(namesOf(sleep('a', ', isEnd: true, onFailure: "step:b"'), sleep('b'))).toEqual([]);
  });
});

describe('size', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    name: `s${index}`,
    action: 'aws:sleep',
    inputs: { Duration: 'PT1S' },
    outputs: [{ Name: 'A', Selector: '$.A', Type: 'String' }],
    ...(index === 0 ? {} : { onFailure: `step:s${index - 1}` }),
  }));
  test('10,000 jumps to nowhere', () => {
    const astray = many.map((step, index) => ({
      ...step,
      nextStep: `t${index}`,
      inputs: { Duration: `{{ u${index}.A }}` },
    }));
    expect(readData({ schemaVersion: '0.3', mainSteps: astray }).errors).toHaveLength(20_000);
  });
  test('10,000 steps', () => {
    const { runbook, errors } = readData({ schemaVersion: '0.3', mainSteps: many });
    expect(errors).toEqual([]);
    expect(unreachable(runbook!.steps)).toEqual([]);
  });
});
