/**
 * Whether a rule may invoke a target. Topics, functions and queues say it in their own policies, and a role is not looked at;
 * state machines, commands and automations need a role that EventBridge may assume.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
import { roleAllows, trusts } from '../../../aws/iam.ts';
import type { Nouns } from '../../../cloudformation/nouns.ts';
import { roleMeant } from '../../../cloudformation/world-resources/roles.ts';
import { invokeObstacle } from '../../functions/facts.ts';
import { publishObstacle } from '../../notifications/facts.ts';
import { sendObstacle } from '../resources/queues.ts';
import type { Rule, RuleTarget } from '../state.ts';
import { kindOf } from './kinds.ts';

export const eventsService = 'events.amazonaws.com';

interface World {
  readonly nouns: Nouns;
  readonly account: { readonly id: string };
}

/** What a role must allow. */
export const actionOf = {
  command: 'ssm:SendCommand',
  automation: 'ssm:StartAutomationExecution',
  'state machine': 'states:StartExecution',
} as const;

/** Why the target is never invoked, in words that follow "because"; null: it may be. */
export function invocationObstacle(world: World, rule: Rule, target: RuleTarget): string | null {
  const kind = kindOf(target.arn);
  switch (kind) {
    case 'topic':
      return publishObstacle(world, { topic: target.arn, by: eventsService, sourceArn: rule.arn });
    case 'function':
      return invokeObstacle(world, target.arn, eventsService, rule.arn);
    case 'queue':
      return sendObstacle(world.nouns, target.arn, eventsService, rule.arn);
    case 'other':
      return null;
    default:
      return roleObstacle(world, rule, target, actionOf[kind]);
  }
}

/** A runbook that is given a role to act in has it passed on, which is an action of its own. */
function roleObstacle(world: World, rule: Rule, target: RuleTarget, action: string): string | null {
  const wanted = target.roleArn ?? rule.roleArn;
  if (wanted === null) return `the target ${target.id} has no RoleArn for EventBridge to assume`;
  const role = roleMeant(world.nouns, wanted);
  if (role === undefined) return null;
  if (!trusts(role, eventsService)) return `the role ${role.roleName} does not trust ${eventsService}`;
  const passes = kindOf(target.arn) === 'automation' && /AutomationAssumeRole/.test(inputOf(target));
  const lacking = [action, ...(passes ? ['iam:PassRole'] : [])].filter((one) => !roleAllows(role, one));
  return lacking.length === 0 ? null : `the role ${role.roleName} does not allow ${lacking.join(' and ')}`;
}

function inputOf({ input, inputTransformer }: RuleTarget): string {
  return input ?? inputTransformer?.template ?? '';
}
