import {
  type Approval,
  approvalOf,
  isApproved,
  mayDecide,
  principalNamed,
  shownDecision,
  topicIn,
} from '../approval.ts';
import { textOf } from '../content/values.ts';
import type { Decision } from '../execution.ts';
import { approvalModels } from '../model.ts';
import { publish } from '../services/sns.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';

/** #automation-action-approve: seven days, and up to 30. */
const days = 86_400;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html */
export const approve: ActionSpec = {
  action: 'aws:approve',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html',
  is: 'Waits until enough approvers approve, or one rejects',
  // One of the first two: the second is how Change Manager writes it in its templates.
  required: [],
  optional: ['Approvers', 'EnhancedApprovals', 'NotificationArn', 'Message', 'MinRequiredApprovals'],
  outputs: ['ApprovalStatus', 'ApproverDecisions'],
  timing: 'model.approvals.<principal>.after, or SendAutomationSignal under actions',
  failing: 'model.approvals.<principal>.answer: reject; the timeout of the step: 7 days, and up to 30',
  timeoutSeconds: 7 * days,
  timeoutSecondsMax: 30 * days,
  permissions: (inputs) => (topicIn(inputs) === null ? [] : ['sns:Publish']),
  begin(run) {
    const approval = approvalOf(run.inputs);
    if (typeof approval === 'string') return run.fail(invocationFailure(approval));
    const decide = (by: string, approves: boolean, isOfAnyone = false): void =>
      decided(run, approval, { by, approves, isOfAnyone });
    run.onSignal(({ type, by, principal }) => {
      if (type !== 'Approve' && type !== 'Reject') return false;
      if (!mayDecide(run.inputs, principal)) return false;
      decide(by, type === 'Approve', principal === null);
      return true;
    });
    run.wait();
    askForDecision(run);
    const models = approvalModels(run.simulation.scenario);
    for (const { name: approver } of approval.approvers) {
      const model = models.get(principalNamed(approver)) ?? models.get(approver);
      if (model === undefined) continue;
      const afterMs = run.durationMs(model.after, { service: 'approvals', api: approver, goesOn: true });
      run.after(afterMs, () => decide(principalNamed(approver), model.answer === 'approve'));
    }
  },
};

/** #automation-action-approve: a message tells the principals that they have to decide. */
function askForDecision(run: StepRun): void {
  const { execution, step, inputs } = run;
  const topic = topicIn(inputs);
  const text = textOf(inputs['Message'] ?? '') || `${step.name} of ${execution.document} waits for approval`;
  if (topic !== null) publish(run, topic, text);
}

/** ASSUMPTION approval-rejection: one rejection is enough, as AWS says of Change Manager. */
function decided(run: StepRun, approval: Approval, decision: Omit<Decision, 'atMs'>): void {
  const { decisions } = run.record;
  const { by, approves } = decision;
  if (decisions.some((one) => one.by === by)) return;
  decisions.push({ ...decision, atMs: run.simulation.kernel.nowMs });
  const outputs = (status: string) => ({
    ApprovalStatus: status,
    ApproverDecisions: decisions.map(shownDecision),
  });
  if (!approves) {
    run.record.outputs = outputs('Rejected');
    return run.fail(invocationFailure(`rejected by ${by}`));
  }
  if (isApproved(approval, decisions)) run.succeed(outputs('Approved'));
}
