import { describe, expect, test } from 'vitest';
import { at } from '../../quiet-world.ts';
import { executed, step } from './world.ts';

const signal = (clock: string, type: string) =>
  `  - { id: s${clock.replace(':', '')}, at: "${at(clock)}", SendAutomationSignal: { AutomationExecutionId: go, SignalType: ${type} } }`;

describe('aws:sleep', () => {
  test('a Duration in ISO 8601', () => {
    expect(executed([step('a', 'sleep', '{ Duration: PT1H30M }')]).seconds('a')).toBe(5400);
  });

  test('a Timestamp is waited for', () => {
    const { seconds } = executed([step('a', 'sleep', '{ Timestamp: "2025-01-01T03:00:00Z" }')]);
    expect(seconds('a')).toBe(7200);
  });

  test('aws:sleep: a Timestamp that has passed is not waited for', () => {
    const { seconds } = executed([step('a', 'sleep', '{ Timestamp: "2020-01-01T03:00:00Z" }')]);
    expect(seconds('a')).toBe(0);
  });

  test('the longest sleep is 604799 seconds', () => {
    const given = { parameters: '{ Time: { type: String } }', given: '{ Time: [P8D] }' };
    expect(executed([step('a', 'sleep', '{ Duration: "{{ Time }}" }')], given).failed('a')).toBe(
      'Failed: the longest sleep is 604799 seconds',
    );
  });
});

describe('aws:pause', () => {
  test('aws:pause: the execution waits for the signal Resume', () => {
    const { execution, seconds } = executed([step('a', 'pause')], { actions: signal('5', 'Resume') });
    expect([execution.status, seconds('a')]).toEqual(['Success', 4 * 3600]);
  });

  test('the default timeout is 7 days', () => {
    const { execution, seconds } = executed([step('a', 'pause')]);
    expect([execution.status, seconds('a')]).toEqual(['TimedOut', 604_800]);
  });
});

const approve = (more = '') =>
  step(
    'gate',
    'approve',
    `{ Approvers: ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:role/ben"]${more} }`,
  );
const says = (who: string, after: string, answer: string) => [
  `model.approvals.${who}.after=${after}`,
  `model.approvals.${who}.answer=${answer}`,
];

describe('aws:approve', () => {
  test('approvers as a change template lists them: each group has a minimum of its own', () => {
    const groups = ['ann', 'ben'].map(
      (approver) => `{ approver: ${approver}, type: IamUser, minRequiredApprovals: 1 }`,
    );
    const gate = step('gate', 'approve', `{ EnhancedApprovals: { Approvers: [${groups.join(', ')}] } }`);
    const set = [...says('ann', '10m', 'approve'), ...says('ben', '1h', 'approve')];
    expect(executed([gate], { set }).seconds('gate')).toBe(3600);
  });
  test('one approval is enough by default', () => {
    const { execution, seconds, step: of } = executed([approve()], { set: says('ann', '10m', 'approve') });
    expect([execution.status, seconds('gate')]).toEqual(['Success', 600]);
    expect(of('gate').outputs).toEqual({
      ApprovalStatus: 'Approved',
      ApproverDecisions: [{ Approver: 'ann', Decision: 'Approved' }],
    });
  });

  test('MinRequiredApprovals: 2 waits for the second', () => {
    const set = [...says('ann', '10m', 'approve'), ...says('ben', '1h', 'approve')];
    expect(executed([approve(', MinRequiredApprovals: 2')], { set }).seconds('gate')).toBe(3600);
  });

  test('MinRequiredApprovals must be a positive number', () => {
    expect(executed([approve(', MinRequiredApprovals: 0')]).failed('gate')).toBe(
      'Failed: MinRequiredApprovals is 0: expected a positive number',
    );
  });

  test('the maximum message length is 4096 characters', () => {
    expect(executed([approve(`, Message: ${'a'.repeat(4097)}`)]).failed('gate')).toBe(
      'Failed: Message is longer than 4096 characters',
    );
  });

  test('one rejection fails the step', () => {
    const set = [...says('ann', '10m', 'reject'), ...says('ben', '1h', 'approve')];
    const {
      failed,
      execution,
      step: of,
    } = executed([approve(), step('next', 'sleep', '{ Duration: PT1M }')], { set });
    expect(failed('gate')).toBe('Failed: rejected by ann');
    expect(of('gate').outputs).toMatchObject({ ApprovalStatus: 'Rejected' });
    expect([execution.status, execution.steps.length]).toEqual(['Failed', 1]);
  });

  test('a signal of actions approves too', () => {
    expect(executed([approve()], { actions: signal('2', 'Approve') }).seconds('gate')).toBe(3600);
  });

  describe('designated principals approve or reject', () => {
    const statement = { Effect: 'Allow', Action: 'ssm:SendAutomationSignal', Resource: '*' };
    const principals = JSON.stringify({ ann: { statements: [statement] }, eve: { statements: [statement] } });
    const signals = (list: readonly (readonly [string, string, string])[]) =>
      list
        .map(
          ([clock, type, as]) =>
            `  - { id: ${as}${clock}, at: "${at(clock)}", as: ${as}, SendAutomationSignal: { AutomationExecutionId: go, SignalType: ${type} } }`,
        )
        .join('\n');
    const decided = (gate: string, ...list: Parameters<typeof signals>[0]) => {
      const { run, seconds } = executed([gate], { actions: signals(list), sections: { principals } });
      const { refused } = run.outcome.simulation;
      return { refused: refused.map(({ error }) => error), seconds: seconds('gate') };
    };

    test('a signal of another principal is refused, and decides nothing', () => {
      const { refused, seconds } = decided(approve(), ['2', 'Reject', 'eve'], ['3', 'Approve', 'ann']);
      expect(refused).toEqual(['InvalidAutomationSignalException']);
      expect(seconds).toBe(2 * 3600);
    });

    test('who is in a group of approvers is not known: anyone may decide', () => {
      const gate = step(
        'gate',
        'approve',
        '{ EnhancedApprovals: { Approvers: [{ approver: Managers, type: IamGroup }] } }',
      );
      expect(decided(gate, ['2', 'Approve', 'eve'])).toEqual({ refused: [], seconds: 3600 });
    });

    test('Resume is no answer to an approval', () => {
      const { refused } = decided(approve(), ['2', 'Resume', 'ann'], ['3', 'Approve', 'ann']);
      expect(refused).toEqual(['InvalidAutomationSignalException']);
    });
  });

  test('a signal for the execution of a window task names it as results do; AWS answers where there is none', () => {
    const resources = `
  Sunday: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: Sunday, Schedule: "cron(0 2 ? * * *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }
  Ask: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Sunday, TaskType: AUTOMATION, TaskArn: !Ref Fix, Priority: 1 } }`;
    const own = (id: string, execution: string) =>
      `  - { id: ${id}, at: "${at('2:30')}", SendAutomationSignal: { AutomationExecutionId: "${execution}", SignalType: Approve } }`;
    const night = 'Sunday/2025-01-01T02:00:00.000Z/Ask';
    const actions = [own('yes', `${night}/1/Ask`), own('no', `${night}/2/Ask`)].join('\n');
    const { executions, run } = executed([approve()], { resources, actions, sections: { end: at('4') } });
    expect(executions.map(({ request, status }) => `${request.id} ${status}`)).toEqual([
      'go Waiting',
      `${night}/1/Ask Success`,
    ]);
    expect(run.outcome.simulation.refused.map(({ action, error }) => [action.id, error])).toEqual([
      ['no', 'AutomationExecutionNotFoundException'],
    ]);
    expect(() => executed([approve()], { resources, actions: own('yes', 'Sundai/1') })).toThrow(
      /expected the id of an action that starts an execution, such as StartAutomationExecution, or of an execution as results have it/,
    );
  });

  test('aws:approve: the default timeout is 7 days (604800 seconds)', () => {
    const { execution, seconds } = executed([approve()]);
    expect([execution.status, seconds('gate')]).toEqual(['TimedOut', 604_800]);
  });
});

describe('aws:branch', () => {
  const sleep = (name: string, more = '') => step(name, 'sleep', '{ Duration: PT1M }', more);
  const branch = (more = '') =>
    step(
      'choose',
      'branch',
      `{ Choices: [{ NextStep: windows, Variable: "{{ Os }}", StringEquals: Windows }, { NextStep: linux, Variable: "{{ Os }}", StartsWith: L }]${more} }`,
    );
  const steps = [branch(), sleep('windows', 'isEnd: true'), sleep('linux', 'isEnd: true')];
  const names = (os: string, of = steps) =>
    executed(of, { parameters: '{ Os: { type: String } }', given: `{ Os: [${os}] }` }).execution.steps.map(
      (one) => one.step.name,
    );

  test('aws:branch: the first choice that is true', () => {
    expect(names('Linux')).toEqual(['choose', 'linux']);
    expect(names('Windows')).toEqual(['choose', 'windows']);
  });

  test('without a choice that is true: Default, else the next step', () => {
    expect(names('Plan9')).toEqual(['choose', 'windows']);
    expect(names('Plan9', [branch(', Default: linux'), ...steps.slice(1)])).toEqual(['choose', 'linux']);
  });
});

describe('aws:updateVariable', () => {
  const variables = '{ Count: { type: Integer, default: 1 }, Name: { type: String, default: a } }';

  test('the value is what later steps refer to', () => {
    const { execution } = executed([step('set', 'updateVariable', '{ Name: "variable:Count", Value: 5 }')], {
      variables,
    });
    expect(execution.variables).toEqual({ Count: 5, Name: 'a' });
  });

  test('aws:updateVariable: the value must be of the type of the variable', () => {
    const given = { variables, parameters: '{ To: { type: String } }', given: '{ To: [five] }' };
    const { failed } = executed(
      [step('set', 'updateVariable', '{ Name: "variable:Count", Value: "{{ To }}" }')],
      given,
    );
    expect(failed('set')).toBe('Failed: the value of Count is no Integer');
  });
});
