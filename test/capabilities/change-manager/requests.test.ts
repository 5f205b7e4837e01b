/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html */
import { describe, expect, test } from 'vitest';
import { at } from '../quiet-world.ts';
import { answers, ask, changed, freeze, level, template, user } from './world.ts';

const ann = answers('ann', '20m');
const signal = (type: string, clock: string, as = '', id = 'go') =>
  `{ id: ${type}-${clock.replaceAll(':', '-')}, at: "${at(clock)}"${as === '' ? '' : `, as: ${as}`}, SendAutomationSignal: { AutomationExecutionId: ${id}, SignalType: ${type} } }`;

describe('approvals', () => {
  test('the runbook runs only after all required approvals have been received', () => {
    const { one, statuses } = changed({ set: ann });
    expect(statuses).toEqual([
      '01:00 Pending',
      '01:00 PendingApproval',
      '01:20 Approved',
      '01:20 RunbookInProgress',
      '01:30 CompletedWithSuccess',
    ]);
    expect(one.decisions).toEqual([{ level: 'boss', by: 'ann', approves: true, at: at('1:20') }]);
  });

  test('after all approvals by first-level approvers, second-level approvers are asked', () => {
    const resources = template([level('one', user('ann')), level('two', user('ben'))]);
    const { one } = changed({ resources, set: [...ann, ...answers('ben', '1h')] });
    expect(one.decisions.map(({ level: name, at: when }) => [name, when])).toEqual([
      ['one', at('1:20')],
      ['two', at('2:20')],
    ]);
    expect(one.approved).toBe(at('2:20'));
  });

  test('only one rejection is required to prevent the runbook from running', () => {
    const resources = template([level('one', `${user('ann', 0)}, ${user('ben', 0)}`, '')]).replace(
      'inputs: {',
      'inputs: { MinRequiredApprovals: 2,',
    );
    const { one, run } = changed({ resources, set: [...ann, ...answers('ben', '5m', 'reject')] });
    expect([one.status, one.ran]).toEqual(['Rejected', null]);
    expect(run.result.automations.map(({ id, status }) => [id, status])).toEqual([['go', 'Failed']]);
  });

  test('per-level approvals: any of the approvers count, up to the number that the level requires', () => {
    const resources = template([level('one', ['ann', 'ben', 'eve'].map((who) => user(who, 0)).join(', '))]);
    const wanted = resources.replace('inputs: {', 'inputs: { MinRequiredApprovals: 2,');
    const { one } = changed({ resources: wanted, set: [...ann, ...answers('eve', '40m')] });
    expect(one.approved).toBe(at('1:40'));
  });

  test('whichever requires more, per-line or per-level approvals, takes precedence', () => {
    const lines = template([level('one', `${user('ann')}, ${user('ben')}`)]);
    const set = [...ann, ...answers('ben', '1h')];
    const ofLevel = (count: number) =>
      changed({ resources: lines.replace('inputs: {', `inputs: { MinRequiredApprovals: ${count},`), set })
        .one;
    expect(ofLevel(1).approved).toBe(at('2'));
  });

  test('each user of a line has to approve; members of a group cannot stand in', () => {
    const group = '{ approver: team, type: IamGroup, minRequiredApprovals: 1 }';
    const resources = template([level('one', `${user('ann')}, ${group}`)]);
    const principals = '{ x: {}, y: {}, ann: {} }'.replaceAll(
      '{}',
      '{ statements: { Effect: Allow, Action: "*" } }',
    );
    const signals = [signal('Approve', '2', 'x'), signal('Approve', '3', 'y'), signal('Approve', '4', 'ann')];
    const { one } = changed({ resources, actions: [ask(), ...signals], sections: { principals } });
    expect(one.approved).toBe(at('4'));
  });

  test('what model.approvals says of a role, all of its members answer', () => {
    const role = '{ approver: Admin, type: IamRole, minRequiredApprovals: 3 }';
    const { one } = changed({ resources: template([level('one', role)]), set: answers('Admin', '30m') });
    expect(one.approved).toBe(at('1:30'));
  });

  test('a level that is not approved in time times out', () => {
    const resources = template([level('one', user('ann'), ', timeoutSeconds: 600')]);
    const { one, statuses } = changed({ resources, set: ann });
    expect(statuses.at(-1)).toBe('01:10 TimedOut');
    expect(one.history.at(-1)!.why).toBe('one was not approved in time');
  });

  test('send-automation-signal approves or rejects a change request', () => {
    expect(changed({ actions: [ask(), signal('Approve', '2')] }).one.approved).toBe(at('2'));
    expect(changed({ actions: [ask(), signal('Reject', '2')] }).one.status).toBe('Rejected');
  });

  test('StopAutomationExecution cancels it', () => {
    const stop = `{ id: stop, at: "${at('1:10')}", StopAutomationExecution: { AutomationExecutionId: go } }`;
    expect(changed({ actions: [ask(), stop], set: ann }).statuses.at(-1)).toBe('01:10 Cancelled');
  });

  test('AutoApprove bypasses approver review if the template is auto-approvable', () => {
    const auto = ask(', AutoApprove: true');
    const may = changed({ resources: template(undefined, ', autoApprovable: true'), actions: [auto] });
    expect([may.one.autoApproved, may.one.approved]).toEqual([true, at('1')]);
    const not = changed({ actions: [auto], set: ann });
    expect([not.one.autoApproved, not.one.approved]).toEqual([false, at('1:20')]);
  });
});

describe('the time', () => {
  test('the runbook workflow does not begin before it is scheduled, even if all approvals have been received', () => {
    const { statuses } = changed({ actions: [ask(`, ScheduledTime: "${at('5')}"`)], set: ann });
    expect(statuses.slice(2)).toEqual([
      '01:20 Approved',
      '01:20 Scheduled',
      '05:00 RunbookInProgress',
      '05:10 CompletedWithSuccess',
    ]);
  });

  test('approved after its time it runs at once', () => {
    const { one } = changed({ actions: [ask(`, ScheduledTime: "${at('1:10')}"`)], set: ann });
    expect(one.ran).toBe(at('1:20'));
  });

  test('ScheduledEndTime is an estimate only', () => {
    const { one } = changed({ actions: [ask(`, ScheduledEndTime: "${at('1:25')}"`)], set: ann });
    expect([one.status, one.end]).toEqual(['CompletedWithSuccess', at('1:30')]);
  });
});

describe('a closed calendar', () => {
  const closed = freeze('20250101T000000Z', '20250101T060000Z');
  const frozen = (more: { resources?: string; set?: string[]; actions?: string[] } = {}) =>
    changed({ set: ann, ...more, resources: `${more.resources ?? template()}${closed}` });

  test('a change request approved in a freeze waits and runs when it opens', () => {
    const { one, statuses, run } = frozen();
    expect(statuses.slice(2)).toEqual([
      '01:20 Approved',
      '01:20 PendingChangeCalendarOverride',
      '06:00 RunbookInProgress',
      '06:10 CompletedWithSuccess',
    ]);
    expect([one.held, one.ran]).toEqual([at('1:20'), at('6')]);
    expect(run.result.metrics['changeRequest.go.minutesInFreeze']).toBe(280);
  });

  test('an emergency change is not subject to calendar restrictions', () => {
    const { one } = frozen({ resources: template(undefined, ', emergencyChange: true') });
    expect([one.held, one.ran]).toEqual([null, at('1:20')]);
  });

  test('change calendar restrictions are not bypassed by AutoApprove', () => {
    const resources = template(undefined, ', autoApprovable: true');
    expect(frozen({ resources, actions: [ask(', AutoApprove: true')] }).one.ran).toBe(at('6'));
  });

  test('change freeze approvers let it run while the calendar is closed', () => {
    const set = [...ann, 'model.changeManager.freezeApprovers=[vp]', ...answers('vp', '30m')];
    const { one, statuses } = frozen({ set });
    expect(statuses.slice(3, 6)).toEqual([
      '01:20 PendingChangeCalendarOverride',
      '01:50 ChangeCalendarOverrideApproved',
      '01:50 RunbookInProgress',
    ]);
    expect(one.overrides).toEqual([{ by: 'vp', approves: true, at: at('1:50') }]);
  });

  test('if they do not, the change is not processed until the calendar is open again', () => {
    const set = [...ann, 'model.changeManager.freezeApprovers=[vp]', ...answers('vp', '30m', 'reject')];
    expect(frozen({ set }).statuses.slice(4, 6)).toEqual([
      '01:50 ChangeCalendarOverrideRejected',
      '06:00 RunbookInProgress',
    ]);
  });

  test('a change freeze approver decides by a signal, too', () => {
    const set = [...ann, 'model.changeManager.freezeApprovers=[vp]'];
    expect(frozen({ set, actions: [ask(), signal('Approve', '2')] }).one.ran).toBe(at('2'));
  });

  test('without change freeze approvers a signal changes nothing', () => {
    const { one, run } = frozen({ actions: [ask(), signal('Approve', '2')] });
    expect(one.ran).toBe(at('6'));
    expect(run.outcome.simulation.refused.map(({ error }) => error)).toEqual([
      'InvalidAutomationSignalException',
    ]);
  });

  test('the calendar is asked when its time comes', () => {
    const { statuses } = frozen({ actions: [ask(`, ScheduledTime: "${at('5')}"`)] });
    expect(statuses.slice(3, 6)).toEqual([
      '01:20 Scheduled',
      '05:00 PendingChangeCalendarOverride',
      '06:00 RunbookInProgress',
    ]);
  });

  test('model.changeManager.calendars says which are asked', () => {
    const none = frozen({ set: [...ann, 'model.changeManager.calendars=[]'] });
    expect(none.one.ran).toBe(at('1:20'));
    const named = frozen({ set: [...ann, 'model.changeManager.calendars=[Freeze]'] });
    expect(named.one.ran).toBe(at('6'));
  });
});

describe('the end of the runbook', () => {
  test('a runbook that fails ends CompletedWithFailure', () => {
    const { one } = changed({ set: [...ann, 'model.documents.Wait={"run":"1m","fails":"100%"}'] });
    expect(one.status).toBe('CompletedWithFailure');
  });

  test('its execution is a child of that of the request', () => {
    const { run } = changed({ set: ann });
    expect(run.result.automations.map(({ id, parent, document }) => [id, parent, document])).toEqual([
      ['go', null, 'Standard'],
      ['go/Runbook', 'go', 'Wait'],
    ]);
  });

  test('a second replication begins as the first did', () => {
    const once = changed({ set: ann }).run.result.metrics;
    expect(changed({ set: ann }).run.result.metrics).toEqual(once);
  });
});
