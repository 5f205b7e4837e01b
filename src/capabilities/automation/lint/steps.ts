/**
 * Steps of runbooks that are never reached, go round for ever, or wait for what does not come.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { ssmDocument } from '../../documents/facts.ts';
import { approvalOf, isApproved, mayDecide, principalNamed } from '../approval.ts';
import { sendAutomationSignal, startAutomationExecution } from '../calls.ts';
import { referencesIn, resolve } from '../content/references.ts';
import { allSteps, type Step, type Value, type ValueMap } from '../content/runbook.ts';
import { unending, unreachable } from '../content/step-jumps.ts';
import { approvalModels } from '../model.ts';
import { startsOf } from '../starts.ts';
import { declaredRunbooks } from './declared-runbooks.ts';
import { pathOfSource } from './path-of-source.ts';

function checkReached(subject: Subject, report: Report): void {
  for (const { runbook, pathOf } of declaredRunbooks(subject)) {
    for (const step of unreachable(runbook.steps)) {
      const message = `no way leads to the step ${step.name}: it never runs`;
      report(pathOf(step), message, { help: 'name it in nextStep, onFailure or a choice, or remove it' });
    }
  }
}

function checkEnds(subject: Subject, report: Report): void {
  for (const { runbook, pathOf } of declaredRunbooks(subject)) {
    const round = unending(runbook.steps);
    if (round.length > 0) {
      const names = round.map(({ name }) => name).join(', ');
      const message = `no way leads from ${names} to an end: the execution goes round until a step fails`;
      report(pathOf(round[0]!), message, {
        help: 'write isEnd: true in the last of them, or a branch that leads out',
      });
    }
    for (const step of allSteps(runbook.steps).filter(hasFixedCondition)) {
      const message = `the condition of the loop ${step.name} refers to nothing that changes: it ends only at MaxIterations`;
      report(pathOf(step), message, {
        help: 'compare an output of one of its steps, such as {{ look.State }}',
        severity: 'warning',
      });
    }
  }
}

function hasFixedCondition({ action, inputs }: Step): boolean {
  const { LoopCondition: condition } = inputs;
  return action === 'aws:loop' && condition !== undefined && referencesIn(condition).length === 0;
}

interface Approval {
  readonly step: Step;
  readonly inputs: ValueMap;
}

function approvalsIn(steps: readonly Step[], values: Readonly<Record<string, Value>>): Approval[] {
  const never = new Set(unreachable(steps));
  return allSteps(steps)
    .filter((step) => step.action === 'aws:approve' && !never.has(step))
    .map((step) => ({ step, inputs: resolve(step.inputs, (name) => values[name]) as ValueMap }));
}

function checkApprovers(subject: Subject, report: Report): void {
  for (const { runbook, pathOf } of declaredRunbooks(subject)) {
    for (const { step, inputs } of approvalsIn(runbook.steps, {})) {
      const approval = approvalOf(inputs);
      if (isOpen(inputs) || typeof approval !== 'string') continue;
      report(pathOf(step), `the step ${step.name} fails at once: ${approval}`, {
        help: 'name 1 to 10 approvers, and no more MinRequiredApprovals than that',
      });
    }
  }
}

/** Approvers that only a run knows. */
function isOpen({ Approvers, EnhancedApprovals, MinRequiredApprovals }: ValueMap): boolean {
  return JSON.stringify([Approvers, EnhancedApprovals, MinRequiredApprovals]).includes('{{');
}

function checkAnswers(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const runbooks = new Map(declaredRunbooks(subject).map((one) => [one.name, one]));
  for (const { source, document, started } of startsOf(scenario)) {
    const { runbook, parameters } = started;
    for (const { step, inputs } of approvalsIn(runbook?.steps ?? [], parameters)) {
      const approval = approvalOf(inputs);
      if (isOpen(inputs) || typeof approval === 'string' || isSignalled(scenario, source.id, inputs))
        continue;
      const models = approvalModels(scenario);
      const answering = approval.approvers.filter(
        ({ name }) => (models.get(principalNamed(name)) ?? models.get(name)) !== undefined,
      );
      const answers = answering.map(({ name }) => ({
        by: principalNamed(name),
        approves: true,
        isOfAnyone: false,
      }));
      if (isApproved(approval, answers)) continue;
      const named = approval.approvers.map(({ name }) => principalNamed(name)).join(', ');
      const said = answering.length === 0 ? 'none' : `${answering.length}`;
      report(
        runbooks.get(document)?.pathOf(step) ?? pathOfSource(subject, source.id),
        `the step ${step.name} of ${document} waits until its timeout: it needs ${approval.required} of ${named}, and ${said} of them answers`,
        {
          help: `write model.approvals.${principalNamed(approval.approvers[0]!.name)}: { after: 20m, answer: approve }, or send SendAutomationSignal under actions`,
        },
      );
    }
  }
}

/** Whether a principal who may decide sends a signal; how many do is not counted. */
function isSignalled({ actions }: Scenario, id: string, inputs: ValueMap): boolean {
  return actions.some(
    (action) =>
      madeBy(action, sendAutomationSignal)?.execution.split('/').includes(id) &&
      mayDecide(inputs, action.as ?? null),
  );
}

/** AWS names no default of MaxErrors for executions. */
function checkErrors(subject: Subject, report: Report): void {
  if (subject.scenario === null) return;
  for (const action of subject.scenario.actions) {
    const request = madeBy(action, startAutomationExecution);
    const written = subject.actions.find(({ id }) => id === action.id);
    if (request?.rateControl === undefined || written === undefined) continue;
    const { request: value, path } = written;
    if (value.kind !== 'map' || value.entries.has('MaxErrors') || value.entries.has('TargetLocations'))
      continue;
    report(
      path,
      `${action.id} has targets and no MaxErrors: AWS documents no default, and here the first failure stops the rest`,
      { help: 'write how many may fail, such as MaxErrors: "0" or 5%', at: 'key' },
    );
  }
}

const actionsPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html';
const approvePage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html';

export const stepRules: readonly Rule[] = [
  {
    id: 'runbook-reference',
    place: 856,
    severity: 'error',
    finds: 'a runbook that refers to a parameter, a step, an output or a variable that it does not have',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html',
    refusals: [
      {
        of: ssmDocument.type,
        keys: ['Content'],
        codes: ['unknown-reference', 'unknown-step', 'reference-circle'],
      },
    ],
  },
  {
    id: 'step-unreachable',
    place: 858,
    severity: 'warning',
    finds: 'a step of a runbook that no way leads to',
    source: actionsPage,
    check: checkReached,
  },
  {
    id: 'runbook-endless',
    place: 860,
    severity: 'error',
    finds: 'steps of a runbook that go round in a circle which nothing leaves',
    source: actionsPage,
    check: checkEnds,
  },
  {
    id: 'approvers-too-few',
    place: 862,
    severity: 'error',
    finds: 'an approval that wants more approvals than it has approvers',
    source: approvePage,
    check: checkApprovers,
  },
  {
    id: 'approval-unanswered',
    place: 864,
    severity: 'warning',
    finds: 'an approval that too few of its approvers answer: the execution waits until its timeout',
    source: approvePage,
    check: checkAnswers,
  },
  {
    id: 'automation-errors-unsaid',
    place: 866,
    severity: 'note',
    finds: 'a runbook with targets and without MaxErrors, for which AWS documents no default',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html',
    check: checkErrors,
  },
];
