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

interface World {
  readonly nouns: Nouns;
  readonly account: { readonly id: string };
}

/** What a role must allow. */
export const actionOf = {
  command: 'ssm:SendCommand',
  automation: 'ssm:StartAutomationExecution',
  'state machine': 'states:StartExecution',
  'ops item': 'ssm:CreateOpsItem',
} as const;

/**
 * EventBridge Scheduler does everything in the name of the role of the target.
 *
 * AWS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
 */
const actionOfSchedule = {
  ...actionOf,
  topic: 'sns:Publish',
  function: 'lambda:InvokeFunction',
  queue: 'sqs:SendMessage',
} as const;

/** Why the target is never invoked, in words that follow "because"; null: it may be. */
export function invocationObstacle(world: World, rule: Rule, target: RuleTarget): string | null {
  const kind = kindOf(target.arn);
  const action = neededAction(rule, target);
  if (action !== null) return roleObstacle(world, rule, target, action);
  switch (kind) {
    case 'topic':
      return publishObstacle(world, { topic: target.arn, by: rule.service, sourceArn: rule.arn });
    case 'function':
      return invokeObstacle(world, target.arn, rule.service, rule.arn);
    case 'queue':
      return sendObstacle(world.nouns, target.arn, rule.service, rule.arn);
    default:
      return null;
  }
}

/** What the role of the target must allow; null: it needs none, or that is not known. */
export function neededAction(rule: Pick<Rule, 'kind'>, target: RuleTarget): string | null {
  const kind = kindOf(target.arn);
  if (kind === 'power') return `ec2:${callOf(target.power!.action)}`;
  const actions: Readonly<Record<string, string>> = rule.kind === 'schedule' ? actionOfSchedule : actionOf;
  return actions[kind] ?? null;
}

/** `StartInstances` */
function callOf(action: string): string {
  return `${action[0]!.toUpperCase()}${action.slice(1)}Instances`;
}

/** A runbook that is given a role to act in has it passed on, which is an action of its own. */
function roleObstacle(world: World, rule: Rule, target: RuleTarget, action: string): string | null {
  const wanted = target.roleArn ?? rule.roleArn;
  if (wanted === null) return `the target ${target.id} has no RoleArn for EventBridge to assume`;
  const role = roleMeant(world.nouns, wanted);
  if (role === undefined) return null;
  if (!trusts(role, rule.service)) return `the role ${role.roleName} does not trust ${rule.service}`;
  const passes = kindOf(target.arn) === 'automation' && /AutomationAssumeRole/.test(inputOf(target));
  const lacking = [action, ...(passes ? ['iam:PassRole'] : [])].filter((one) => !roleAllows(role, one));
  return lacking.length === 0 ? null : `the role ${role.roleName} does not allow ${lacking.join(' and ')}`;
}

function inputOf({ input, inputTransformer }: RuleTarget): string {
  return input ?? inputTransformer?.template ?? '';
}
