/** Targets that take no event, whatever matches: shut out by their own policies, given text for a path, or feeding their own rule. */
import { flatten, type JsonObject, matchesPattern } from '../../../aws/event-matching.ts';
import { isPatternProblem, parseEventPattern } from '../../../aws/event-pattern.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Rule as LintRule, Report } from '../../../capability/lint-rule.ts';
import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import { kmsAlias, kmsKey } from '../../../cloudformation/world-resources/keys.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { permission, permissionResources } from '../../functions/facts.ts';
import { topicResources } from '../../notifications/facts.ts';
import { queueResources, sendObstacle } from '../resources/queues.ts';
import { rule } from '../resources/rules.ts';
import { schedule } from '../resources/schedules.ts';
import { eventsService } from '../rules.ts';
import type { Rule, RuleTarget } from '../state.ts';
import { documentIn, kindOf } from '../targets/kinds.ts';
import { invocationObstacle } from '../targets/permissions.ts';

interface SeenTarget {
  readonly of: Rule;
  readonly target: RuleTarget;
  readonly path: DataPath;
}

/** Of rules that are known as a whole. */
function targetsIn(subject: Subject): SeenTarget[] {
  return [...subject.stack.nouns(rule), ...subject.stack.nouns(schedule)].flatMap(([logicalId, of]) => {
    const resource = subject.named(logicalId);
    if (resource === undefined) return [];
    return of.targets.map((target, index) => ({
      of,
      target,
      path: [...resource.path, ...(of.kind === 'schedule' ? ['Target'] : ['Targets', index])],
    }));
  });
}

/** What decides about permissions; a part that only a deployment knows may allow what seems to be missing. */
const decisive: readonly AnyResourceSpec[] = [
  ...topicResources,
  ...permissionResources,
  ...queueResources,
  kmsKey,
  kmsAlias,
];

function isKnownWhole({ stack }: Subject): boolean {
  return decisive.every((spec) => spec.open((typed) => stack.seen(typed).size === stack.nouns(typed).size));
}

/** ARNs of a template are compared with each other only: AWS's placeholder account stands for any. */
const anyAccount = { id: '123456789012' };

function checkAllowed(subject: Subject, report: Report): void {
  if (!isKnownWhole(subject)) return;
  const world = { nouns: subject.stack.built, account: subject.scenario?.account ?? anyAccount };
  for (const { of, target, path } of targetsIn(subject)) {
    const hasOwnPolicy = of.kind === 'rule' && ['topic', 'function', 'queue'].includes(kindOf(target.arn));
    const obstacle = hasOwnPolicy ? invocationObstacle(world, of, target) : null;
    if (obstacle !== null) {
      const message = `the target ${target.id} of ${of.logicalId} takes no event: ${obstacle}`;
      report([...path, 'Arn'], message, { help: helpFor(obstacle) });
    }
    const { deadLetterArn } = target;
    const lost = deadLetterArn === null ? null : sendObstacle(world.nouns, deadLetterArn, of.service, of.arn);
    if (lost === null) continue;
    const message = `what ${target.id} of ${of.logicalId} cannot deliver is lost, and not in its dead-letter queue: ${lost}`;
    report([...path, 'DeadLetterConfig'], message, { at: 'key', help: helpFor(lost) });
  }
}

function helpFor(obstacle: string): string {
  if (obstacle.endsWith('is disabled')) return 'write Enabled: true in the key';
  if (obstacle.includes('that AWS manages')) {
    return `encrypt it with a key of your own, whose policy lets ${eventsService} use it`;
  }
  if (obstacle.includes('encrypted'))
    return `allow ${eventsService} kms:Decrypt and kms:GenerateDataKey in the policy of the key`;
  if (obstacle.includes(permission.type)) {
    return `add one with Principal: ${eventsService}, SourceArn of the rule, and no SourceAccount`;
  }
  return `allow it to Principal: { Service: ${eventsService} } in the policy of the resource`;
}

/** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
const pathInText = /\$\.(detail|source|account|time|region|resources|id)\b[\w.\-[\]]*/;

function checkInput(subject: Subject, report: Report): void {
  for (const { of, target, path } of targetsIn(subject)) {
    const written = pathInText.exec(target.input ?? '')?.[0];
    if (written !== undefined) {
      const message = `${written} in Input of ${target.id} of ${of.logicalId} is literal text: nothing of the event takes its place`;
      const help = 'write InputTransformer with the path in InputPathsMap and <name> in InputTemplate';
      report([...path, 'Input'], message, { help });
    }
    const values = (target.runCommandTargets ?? []).flatMap((one) => one.values);
    const value = values.find((one) => pathInText.test(one));
    if (value === undefined) continue;
    const message = `${value} in RunCommandTargets of ${of.logicalId} is literal text: no node has this id`;
    const help = 'start a runbook that is given the id by an InputTransformer, and sends the command itself';
    report([...path, 'RunCommandParameters'], message, { at: 'key', help });
  }
}

const statuses = ['InProgress', 'Success', 'TimedOut', 'Cancelled', 'Failed'];

/** What a target's own work is told as, with each status that it may have. */
function eventsOf({ arn }: RuleTarget): { detailType: string; status: string; detail: JsonObject }[] {
  const document = documentIn(arn);
  switch (kindOf(arn)) {
    case 'command':
      return [
        'EC2 Command Status-change Notification',
        'EC2 Command Invocation Status-change Notification',
      ].flatMap((detailType) =>
        statuses.map((status) => ({ detailType, status, detail: { status, 'document-name': document } })),
      );
    case 'automation':
      return statuses
        .filter((status) => status !== 'InProgress')
        .map((status) => ({
          detailType: 'EC2 Automation Execution Status-change Notification',
          status,
          detail: { Status: status, Definition: document },
        }));
    default:
      return [];
  }
}

/** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-prevent-infinite-loops */
function checkLoops(subject: Subject, report: Report): void {
  for (const { of, target, path } of targetsIn(subject)) {
    const pattern = of.pattern === null ? null : parseEventPattern(of.pattern);
    if (pattern === null || isPatternProblem(pattern) || !of.isEnabled) continue;
    const fed = eventsOf(target).find(({ detailType, detail }) =>
      matchesPattern(pattern, flatten({ source: 'aws.ssm', 'detail-type': detailType, detail })),
    );
    if (fed === undefined) continue;
    const message =
      `what ${target.id} of ${of.logicalId} starts ends in an event that the rule matches too (${fed.detailType}, ${fed.status}): ` +
      'each start brings another, without end';
    const help = 'narrow the pattern, such as to document-name of the documents that you watch';
    report([...path, 'Arn'], message, { help });
  }
}

const resourceBased = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html';

export const deliveryRules: readonly LintRule[] = [
  {
    id: 'target-not-allowed',
    place: 712,
    severity: 'error',
    finds: 'a rule whose topic, function or queue does not let EventBridge in, or whose key shuts it out',
    source: resourceBased,
    check: checkAllowed,
  },
  {
    id: 'input-literal-path',
    place: 714,
    severity: 'warning',
    finds: 'a JSON path in plain Input, which is text there and not a part of the event',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html',
    check: checkInput,
  },
  {
    id: 'rule-feeds-itself',
    place: 716,
    severity: 'warning',
    finds: 'a rule that matches the events of what its own target starts, and so runs without end',
    source:
      'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-prevent-infinite-loops',
    check: checkLoops,
  },
];
