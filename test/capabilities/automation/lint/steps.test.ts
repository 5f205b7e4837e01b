/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html */
import { describe, expect, test } from 'vitest';
import { certainSteps } from '../../../../src/capabilities/automation/lint/paths.ts';
import { messages } from '../../../lint/lint-text.ts';
import { at, world } from '../../quiet-world.ts';
import { step } from '../actions/world.ts';
import { readWith } from '../content/reading.ts';

function runbook(...steps: string[]): string {
  return `
  Fix: { Type: "AWS::SSM::Document", Properties: { Name: Fix, DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [${steps.join(', ')}] } } }`;
}

const nap = (name: string, more = '') => step(name, 'sleep', '{ Duration: PT1M }', more);
const ask = (inputs: string, more = '') => step('ask', 'approve', inputs, more);
const found = (rule: string, steps: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  messages(
    rule,
    world({
      resources: runbook(...steps),
      actions: `[{ id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: Fix } }]`,
      ...more,
    }),
  );

describe('step-unreachable and runbook-endless', () => {
  test('a step after the end is never reached, one that a failure leads to is', () => {
    expect(found('step-unreachable', [nap('a', 'isEnd: true'), nap('b')])).toEqual([
      'warning: no way leads to the step b: it never runs',
    ]);
    expect(found('step-unreachable', [nap('a', 'isEnd: true, onFailure: "step:b"'), nap('b')])).toEqual([]);
  });

  test('a circle without a way out is an error, one with a branch is not', () => {
    const circle = [nap('a'), nap('b'), nap('c', 'nextStep: b')];
    expect(found('runbook-endless', circle)).toEqual([
      'error: no way leads from a, b, c to an end: the execution goes round until a step fails',
    ]);
    const choose = step(
      'c',
      'branch',
      '{ Choices: [{ Variable: "{{ global:DATE }}", StringEquals: x, NextStep: b }] }',
    );
    expect(found('runbook-endless', [nap('a'), nap('b'), choose])).toEqual([]);
  });

  test('the steps of a loop lead on to what follows the loop', () => {
    const loop = step('each', 'loop', `{ Iterators: [a, b], Steps: [${nap('inner')}] }`);
    expect(found('runbook-endless', [loop, nap('last')])).toEqual([]);
    expect(found('step-unreachable', [loop, nap('last')])).toEqual([]);
  });

  test('a condition that never changes ends at MaxIterations', () => {
    const loop = (variable: string) =>
      step(
        'again',
        'loop',
        `{ LoopCondition: { Variable: "${variable}", StringEquals: x }, MaxIterations: 3, Steps: [${nap('inner')}] }`,
      );
    expect(found('runbook-endless', [loop('x')])).toEqual([
      expect.stringMatching(/^warning: .*MaxIterations$/),
    ]);
    expect(found('runbook-endless', [loop('{{ global:DATE }}')])).toEqual([]);
  });

  test('every execution comes to the steps before a branch, to the end of the way, and to those of a loop with a condition', () => {
    const names = (steps: string) => certainSteps(readWith({ steps }).runbook!.steps).map(({ name }) => name);
    expect(names([nap('a', 'nextStep: c'), nap('b'), nap('c', 'isEnd: true'), nap('d')].join(', '))).toEqual([
      'a',
      'c',
    ]);
    const choose = step(
      'choose',
      'branch',
      '{ Choices: [{ Variable: "{{ global:DATE }}", StringEquals: x, NextStep: b }] }',
    );
    expect(names([nap('a'), choose, nap('b')].join(', '))).toEqual(['a', 'choose']);
    const loop = (inputs: string) => step('loop', 'loop', `{ ${inputs}, Steps: [${nap('inner')}] }`);
    expect(names([loop('Iterators: [a]'), nap('z')].join(', '))).toEqual(['loop', 'inner', 'z']);
    expect(names([loop('Iterators: "{{ a.b }}"'), nap('z')].join(', '))).toEqual(['loop', 'z']);
  });
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html */
describe('approvals', () => {
  const both =
    'Approvers: [arn:aws:iam::123456789012:user/anna, "arn:aws:sts::123456789012:assumed-role/boss/x"]';
  const answers = (text: string) => ({ model: `{ approvals: { ${text} } }` });

  test('more required approvals than approvers fail the step', () => {
    expect(found('approvers-too-few', [ask(`{ ${both}, MinRequiredApprovals: 3 }`)])).toEqual([
      'error: the step ask fails at once: MinRequiredApprovals is 3, and only 2 can approve',
    ]);
    expect(found('approvers-too-few', [ask(`{ ${both}, MinRequiredApprovals: 2 }`)])).toEqual([]);
  });

  test('of a group more approvals may be required than it is named approvers', () => {
    const asked = (type: string) =>
      found('approvers-too-few', [
        ask(
          `{ EnhancedApprovals: { Approvers: [{ approver: three, type: ${type}, minRequiredApprovals: 3 }] } }`,
        ),
      ]);
    expect(asked('IamUser')).toHaveLength(1);
    expect(asked('IamGroup')).toEqual([]);
  });

  test('an approver that is not in model.approvals never answers', () => {
    const two = [ask(`{ ${both}, MinRequiredApprovals: 2 }`)];
    expect(found('approval-unanswered', two, answers('anna: { after: 1m, answer: approve }'))).toEqual([
      'warning: the step ask of Fix waits until its timeout: it needs 2 of anna, boss, and 1 of them answers',
    ]);
    const all = answers('anna: { after: 1m, answer: approve }, boss: { after: 2m, answer: approve }');
    expect(found('approval-unanswered', two, all)).toEqual([]);
  });

  test('a signal under actions answers', () => {
    const actions = `[{ id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: Fix } },
      { id: yes, at: "${at('2')}", SendAutomationSignal: { AutomationExecutionId: go, SignalType: Approve } }]`;
    expect(found('approval-unanswered', [ask(`{ ${both} }`)], { actions })).toEqual([]);
  });

  test('a signal of a principal who is no approver answers nothing', () => {
    const by = (as: string) => ({
      principals: `{ ${as}: { statements: { Effect: Allow, Action: "*" } } }`,
      actions: `[{ id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: Fix } },
      { id: yes, at: "${at('2')}", as: ${as}, SendAutomationSignal: { AutomationExecutionId: go, SignalType: Approve } }]`,
    });
    expect(found('approval-unanswered', [ask(`{ ${both} }`)], by('anna'))).toEqual([]);
    expect(found('approval-unanswered', [ask(`{ ${both} }`)], by('eve'))).toHaveLength(1);
  });
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html */
describe('documents that steps run', () => {
  const command = (name: string, more = '') =>
    step('do', 'runCommand', `{ DocumentName: ${name}, InstanceIds: [web-0001]${more} }`);
  const nested = (name: string, more = '') =>
    step('run', 'executeAutomation', `{ DocumentName: ${name}${more} }`);

  test('aws:runCommand runs documents of type Command, aws:executeAutomation runs runbooks', () => {
    expect(found('step-document-refused', [command('AWS-RestartEC2Instance')])).toEqual([
      'error: the step do fails with InvalidDocument: expected a document of type Command; AWS-RestartEC2Instance is one of type Automation',
    ]);
    expect(found('step-document-refused', [nested('AWS-RunPatchBaseline')])).toEqual([
      'error: the step run fails with AutomationDefinitionNotFoundException: expected a document of type Automation; AWS-RunPatchBaseline is one of type Command',
    ]);
    expect(found('step-document-refused', [command('AWS-InstallPatchBaseline')])).toEqual([
      'error: the step do fails with InvalidDocument: AWS has no document AWS-InstallPatchBaseline',
    ]);
    const right = [
      command('AWS-RunPatchBaseline', ', Parameters: { Operation: [Scan] }'),
      nested('AWS-RestartEC2Instance', ', RuntimeParameters: { InstanceId: ["{{ global:x }}"] }'),
    ];
    expect(found('step-document-refused', right)).toEqual([]);
  });

  test.each([
    [
      command('AWS-RunPatchBaseline'),
      'the step do fails: it runs AWS-RunPatchBaseline without the parameter Operation',
    ],
    [
      command('AWS-RunPatchBaseline', ', Parameters: { Operation: [Scna] }'),
      'the step do fails: AWS-RunPatchBaseline expects one of Scan, Install as Operation, found "Scna"',
    ],
    [
      nested('AWS-RestartEC2Instance', ', RuntimeParameters: { InstanceId: [web-0001], Instance: [a] }'),
      'the step run fails: AWS-RestartEC2Instance takes no parameter Instance',
    ],
  ])('takes only parameters that the document has: %s', (one, message) => {
    expect(found('step-document-refused', [one])).toEqual([`error: ${message}`]);
  });

  test('so does aws:runDocument', () => {
    const outer = (parameters: string) => `
Resources:
  Outer:
    Type: AWS::SSM::Document
    Properties: { Name: Outer, DocumentType: Command, Content: { schemaVersion: "2.2", mainSteps: [
      { name: inner, action: "aws:runDocument", inputs: { documentType: SSMDocument, documentPath: AWS-RunPatchBaseline, documentParameters: { ${parameters} } } }] } }`;
    expect(messages('step-document-refused', outer('Operation: Scan, Snapshot: a'))).toEqual([
      'error: the step inner fails: AWS-RunPatchBaseline takes no parameter Snapshot',
    ]);
    expect(messages('step-document-refused', outer('Operation: Scan'))).toEqual([]);
  });

  const runbooks = (inner: string, outer = nested('Inner')) =>
    messages(
      'runbook-in-itself',
      world({
        resources: `${runbook(outer)}
  Inner: { Type: "AWS::SSM::Document", Properties: { Name: Inner, DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [${inner}] } } }`,
      }),
    );

  test('a runbook that is nested in itself is named with its path', () => {
    expect(runbooks(nap('z'), nested('Fix'))).toEqual([
      'error: Fix is nested in itself: its step run runs Fix; the execution of the sixth level fails',
    ]);
    expect(runbooks(nested('Fix'))).toEqual([
      'error: Fix is nested in itself: its step run runs Inner, whose step run runs Fix; the execution of the sixth level fails',
    ]);
    expect(runbooks(nap('z'))).toEqual([]);
  });

  test('where a branch may lead past it, it is a warning', () => {
    const choose = step(
      'choose',
      'branch',
      '{ Choices: [{ Variable: "{{ global:DATE }}", StringEquals: x, NextStep: stop }] }',
    );
    expect(runbooks([choose, nested('Fix'), nap('stop')].join(', '))).toEqual([
      'warning: Fix is nested in itself: its step run runs Inner, whose step run runs Fix; the execution of the sixth level fails',
    ]);
  });
});
