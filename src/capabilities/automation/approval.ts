/**
 * Who approves, how many have to, and whether they have: of a step aws:approve, and of a level of a change template, which is one.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/approval-type-samples.html
 */
import type { Value, ValueMap } from './content/runbook.ts';
import { isValueMap, textOf } from './content/values.ts';
import type { Decision } from './execution.ts';
import { listIn, textsIn } from './services/service.ts';

export interface Approver {
  readonly name: string;
  /** Of a group or a role several people approve. */
  readonly isGroup: boolean;
  /** How many approvals have to come from it. 0: it may approve, and need not. */
  readonly minimum: number;
}

export interface Approval {
  readonly approvers: readonly Approver[];
  readonly required: number;
}

/** #automation-action-approve */
const messageMax = 4096;
const approversMax = 10;

function askedIn(inputs: ValueMap): Approval {
  const { EnhancedApprovals: enhanced, MinRequiredApprovals: ofLevel } = inputs;
  if (!isValueMap(enhanced)) {
    const approvers = textsIn(inputs, 'Approvers').map((name) => ({ name, isGroup: false, minimum: 0 }));
    return { approvers, required: Number(ofLevel ?? 1) };
  }
  const approvers = listIn(enhanced, 'Approvers')
    .filter(isValueMap)
    .map(({ approver = '', type = '', minRequiredApprovals: minimum = 1 }) => ({
      name: textOf(approver),
      isGroup: /(group|role)$/i.test(textOf(type)),
      minimum: Number(minimum),
    }));
  // #cm-approvals-templates: whichever requires more, the level or its lines, takes precedence.
  const ofLines = approvers.reduce((sum, { minimum }) => sum + minimum, 0);
  return { approvers, required: Math.max(Number(ofLevel ?? 0), ofLines) };
}

/** Or why AWS refuses it. */
export function approvalOf(inputs: ValueMap): Approval | string {
  const { approvers, required } = askedIn(inputs);
  if (!(Number.isInteger(required) && required > 0))
    return `MinRequiredApprovals is ${required}: expected a positive number`;
  if (textOf(inputs['Message'] ?? '').length > messageMax)
    return `Message is longer than ${messageMax} characters`;
  if (approvers.length < 1 || approvers.length > approversMax)
    return `${approvers.length} approvers: expected 1 to ${approversMax}`;
  const mostCount = approvers.some(({ isGroup }) => isGroup) ? Infinity : approvers.length;
  return required > mostCount
    ? `MinRequiredApprovals is ${required}, and only ${approvers.length} can approve`
    : { approvers, required };
}

/** Where a message tells approvers that they have to decide. Null: nowhere. */
export function topicIn({ NotificationArn: own, EnhancedApprovals: enhanced }: ValueMap): string | null {
  const topic = textOf(own ?? (isValueMap(enhanced) ? (enhanced['NotificationArn'] ?? '') : ''));
  return topic === '' ? null : topic;
}

/**
 * #automation-action-approve: designated principals decide. Who is in a group of approvers is not in the file, so there anyone may,
 * as may someone who may do everything (null).
 */
export function mayDecide(inputs: ValueMap, principal: string | null): boolean {
  const { approvers } = askedIn(inputs);
  return (
    principal === null || approvers.some(({ name, isGroup }) => isGroup || principalNamed(name) === principal)
  );
}

/** `arn:aws:iam::123456789012:user/oncall` is oncall; a role that is assumed is the role. */
export function principalNamed(approver: string): string {
  const [, path = approver] = /:(?:user|role|assumed-role)\/(.*)$/.exec(approver) ?? [];
  return approver.includes(':assumed-role/') ? path.split('/')[0]! : path.split('/').at(-1)!;
}

/**
 * Whether these are enough. #per-line-approvals: where the lines decide, each user of them has to approve.
 *
 * ASSUMPTION approval-of-group: what `model.approvals` says of a group or a role as a whole, all of its members answer.
 */
export function isApproved(
  { approvers, required }: Approval,
  decisions: readonly Pick<Decision, 'by' | 'approves' | 'isOfAnyone'>[],
): boolean {
  const approving = decisions.filter(({ approves }) => approves);
  const by = new Set(approving.map((one) => one.by));
  const ofAnyoneCount = approving.filter(({ isOfAnyone }) => isOfAnyone).length;
  const given = (name: string) => by.has(principalNamed(name));
  const ofGroups = approvers.filter(({ name, isGroup }) => isGroup && given(name));
  const count = ofGroups.reduce((sum, { minimum }) => sum + (minimum || required) - 1, by.size);
  const isOfLines = approvers.reduce((sum, { minimum }) => sum + minimum, 0) >= required;
  const lacking = approvers.filter(({ name, isGroup, minimum }) => !isGroup && minimum > 0 && !given(name));
  return count >= required && !(isOfLines && lacking.length > ofAnyoneCount);
}

export const shownDecision = ({ by, approves }: Decision): Value => ({
  Approver: by,
  Decision: approves ? 'Approved' : 'Rejected',
});
