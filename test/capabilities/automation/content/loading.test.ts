/** Runbooks as files have them: as a map, as YAML and as JSON text. */
import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../../../src/diagnostics/problem.ts';
import { load } from '../../../scenario/load-text.ts';
import { at, world } from '../../quiet-world.ts';

const book = (content: string) =>
  `Book: { Type: AWS::SSM::Document, Properties: { DocumentType: Automation, Content: ${content} } }`;

const role = `Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17,
  Statement: [{ Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }] } } }`;

const asMap = `{ schemaVersion: "0.3", assumeRole: !GetAtt Role.Arn, parameters: { Wait: { type: String, allowedValues: [PT1M, PT5M] } },
  mainSteps: [{ name: wait, action: "aws:sleep", inputs: { Duration: "{{ Wait }}" } }] }`;

function problemsOf(content: string, parameters = '{}'): string {
  const actions = `[{ id: go, at: ${at('1')}, StartAutomationExecution: { DocumentName: Book, Parameters: ${parameters} } }]`;
  const resources = `{ ${role}, ${book(content)} }`;
  const loaded = load(world({ fleet: '{ web: { count: 1, os: AMAZON_LINUX_2 } }', resources, actions }));
  return formatProblems('problems' in loaded ? loaded.problems : loaded.warnings, loaded.sources);
}

test('a map, with functions of CloudFormation in it', () => {
  expect(problemsOf(asMap, '{ Wait: [PT5M] }')).toBe('');
});

test('where a pattern wants the id of an instance, the name of a node is taken', () => {
  const content = `{ schemaVersion: "0.3", parameters: { InstanceId: { type: String, allowedPattern: "^i-[a-z0-9]{8,17}$" } },
    mainSteps: [{ name: stop, action: "aws:changeInstanceState", inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: stopped } }] }`;
  expect(problemsOf(content, '{ InstanceId: [web-0001] }')).toBe('');
  expect(problemsOf(content, '{ InstanceId: [web-0002] }')).toContain('expected text that matches');
});

describe('what a step runs and nothing describes is named as not simulated', () => {
  const said = (step: string, model = '{}') => {
    const actions = `[{ id: go, at: ${at('1')}, StartAutomationExecution: { DocumentName: Book } }]`;
    const resources = `{ ${book(`{ schemaVersion: "0.3", mainSteps: [${step}] }`)} }`;
    const loaded = load(world({ resources, actions, model }));
    return 'problems' in loaded ? ['refused'] : loaded.warnings.map(({ message }) => message);
  };
  const script =
    '{ name: a, action: "aws:executeScript", inputs: { Runtime: python3.11, Handler: f, Script: "x" } }';
  const nested = (name: string) =>
    `{ name: a, action: "aws:executeAutomation", inputs: { DocumentName: ${name} } }`;
  const command = (name: string) =>
    `{ name: a, action: "aws:runCommand", inputs: { DocumentName: ${name}, InstanceIds: [web-0001] } }`;
  const tail = 'is not simulated by this version: what it does is unknown: it succeeds at once';
  test.each([
    [
      script,
      'the script of the step a of the runbook Book is not simulated by this version: it succeeds, and answers what the runbook looks for in its answer',
    ],
    [nested('AWSSupport-Mend'), `the runbook AWSSupport-Mend of the step a ${tail}`],
    [command('AWSSupport-Look'), `the document AWSSupport-Look of the step a ${tail}`],
  ])('%s', (step, message) => {
    expect(said(step)).toEqual([message]);
  });
  test.each([
    [script, '{ documents: { Book: { steps: { a: { answer: { x: 1 } } } } } }'],
    [nested('Mend'), '{ documents: { Mend: { run: 1m } } }'],
    [nested('AWS-StopEC2Instance'), '{}'],
    [command('AWS-RunPatchBaseline'), '{}'],
  ])('unless the file or fleetsim knows it: %s', (step, model) => {
    expect(said(step, model)).toEqual([]);
  });
});

test('a runbook that is refused is not said to be not simulated as well', () => {
  const content = '{ schemaVersion: "0.3", mainSteps: [{ name: wait, action: "aws:wait" }] }';
  for (const written of [content, JSON.stringify(content)]) {
    expect(problemsOf(written)).toContain('expected an action of Automation');
    expect(problemsOf(written)).not.toContain('not simulated');
  }
});

describe('text', () => {
  const text = (duration: string) =>
    JSON.stringify(
      `schemaVersion: "0.3"\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs: { Duration: "${duration}" }\n`,
    );
  test('YAML has places of its own', () => {
    expect(problemsOf(text('PT5M'))).toBe('');
    expect(problemsOf(text('{{ Wait }}'))).toMatch(
      /^Book\.Content:5:\d+: .*found \{\{ Wait \}\} \(AWS: InvalidDocumentContent\)/m,
    );
  });
  test('JSON', () => {
    const steps = [
      { name: 'wait', action: 'aws:sleep', timeoutSeconds: 60, isEnd: true, inputs: { Duration: 'PT5M' } },
    ];
    expect(problemsOf(JSON.stringify(JSON.stringify({ schemaVersion: '0.3', mainSteps: steps })))).toBe('');
  });
  test('JSON that is nested a thousand times', () => {
    const deep = `{"schemaVersion":"0.3","mainSteps":${'['.repeat(1000)}${']'.repeat(1000)}}`;
    expect(problemsOf(JSON.stringify(deep))).toMatch(/expected at most 100 levels of nesting/);
  });
});

test('a call with parameters that the runbook does not take: InvalidAutomationExecutionParametersException', () => {
  expect(problemsOf(asMap, '{ wait: [PT5M] }')).toMatch(
    /unknown parameter of Book \(AWS: InvalidAutomationExecutionParametersException\)[\s\S]*did you mean Wait\?/,
  );
  expect(problemsOf(asMap, '{ Wait: [PT2M] }')).toMatch(
    /expected one of PT1M, PT5M; found "PT2M" \(AWS: InvalidAutomationExecutionParametersException\)/,
  );
});
