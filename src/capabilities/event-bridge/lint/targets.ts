/** Targets that are never invoked for want of a role, and counts that never come. */
import type { DeclaredRole } from '../../../capability/lint/declared-role.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Rule as LintRule, Report } from '../../../capability/lint-rule.ts';
import { modelIn } from '../../../capability/model.ts';
import { entry, isGiven, itemsOf, outlineOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { functionModelOf } from '../../functions/facts.ts';
import { eventsModel } from '../model.ts';
import { rule } from '../resources/rules.ts';
import { schedule } from '../resources/schedules.ts';
import { kindOf } from '../targets/kinds.ts';
import { actionOf, neededAction } from '../targets/permissions.ts';

interface WrittenTarget {
  readonly rule: Resource;
  readonly id: string;
  readonly value: Value;
  /** What it calls in the name of its role; null: it needs none, or that cannot be seen. */
  readonly action: string | null;
  readonly role: Value | undefined;
}

/** Null: it needs no role, or what it is only a deployment decides. */
function actionFor(arn: string): string | null {
  // What a deployment fills in, such as the account, says nothing of the service.
  const kind = kindOf(arn.replaceAll(/\$\{[^}]*\}/g, 'x'));
  return Object.hasOwn(actionOf, kind) ? actionOf[kind as keyof typeof actionOf] : null;
}

function targetsIn(subject: Subject): WrittenTarget[] {
  return subject.ofType(rule.type).flatMap((resource) =>
    itemsOf(subject.property(resource, 'Targets')).map((value) => {
      return {
        rule: resource,
        id: textOf(entry(value, 'Id')) ?? 'target',
        value,
        action: actionFor(outlineOf(entry(value, 'Arn')) ?? ''),
        role: entry(value, 'RoleArn') ?? subject.property(resource, 'RoleArn'),
      };
    }),
  );
}

export function declaredTargetRoles(subject: Subject): DeclaredRole[] {
  const ofRules = targetsIn(subject).map(({ rule: { logicalId }, id, action, role }) => ({
    purpose: 'target' as const,
    by: `the target ${id} of the rule ${logicalId}`,
    label: `${logicalId}.${id}`,
    value: role,
    action,
  }));
  return [...ofRules, ...subject.ofType(schedule.type).map((one) => roleOfSchedule(subject, one))];
}

function roleOfSchedule(subject: Subject, resource: Resource): DeclaredRole {
  const { logicalId } = resource;
  const built = subject.stack.nouns(schedule).get(logicalId);
  return {
    purpose: 'schedule',
    by: `the target of the schedule ${logicalId}`,
    label: logicalId,
    value: entry(subject.property(resource, 'Target'), 'RoleArn'),
    action: built === undefined ? null : neededAction(built, built.targets[0]!),
  };
}

function checkRoles(subject: Subject, report: Report): void {
  for (const { rule: of, id, action, role, value } of targetsIn(subject)) {
    if (action === null || isGiven(role)) continue;
    report(
      value.path,
      `the target ${id} of ${of.logicalId} has no RoleArn: the rule fires and nothing starts`,
      {
        help: `give it a role that trusts events.amazonaws.com and allows ${action}`,
      },
    );
  }
}

/** A count of a function of `model.functions` that state changes alone never reach. */
function checkCounts(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || modelIn(scenario, eventsModel).compliance === 'everyReport') return;
  const functions = functionModelOf(scenario);
  for (const [logicalId, { pattern, targets }] of subject.stack.nouns(rule)) {
    if (!JSON.stringify(pattern ?? null).includes('Configuration Compliance State Change')) continue;
    for (const { arn } of targets) {
      const name = arn.replace(/^.*:function:/, '').split(':')[0]!;
      const inARow = functions.get(name)?.count?.inARow ?? 1;
      const at = subject.named(logicalId)?.path;
      if (inARow < 2 || at === undefined) continue;
      report(
        [...at, 'EventPattern'],
        `${name} counts ${inARow} compliance events in a row, and AWS sends one only when the state of a node changes: a node that stays ` +
          'noncompliant is never counted twice',
        {
          help:
            'count Failed of EC2 Command Invocation Status-change Notification instead; model.events.compliance: everyReport shows a run in ' +
            'which AWS sends one with every report',
        },
      );
    }
  }
}

const identityBased = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html';

export const targetRules: readonly LintRule[] = [
  {
    id: 'target-role-missing',
    place: 710,
    severity: 'error',
    finds: 'a rule whose target needs a role to be started, and has none',
    source: identityBased,
    check: checkRoles,
  },
  {
    id: 'compliance-event-counts',
    place: 720,
    severity: 'warning',
    finds: 'a count of compliance events in a row, which AWS sends only when the state changes',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html',
    check: checkCounts,
  },
];
