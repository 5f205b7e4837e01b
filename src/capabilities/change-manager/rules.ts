/**
 * What Change Manager decides, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-account-setup.html
 */
import type { ChangeTemplate } from './template.ts';

/**
 * API_StartChangeRequestExecution.html: AutoApprove bypasses approver review where the template is auto-approvable.
 *
 * ASSUMPTION auto-approve-not-allowed: by any other template the request waits for its approvals.
 */
export function needsApproval(
  { isAutoApprovable }: Pick<ChangeTemplate, 'isAutoApprovable'>,
  asksForAutoApproval: boolean,
): boolean {
  return !(isAutoApprovable && asksForAutoApproval);
}

/**
 * #change-manager-what-is-runbook-workflow: a scheduled change does not begin before its time, even if it is approved and the calendar
 * is open. ASSUMPTION change-approved-late: one that is approved after its time begins at once.
 */
export function startsAtMs(scheduledMs: number | null, approvedMs: number): number {
  return Math.max(scheduledMs ?? approvedMs, approvedMs);
}

/**
 * #change-manager-what-is-change-template: blocking events of a calendar keep a standard change, unless change freeze approvers let it
 * through; an emergency change does not ask the calendar.
 */
export function isKept(
  { isEmergency }: Pick<ChangeTemplate, 'isEmergency'>,
  calendar: 'OPEN' | 'CLOSED',
  overrides: readonly { readonly approves: boolean }[],
): boolean {
  return !isEmergency && calendar === 'CLOSED' && !overrides.some(({ approves }) => approves);
}
