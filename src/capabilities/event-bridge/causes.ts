/** What keeps what a rule or an execution was to send from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import type { ChangeSet, Incident } from '../../capability/changes.ts';
import { mendRole } from '../automation/facts.ts';
import { installAgain } from '../patch-manager/facts.ts';

export const eventCauses = {
  ROLE_NOT_ASSUMABLE: {
    stage: 'rollout',
    place: 17,
    link: 'rate-control',
    summary: 'the rule or runbook that was to patch it has no role that may do so',
    needed: (by) => `a role that the service may assume and that allows what it calls ${by}`,
    console:
      'EventBridge, Rules, the rule, Monitoring: FailedInvocations; or Automation: no execution, or one that Failed before its first step; nothing under Run Command',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html',
    example: ['run', 'lacks', 'report'],
    remedies: sendIt,
    meaning:
      'A rule of EventBridge or a runbook was to install on the node, and has no role, or one that the service may not assume or that does not allow it.',
    seen: 'No command at all; FailedInvocations of the rule, or InvalidAutomationExecutionParametersException.',
    advice:
      'for a rule, a role that trusts events.amazonaws.com and allows ssm:SendCommand; for a runbook, one that trusts ssm.amazonaws.com, with iam:PassRole for who starts it.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** What the role of a rule lacks is said by the run; that patching helps is shown by a command of an operator. */
function sendIt(incident: Incident): ChangeSet[] {
  return [...mendRole(incident), ...installAgain(incident, ', or once the role is mended')];
}
