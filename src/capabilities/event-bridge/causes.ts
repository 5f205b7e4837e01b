/** What keeps a rule's command from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import type { ChangeSet, Incident } from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';

export const eventCauses = {
  ROLE_NOT_ASSUMABLE: {
    stage: 'rollout',
    place: 18,
    link: 'rate-control',
    summary: 'the rule that was to patch it has no role that may send the command',
    needed: (by) => `a RoleArn that events.amazonaws.com may assume and that allows ssm:SendCommand ${by}`,
    console: 'EventBridge, Rules, the rule, Monitoring: FailedInvocations; nothing under Run Command',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html',
    example: ['run', 'lacks', 'report'],
    remedies: sendIt,
    meaning:
      'A rule of EventBridge was to send a command that installs, and its target has no role, or one that EventBridge may not assume or that does not allow it.',
    seen: 'No command at all; FailedInvocations of the rule.',
    advice: 'give the target a role that trusts events.amazonaws.com and allows ssm:SendCommand.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** What the role lacks is said by the run; that patching helps is shown by a command of an operator. */
function sendIt(incident: Incident): ChangeSet[] {
  return [...installAgain(incident, ', or once the role of the rule is mended')];
}
