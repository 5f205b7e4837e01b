import type { Value, ValueMap } from '../content/runbook.ts';
import { isValueMap, textOf } from '../content/values.ts';
import { approvalModels } from '../model.ts';
import { listIn, textsIn } from '../services/service.ts';
import { publish } from '../services/sns.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';

/** #automation-action-approve: seven days, and up to 30. */
const days = 86_400;

/** #automation-action-approve */
const messageMax = 4096;

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
  permissions: ({ NotificationArn: topic = '' }) => (topic === '' ? [] : ['sns:Publish']),
  begin(run) {
    const approval = approvalOf(run.inputs);
    if (typeof approval === 'string') return run.fail(invocationFailure(approval));
    const { approvers, required } = approval;
    const decide = (by: string, approves: boolean): void => decided(run, required, by, approves);
    run.onSignal(({ type, by, principal }) => {
      if (type !== 'Approve' && type !== 'Reject') return false;
      if (!mayDecide(run.inputs, principal)) return false;
      decide(by, type === 'Approve');
      return true;
    });
    run.wait();
    askForDecision(run);
    const models = approvalModels(run.simulation.scenario);
    for (const approver of approvers) {
      const model = models.get(principalNamed(approver)) ?? models.get(approver);
      if (model === undefined) continue;
      const afterMs = run.durationMs(model.after, { service: 'approvals', api: approver, goesOn: true });
      run.after(afterMs, () => decide(principalNamed(approver), model.answer === 'approve'));
    }
  },
};

/** #automation-action-approve: a message tells the principals that they have to decide. */
function askForDecision(run: StepRun): void {
  const { NotificationArn: topic = '', Message: message = '' } = run.inputs;
  const { execution, step } = run;
  const text = textOf(message) || `${step.name} of ${execution.document} waits for approval`;
  if (topic !== '') publish(run, textOf(topic), text);
}

function askedIn(inputs: ValueMap): { readonly approvers: readonly string[]; readonly required: number } {
  const { EnhancedApprovals: enhanced, MinRequiredApprovals: required = 1 } = inputs;
  if (!isValueMap(enhanced)) return { approvers: textsIn(inputs, 'Approvers'), required: Number(required) };
  const groups = listIn(enhanced, 'Approvers').filter(isValueMap);
  return {
    approvers: groups.map(({ approver = '' }) => textOf(approver)),
    required: groups.reduce((sum, { minRequiredApprovals: min = 1 }) => sum + Number(min), 0),
  };
}

/** Who approves, and how many have to; or why AWS refuses it. */
export function approvalOf(
  inputs: ValueMap,
): { readonly approvers: readonly string[]; readonly required: number } | string {
  const { approvers, required } = askedIn(inputs);
  if (!(Number.isInteger(required) && required > 0))
    return `MinRequiredApprovals is ${required}: expected a positive number`;
  if (textOf(inputs['Message'] ?? '').length > messageMax)
    return `Message is longer than ${messageMax} characters`;
  if (approvers.length < 1 || approvers.length > 10) return `${approvers.length} approvers: expected 1 to 10`;
  return required > approvers.length && !hasGroup(inputs)
    ? `MinRequiredApprovals is ${required}, and there are ${approvers.length} approvers`
    : { approvers, required };
}

/**
 * #automation-action-approve: designated principals decide. Who is in a group of approvers is not in the file, so there anyone may,
 * as may someone who may do everything (null).
 */
export function mayDecide(inputs: ValueMap, principal: string | null): boolean {
  return (
    principal === null ||
    hasGroup(inputs) ||
    askedIn(inputs).approvers.map(principalNamed).includes(principal)
  );
}

/** In a group several people approve. */
function hasGroup({ EnhancedApprovals: enhanced }: ValueMap): boolean {
  return (
    isValueMap(enhanced) &&
    listIn(enhanced, 'Approvers').some((one) => isValueMap(one) && /group$/i.test(textOf(one['type'] ?? '')))
  );
}

/** `arn:aws:iam::123456789012:user/oncall` is oncall; a role that is assumed is the role. */
export function principalNamed(approver: string): string {
  const [, path = approver] = /:(?:user|role|assumed-role)\/(.*)$/.exec(approver) ?? [];
  return approver.includes(':assumed-role/') ? path.split('/')[0]! : path.split('/').at(-1)!;
}

/** ASSUMPTION approval-rejection: one rejection is enough, as AWS says of Change Manager. */
function decided(run: StepRun, required: number, by: string, approves: boolean): void {
  const { decisions } = run.record;
  if (decisions.some((one) => one.by === by)) return;
  decisions.push({ by, approves, atMs: run.simulation.kernel.nowMs });
  const outputs = (status: string) => ({ ApprovalStatus: status, ApproverDecisions: decisions.map(shown) });
  if (!approves) {
    run.record.outputs = outputs('Rejected');
    return run.fail(invocationFailure(`rejected by ${by}`));
  }
  if (decisions.filter((one) => one.approves).length >= required) run.succeed(outputs('Approved'));
}

const shown = ({ by, approves }: { readonly by: string; readonly approves: boolean }): Value => ({
  Approver: by,
  Decision: approves ? 'Approved' : 'Rejected',
});
