import { describe, expect, test } from 'vitest';
import { failed, outcome, rule, topic } from '../event-bridge/targets/world.ts';
import { at } from '../quiet-world.ts';

const page = `
  Page: { Type: AWS::Lambda::Function, Properties: { FunctionName: page } }
  May: { Type: AWS::Lambda::Permission, Properties: { Action: "lambda:InvokeFunction", FunctionName: !Ref Page, Principal: events.amazonaws.com } }`;
const resources = rule('Arn: !GetAtt Page.Arn') + page + topic();
const twice = [
  'model.functions.Page={ count: { by: instance-id, of: Failed, inARow: 2 }, then: { notify: OnCall } }',
];

/** One letter an event: F for Failed, S for Success, I for InProgress, T for TimedOut. */
const statuses: Readonly<Record<string, string>> = {
  F: 'Failed',
  S: 'Success',
  I: 'InProgress',
  T: 'TimedOut',
};
const events = (letters: string, more = '') =>
  [...letters].map((letter, hour) => failed(String(hour + 1), 'web-0001', statuses[letter], more)).join('');
const paged = (letters: string, more = '', model: readonly string[] = twice) =>
  outcome(resources, { actions: events(letters, more), model }).run.result.notifications.map((one) => one.at);

describe('twice in a row', () => {
  test.each([
    ['F', 0],
    ['FF', 1],
    ['FSF', 0],
    ['FSFF', 1],
    ['FIF', 1],
    ['FTF', 1],
    ['FFF', 1],
    ['FFSFF', 2],
  ])('%s pages %d times', (letters, times) => {
    expect(paged(letters)).toHaveLength(times);
  });

  test('pages when the second has failed, once the function has run', () => {
    expect(paged('FF')).toEqual([at('2:00:01')]);
  });

  test('counts each node by itself', () => {
    const actions = failed('1') + failed('2', 'web-0002');
    expect(
      outcome(resources, { actions, model: [...twice, 'fleet.web.count=2'] }).run.result.notifications,
    ).toEqual([]);
  });

  test('passes other documents over', () => {
    const other = [twice[0]!.replace('inARow: 2', 'inARow: 2, document: AWS-RunShellScript')];
    expect(paged('FF', '', other)).toEqual([]);
  });

  test('says which node and why', () => {
    const { run } = outcome(resources, { actions: events('FF'), model: twice });
    expect(run.result.notifications[0]).toMatchObject({
      topic: 'OnCall',
      rule: 'Watch',
      resource: 'web-0001',
      subject: 'Page: web-0001 counted Failed 2 times in a row',
    });
  });
});

describe('scans', () => {
  const command = (clock: string, operation: string) =>
    `\n  - { id: c${clock}, at: ${at(clock)}, SendCommand: { DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: [${operation}] }, InstanceIds: [web-0001] } }`;
  const noAccess = [
    'instanceProfiles={ Bare: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Deny, Action: "ssm:GetDeployablePatchSnapshotForInstance", Resource: "*" }] } }',
    'fleet.web.instanceProfile=Bare',
  ];

  test('are not counted: the function looks the command of the event up', () => {
    const run = (operations: readonly string[], scans = '') =>
      outcome(resources, {
        actions: operations.map((one, index) => command(String(index + 1), one)).join(''),
        model: [twice[0]!.replace('inARow: 2', `inARow: 2${scans}`), ...noAccess],
      }).run.result.notifications.length;
    expect(run(['Install', 'Install'])).toBe(1);
    expect(run(['Install', 'Scan'])).toBe(0);
    expect(run(['Scan', 'Scan'])).toBe(0);
    expect(run(['Scan', 'Scan'], ', scans: true')).toBe(1);
  });
});

describe('a function that fails', () => {
  test('is run two more times, with a one-minute wait between the first two attempts, and two minutes between the second and third', () => {
    const { run, invoked } = outcome(resources, { model: ['model.functions.Page={ fails: 100% }'] });
    expect(invoked).toBe(1);
    expect(run.events('functions/invocation-finished')).toEqual([
      expect.objectContaining({ status: 'Failed', attempts: 3, at: at('1:03:03') }),
    ]);
  });

  test('as often as AWS::Lambda::EventInvokeConfig says', () => {
    const config =
      '\n  Tries: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Page, Qualifier: $LATEST, MaximumRetryAttempts: 0 } }';
    const { run } = outcome(resources + config, { model: ['model.functions.Page={ fails: 100% }'] });
    expect(run.events('functions/invocation-finished')[0]).toMatchObject({ attempts: 1 });
  });

  test('the Qualifier of an EventInvokeConfig is required', () => {
    const config =
      '\n  Tries: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Page, MaximumRetryAttempts: 0 } }';
    expect(() => outcome(resources + config)).toThrow(
      'Qualifier: missing: expected a version, an alias or $LATEST',
    );
  });

  test('in some cases pages in the others', () => {
    expect(paged('F', '', ['model.functions.Page={ then: { notify: OnCall } }'])).toHaveLength(1);
  });
});

describe('what the file gets wrong', () => {
  const refused = (model: string) => () => outcome(resources, { model: [`model.functions.Page=${model}`] });

  test('a topic that does not exist', () => {
    expect(refused('{ then: { notify: OnCal } }')).toThrow(/did you mean OnCall/);
  });

  test('a count that leads to nothing', () => {
    expect(refused('{ count: { of: Failed, inARow: 2 } }')).toThrow(/expected then beside count/);
  });

  test('two things at once', () => {
    expect(refused('{ then: { notify: OnCall, fails: 5% } }')).toThrow(/one of notify, fails, answer/);
  });
});
