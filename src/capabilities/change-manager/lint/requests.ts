/**
 * Change requests that AWS refuses, that wait for what does not come, or that cannot run when they are meant to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html
 */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { utc } from '../../../world/time.ts';
import { approvalModels, approvalOf, principalNamed } from '../../automation/facts.ts';
import { closedThroughout } from '../../change-calendar/facts.ts';
import { documentsIn } from '../../documents/facts.ts';
import { availabilityPage, closedToNewCustomers } from '../availability.ts';
import { startChangeRequestExecution } from '../calls.ts';
import { calendarsAsked, type DeclaredRequest, requestsIn } from '../declared.ts';
import { changeManagerOf } from '../model.ts';
import { needsApproval } from '../rules.ts';
import { templateType } from '../template.ts';

function declaredIn({ scenario }: Subject): readonly DeclaredRequest[] {
  return scenario === null ? [] : requestsIn(scenario);
}

const keyOf = ({ action: { index } }: DeclaredRequest, key: string): DataPath => [
  'actions',
  index,
  startChangeRequestExecution.call,
  key,
];

function checkReviews(subject: Subject, report: Report): void {
  for (const one of declaredIn(subject)) {
    const { template } = one.call;
    if (!changeManagerOf(subject.scenario!).unapprovedTemplates.includes(template)) continue;
    report(
      keyOf(one, 'DocumentName'),
      `AWS refuses ${one.action.id} with AutomationDefinitionNotApprovedException: the change template ${template} is not approved`,
      { help: `take ${template} out of model.changeManager.unapprovedTemplates, or use another template` },
    );
  }
}

function checkAutoApproval(subject: Subject, report: Report): void {
  for (const one of declaredIn(subject)) {
    const { call, template } = one;
    if (!call.asksForAutoApproval || !needsApproval(template, call.asksForAutoApproval)) continue;
    report(
      keyOf(one, 'AutoApprove'),
      `AutoApprove has no effect on ${one.action.id}: the change template ${call.template} is not autoApprovable, and the request waits for its approvals`,
      { help: `write autoApprovable: true in ${call.template}, or leave AutoApprove out` },
    );
  }
}

function checkTimes(subject: Subject, report: Report): void {
  for (const one of declaredIn(subject)) {
    const { scheduledMs } = one.call;
    const { id, atMs } = one.action;
    if (scheduledMs === null) continue;
    if (scheduledMs < atMs) {
      const message = `${id} is asked for at ${utc(atMs)}, after its ScheduledTime ${utc(scheduledMs)}: it runs as soon as it is approved`;
      report(keyOf(one, 'ScheduledTime'), message, {
        help: 'write a later time, or leave ScheduledTime out',
      });
    } else checkFreeze(subject, one, scheduledMs, report);
  }
}

/** What is scheduled into a closed calendar waits until it opens, beyond the end that reviewers were told. */
function checkFreeze(subject: Subject, one: DeclaredRequest, scheduledMs: number, report: Report): void {
  const { call, template, action } = one;
  const scenario = subject.scenario!;
  if (template.isEmergency || changeManagerOf(scenario).freezeApprovers.length > 0) return;
  const untilMs = Math.max(call.scheduledEndMs ?? scheduledMs, scheduledMs + 1);
  const names = calendarsAsked(scenario, action.account);
  const closed = names.filter((name) =>
    closedThroughout(scenario, name, action.account ?? '', scheduledMs, untilMs),
  );
  if (closed.length === 0) return;
  const when =
    call.scheduledEndMs === null ? `at ${utc(scheduledMs)}` : `from ${utc(scheduledMs)} to ${utc(untilMs)}`;
  report(
    keyOf(one, 'ScheduledTime'),
    `${closed.join(', ')} is closed ${when}, for which ${action.id} is scheduled: it waits until the calendar opens`,
    {
      help: 'schedule it for a time at which the calendar is open, use an emergency template, or name model.changeManager.freezeApprovers',
    },
  );
}

/** Approvers who are neither principals of the file nor answer. */
function checkApprovers(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || requestsIn(scenario).length === 0) return;
  const isKnown = (name: string) =>
    scenario.principals.has(principalNamed(name)) || approvalModels(scenario).has(principalNamed(name));
  const unknown = changeManagerOf(scenario).freezeApprovers.filter((name) => !isKnown(name));
  for (const name of unknown) {
    report(
      ['model', 'changeManager', 'freezeApprovers'],
      `${name} may let changes through while a calendar is closed, and neither is under principals nor answers: the change waits until the calendar opens`,
      { help: `write model.approvals.${principalNamed(name)}: { after: 30m, answer: approve }` },
    );
  }
}

function checkLevels(subject: Subject, report: Report): void {
  for (const { logicalId, content } of documentsIn(subject.stack, templateType)) {
    const resource = subject.named(logicalId);
    for (const { name, inputs } of content.approvals.steps) {
      const approval = approvalOf(inputs);
      if (typeof approval !== 'string' || JSON.stringify(inputs).includes('{{')) continue;
      report(resource?.at ?? [], `the level ${name} of ${logicalId} can never be approved: ${approval}`, {
        help: 'name more approvers, or ask for fewer approvals',
        at: 'key',
      });
    }
  }
}

function checkAvailability(subject: Subject, report: Report): void {
  const [first] = declaredIn(subject);
  const note = first === undefined ? null : closedToNewCustomers(subject.scenario!.startMs);
  if (note !== null) report(keyOf(first!, 'DocumentName').slice(0, -1), note.text, { at: 'key' });
}

const guide = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';
const callPage =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html';

export const requestRules: readonly Rule[] = [
  {
    id: 'change-request-unknown',
    place: 930,
    severity: 'error',
    finds:
      'a change request by a change template that does not exist, or for a runbook that the template does not allow',
    source: callPage,
    refusals: [
      {
        of: startChangeRequestExecution.call,
        keys: ['DocumentName', 'Runbooks'],
        codes: ['unknown-reference', 'bad-target'],
      },
    ],
  },
  {
    id: 'change-template-unapproved',
    place: 931,
    severity: 'warning',
    finds: 'a change request by a change template that is not approved: AWS refuses it',
    source: callPage,
    check: checkReviews,
  },
  {
    id: 'change-auto-approval',
    place: 932,
    severity: 'warning',
    finds:
      'AutoApprove with a change template that is not autoApprovable: the request waits for its approvals',
    source: `${guide}/change-manager-auto-approval-access.html`,
    check: checkAutoApproval,
  },
  {
    id: 'change-schedule',
    place: 933,
    severity: 'warning',
    finds:
      'a change request that is scheduled for the past, or for a time at which a change calendar is closed',
    source: `${guide}/change-requests-create.html`,
    check: checkTimes,
  },
  {
    id: 'freeze-approver-unknown',
    place: 934,
    severity: 'warning',
    finds: 'a change freeze approver who is neither a principal of the file nor answers',
    source: `${guide}/change-manager-account-setup.html`,
    check: checkApprovers,
  },
  {
    id: 'change-manager-closed',
    place: 935,
    severity: 'note',
    finds: 'Change Manager in a run that begins after 7 November 2025, since when it takes no new customers',
    source: availabilityPage,
    check: checkAvailability,
  },
];

/** A level of a change template is a step aws:approve. */
export const levelCheck = { rule: 'approvers-too-few', check: checkLevels };
