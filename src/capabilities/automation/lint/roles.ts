/**
 * Roles of runbooks: what a run says of them, said before it. The same functions judge here and there.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html
 */
import { roleAllows, rolesOf, roleTrusts, roleUses } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule, Severity } from '../../../capability/lint-rule.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { oncePer } from '../../../fields/fields.ts';
import { resolve } from '../content/references.ts';
import { allSteps, type Step, type ValueMap } from '../content/runbook.ts';
import { unreachable } from '../content/step-jumps.ts';
import { isCritical } from '../flow.ts';
import {
  assumedRole,
  assumeObstacle,
  automationService,
  deniedTo,
  passAction,
  permissionsOf,
  type RoleObstacle,
  roleOf,
  type Started,
  startAction,
  type World,
} from '../roles.ts';
import { startsOf } from '../starts.ts';
import { declaredRunbooks } from './declared-runbooks.ts';
import { pathOfSource } from './path-of-source.ts';
import { certainSteps } from './paths.ts';

/** A start that the file writes, or a runbook by itself with the defaults of its parameters. */
interface Judged {
  readonly world: World;
  readonly document: string;
  readonly started: Started;
  /** What starts it; null: nothing in the file. */
  readonly by: string | null;
  readonly path: DataPath;
}

const judgedIn = oncePer((subject: Subject): readonly Judged[] => {
  const { scenario, stack } = subject;
  const starts = scenario === null ? [] : startsOf(scenario);
  const isStarted = new Set(starts.map(({ document }) => document));
  const idle = declaredRunbooks(subject).filter(({ name }) => !isStarted.has(name));
  return [
    ...starts.map(({ source: { id: by }, document, started }) => {
      const path = pathOfSource(subject, by);
      return { world: scenario!, document, started, by, path };
    }),
    ...idle.map(({ logicalId, name, runbook, path }) => {
      const written = subject.property(subject.named(logicalId)!, 'Content', 'assumeRole');
      // In a template a reference to a role of the file is no text yet.
      const assumeRole = written?.kind === 'resource' ? written.logicalId : runbook.assumeRole;
      const parameters = Object.fromEntries(
        Object.entries(runbook.parameters).flatMap(([each, { default: value }]) =>
          value === undefined ? [] : [[each, value]],
        ),
      );
      const started = { runbook: { ...runbook, assumeRole }, parameters, request: { parameters: {} } };
      return { world: scenario ?? { nouns: stack.built }, document: name, started, by: null, path };
    }),
  ];
});

function checkStart(subject: Subject, report: Report): void {
  for (const { world, document, started, by, path } of judgedIn(subject)) {
    const obstacle = assumeObstacle(world, started);
    if (obstacle === null || isNamedElsewhere(subject, obstacle)) continue;
    const who = by === null ? document : `${by} starts ${document}, and it`;
    report(path, `${who} fails before its first step: ${obstacle.message}`, {
      help: helpFor(obstacle),
      at: 'key',
    });
  }
}

/** Roles that the file gives to something by name have rules of their own. */
function isNamedElsewhere(subject: Subject, { kind, role }: RoleObstacle): boolean {
  const uses = roleUses(subject).filter((use) => use.role.name === role?.logicalId);
  if (kind === 'trust')
    return uses.some((use) => use.purpose === 'runbook' && roleTrusts(use.role, automationService) === false);
  return (
    kind === 'start' &&
    uses.some((use) => use.action === startAction && roleAllows(use.role, [startAction]) === false)
  );
}

function helpFor({ kind, role }: RoleObstacle): string {
  if (kind === 'name') return 'write the ARN of a role, such as !GetAtt Runner.Arn';
  if (kind === 'trust')
    return `add ${automationService} to AssumeRolePolicyDocument of ${role!.logicalId}, as Principal: { Service: ${automationService} }`;
  const action = kind === 'pass' ? passAction : startAction;
  return `allow ${action} in the Policies of ${role!.logicalId}`;
}

function checkSteps(subject: Subject, report: Report): void {
  for (const judged of judgedIn(subject)) {
    const { world, document, started, by } = judged;
    const role = roleOf(world, started);
    const lacking = role === undefined ? [] : stepsDenied(subject, judged, role.logicalId);
    if (role === undefined || lacking.length === 0) continue;
    const severity: Severity = lacking.some(({ isSure }) => isSure) ? 'error' : 'warning';
    const actions = [...new Set(lacking.map(({ action }) => action))];
    const steps = lacking.map(({ step, action }) => `${step.name} (${action})`).join(', ');
    const whose = by === null ? document : `${document}, started by ${by},`;
    const read = rolesOf(subject).find(({ name }) => name === role.logicalId);
    report(
      read?.path ?? judged.path,
      `${whose} acts as ${role.logicalId}, which does not allow what ${lacking.length === 1 ? 'its step needs' : 'its steps need'}: ${steps}`,
      { help: `allow ${actions.join(', ')} in the Policies of ${role.logicalId}`, at: 'key', severity },
    );
  }
}

interface StepDenied {
  readonly step: Step;
  readonly action: string;
  /** The execution comes to it, and fails by it. */
  readonly isSure: boolean;
}

function stepsDenied(subject: Subject, { world, started }: Judged, role: string): StepDenied[] {
  const { runbook, parameters } = started;
  if (runbook === null || assumeObstacle(world, started) !== null) return [];
  const never = new Set(unreachable(runbook.steps));
  const sure = new Set(certainSteps(runbook.steps));
  return allSteps(runbook.steps).flatMap((step) => {
    if (never.has(step)) return [];
    const inputs = resolve(step.inputs, (name) => parameters[name]) as ValueMap;
    return permissionsOf(step, inputs)
      .filter(
        (action) => deniedTo(world, started, () => [action]) !== null && isSeenToLack(subject, role, action),
      )
      .map((action) => ({ step, action, isSure: sure.has(step) && isCritical(step) }));
  });
}

/** Of a template policies may be elsewhere, or only a deployment may know them. */
function isSeenToLack(subject: Subject, name: string, action: string): boolean {
  if (subject.scenario !== null) return true;
  const role = rolesOf(subject).find((one) => one.name === name);
  return role !== undefined && roleAllows(role, [action]) === false;
}

function checkScripts(subject: Subject, report: Report): void {
  for (const { logicalId, name, runbook, pathOf } of declaredRunbooks(subject)) {
    const judged = judgedIn(subject).filter(({ document }) => document === name);
    const own = subject.property(subject.named(logicalId)!, 'Content', 'assumeRole');
    const isWithout =
      own === undefined ||
      judged.some(({ world, started, by }) => by !== null && assumedRole(world, started) === null);
    if (!isWithout) continue;
    for (const step of allSteps(runbook.steps).filter(({ action }) => action === 'aws:executeScript')) {
      report(
        pathOf(step),
        `the script of ${step.name} has no role to call AWS with: ${own === undefined ? `${logicalId} has no assumeRole` : 'what starts it gives it none'}`,
        { help: 'write assumeRole: "{{ AutomationAssumeRole }}" and give that parameter a role' },
      );
    }
  }
}

export const roleRules: readonly Rule[] = [
  {
    id: 'runbook-role-refused',
    place: 850,
    severity: 'error',
    finds:
      'a runbook that fails before its first step: its role cannot be assumed, or what starts it may not start it or pass the role',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html',
    check: checkStart,
  },
  {
    id: 'runbook-step-denied',
    place: 852,
    severity: 'error',
    finds: 'a step of a runbook that calls what its role does not allow',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html',
    check: checkSteps,
  },
  {
    id: 'script-without-role',
    place: 854,
    severity: 'warning',
    finds: 'a script of a runbook without a role: it cannot call AWS',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html',
    check: checkScripts,
  },
];
