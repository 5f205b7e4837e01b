/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html */
import { describe, expect, test } from 'vitest';
import { answers, ask, changed, freeze, level, template, user } from './world.ts';

const ann = answers('ann', '20m');
const token = (last: string) => `, ClientToken: "00000000-0000-0000-0000-00000000000${last}"`;
const errors = (given: Parameters<typeof changed>[0]) =>
  changed(given).run.outcome.simulation.refused.map(({ error }) => error.split(':')[0]);

describe('what AWS refuses', () => {
  test('AutomationDefinitionNotFoundException: a change template that the file does not have', () => {
    const actions = [ask().replace('DocumentName: Standard', 'DocumentName: Standart')];
    expect(() => changed({ actions })).toThrow(/AutomationDefinitionNotFoundException/);
  });

  test('a runbook is no change template, and a change template is no runbook', () => {
    const runbook = [ask().replace('DocumentName: Standard', 'DocumentName: Wait')];
    expect(() => changed({ actions: runbook })).toThrow(/one of type Automation\b/);
    const other = [ask().replace('DocumentName: Wait', 'DocumentName: Standard')];
    expect(() => changed({ actions: other })).toThrow(/one of type Automation.ChangeTemplate/);
  });

  test('AutomationDefinitionNotApprovedException: the change template was rejected or is still pending', () => {
    const set = [...ann, 'model.changeManager.unapprovedTemplates=[Standard]'];
    const { one, run } = changed({ set });
    expect([one.status, one.error?.split(':')[0]]).toEqual([
      null,
      'AutomationDefinitionNotApprovedException',
    ]);
    expect(run.result.automations).toEqual([]);
  });

  test('settings name calendars and templates of the file: a misspelled calendar would hold nothing back', () => {
    const setting = (set: string) => () => changed({ set: [...ann, `model.changeManager.${set}`] });
    expect(setting('calendars=[Frezee]')).toThrow(
      /expected the name of a change calendar of the file, found "Frezee"/,
    );
    expect(setting('unapprovedTemplates=[Standart]')).toThrow(/did you mean Standard\?|found "Standart"/);
    expect(setting('calendars=[]')).not.toThrow();
  });

  test('InvalidAutomationExecutionParametersException: a runbook that the template does not allow', () => {
    const resources = template(undefined, ', executableRunBooks: [{ name: AWS-HelloWorld, version: "1" }]');
    expect(() => changed({ resources })).toThrow(/InvalidAutomationExecutionParametersException/);
  });

  test('InvalidAutomationExecutionParametersException: a parameter that the template does not declare', () => {
    expect(() => changed({ actions: [ask(', Parameters: { Approver: [ann] }')] })).toThrow(
      /InvalidAutomationExecutionParametersException/,
    );
  });

  test('a maximum of five tags for a change request', () => {
    const tags = (count: number) =>
      `, Tags: [${Array.from({ length: count }, (_, index) => `{ Key: k${index}, Value: v }`).join(', ')}]`;
    expect(changed({ actions: [ask(tags(5))], set: ann }).one.status).toBe('CompletedWithSuccess');
    expect(() => changed({ actions: [ask(tags(6))] })).toThrow(/at most 5 tags/);
  });

  test('one runbook in a change request', () => {
    const two = ask().replace('[{ DocumentName: Wait }]', '[{ DocumentName: Wait }, { DocumentName: Wait }]');
    expect(() => changed({ actions: [two] })).toThrow(/at most 1 runbooks/);
  });

  test('IdempotentParameterMismatch: the token was used for another request', () => {
    const actions = [ask(token('1')), ask(`${token('1')}, AutoApprove: true`, 'again', '2')];
    expect(errors({ actions, set: ann })).toEqual(['IdempotentParameterMismatch']);
  });

  test('the same request with the same token is no second one, whatever the case of the token', () => {
    const given = `, ChangeRequestName: one, ClientToken: "aaaaaaaa-0000-0000-0000-000000000000"`;
    const actions = [ask(given), ask(given.replace('aaaaaaaa', 'AAAAAAAA'), 'again', '2')];
    const { all, run } = changed({ actions, set: ann });
    expect(all.map(({ id }) => id)).toEqual(['go']);
    expect(run.outcome.simulation.refused).toEqual([]);
  });
});

describe('who may ask', () => {
  const by = (statement: string, more = '') =>
    changed({
      set: ann,
      resources: template(undefined, ', autoApprovable: true'),
      actions: [ask(more, 'go', '1', 'dev')],
      sections: { principals: `{ dev: { statements: [${statement}] } }` },
    });
  const allow = (more: string) => `{ Effect: Allow, Action: "ssm:StartChangeRequestExecution"${more} }`;

  test('ssm:StartChangeRequestExecution on the definition of the template', () => {
    const arn = (name: string) =>
      `, Resource: "arn:aws:ssm:us-east-1:123456789012:automation-definition/${name}:$DEFAULT"`;
    expect(by(allow(arn('Standard'))).one.status).toBe('CompletedWithSuccess');
    const denied = by(allow(arn('Other'))).one;
    expect([denied.status, denied.error?.split(':')[0]]).toEqual([null, 'AccessDeniedException']);
  });

  test('ssm:AutoApprove false prevents users from running auto-approvable change requests', () => {
    const condition = allow(', Resource: "*", Condition: { BoolIfExists: { "ssm:AutoApprove": "false" } }');
    expect(by(condition, ', AutoApprove: true').one.error).toMatch(/AccessDeniedException/);
    expect(by(condition).one.status).toBe('CompletedWithSuccess');
  });

  test('the role of the runbook is passed on', () => {
    const role = 'arn:aws:iam::123456789012:role/Runner';
    const actions = [
      ask('', 'go', '1', 'dev').replace(
        'DocumentName: Wait }',
        `DocumentName: AWS-RestartEC2Instance, Parameters: { InstanceId: [web-0001], AutomationAssumeRole: ["${role}"] } }`,
      ),
    ];
    const principals = `{ dev: { statements: [${allow('')}] } }`;
    expect(changed({ actions, set: ann, sections: { principals } }).one.error).toMatch(/iam:PassRole/);
  });
});

describe('change templates', () => {
  const read =
    (levels: string[], more = '') =>
    () =>
      changed({ resources: template(levels, more), set: ann });

  test('up to five levels of approval', () => {
    const levels = (count: number) =>
      Array.from({ length: count }, (_, index) => level(`l${index}`, user('ann')));
    expect(read(levels(5))).not.toThrow();
    expect(read(levels(6))).toThrow(/at most 5 levels of approval/);
  });

  test('up to five approvers of a level', () => {
    const approvers = (count: number) =>
      Array.from({ length: count }, (_, index) => user(`u${index}`)).join(', ');
    expect(read([level('l', approvers(5))])).not.toThrow();
    expect(read([level('l', approvers(6))])).toThrow(/at most 5 approvers of a level/);
  });

  test('the steps of a change template are its levels of approval', () => {
    expect(read(['{ name: wait, action: "aws:sleep", inputs: { Duration: PT1M } }'])).toThrow(
      /expected aws:approve, found aws:sleep/,
    );
  });

  test('flags are true or false', () => {
    expect(read([level('l', user('ann'))], ', emergencyChange: maybe')).toThrow(/expected true or false/);
  });

  test('parameters of the template give its approvers', () => {
    const who = ', parameters: { Approver: { type: String } }';
    const resources = template([level('l', user('"{{ Approver }}"'))], who);
    const { one } = changed({ resources, actions: [ask(', Parameters: { Approver: [ann] }')], set: ann });
    expect(one.decisions.map(({ by }) => by)).toEqual(['ann']);
  });
});

test('a file with a calendar and a template can be sent to another thread', () => {
  const resources = `${template()}${freeze('20250101T000000Z', '20250101T060000Z')}`;
  const { scenario } = changed({ resources, set: ann }).run.outcome.simulation;
  expect(() => structuredClone(scenario.nouns)).not.toThrow();
});
