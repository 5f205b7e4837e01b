/**
 * Documents that steps of runbooks run: those of a type that the action does not run, and runbooks that are nested in themselves.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { documentName, documentRefusal, type RunnableType } from '../../../cloudformation/document-spec.ts';
import { resolve } from '../content/references.ts';
import { allSteps, type Step } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { type DeclaredRunbook, declaredRunbooks } from './declared-runbooks.ts';
import { certainSteps } from './paths.ts';

const wantedBy: ReadonlyMap<string, RunnableType> = new Map([
  ['aws:runCommand', 'Command'],
  ['aws:executeAutomation', 'Automation'],
]);

/** As far as the text and the defaults of parameters say it. */
function documentOf({ inputs }: Step, { runbook }: DeclaredRunbook): string {
  const name = resolve(inputs['DocumentName'] ?? '', (each) => runbook.parameters[each]?.default);
  return documentName(textOf(name));
}

function checkDocuments(subject: Subject, report: Report): void {
  const { documents } = subject.stack;
  for (const declared of declaredRunbooks(subject)) {
    for (const step of allSteps(declared.runbook.steps)) {
      const wanted = wantedBy.get(step.action);
      const name = documentOf(step, declared);
      const refusal = wanted === undefined ? null : documentRefusal(name, documents.get(name), wanted);
      if (refusal === null) continue;
      const message = `the step ${step.name} fails with ${refusal.awsError}: ${refusal.message}`;
      report(declared.pathOf(step), message, { help: refusal.help });
    }
  }
}

interface Nesting {
  readonly outer: DeclaredRunbook;
  readonly step: Step;
  readonly inner: string;
}

function nestingsIn(outer: DeclaredRunbook): Nesting[] {
  return allSteps(outer.runbook.steps)
    .filter(({ action }) => action === 'aws:executeAutomation')
    .map((step) => ({ outer, step, inner: documentOf(step, outer) }));
}

function checkNesting(subject: Subject, report: Report): void {
  const byName = new Map(declaredRunbooks(subject).map((each) => [each.name, nestingsIn(each)]));
  const told = new Set<string>();
  for (const [name, first] of byName) {
    const way = told.has(name) ? null : wayBack(name, first, byName);
    if (way === null) continue;
    for (const { outer } of way) told.add(outer.name);
    const links = way.map(({ step, inner }) => `step ${step.name} runs ${inner}`).join(', whose ');
    const isSure = way.every(({ outer, step }) => certainSteps(outer.runbook.steps).includes(step));
    report(
      way[0]!.outer.pathOf(way[0]!.step),
      `${name} is nested in itself: its ${links}; the execution of the sixth level fails`,
      {
        help: 'end it with a branch, or repeat steps with aws:loop',
        severity: isSure ? 'error' : 'warning',
      },
    );
  }
}

/** The shortest way from a runbook to itself. */
function wayBack(
  name: string,
  first: readonly Nesting[],
  byName: ReadonlyMap<string, readonly Nesting[]>,
): readonly Nesting[] | null {
  const pending = first.map((nesting) => [nesting]);
  const seen = new Set<string>();
  for (const way of pending) {
    const { inner } = way.at(-1)!;
    if (inner === name) return way;
    if (seen.has(inner)) continue;
    seen.add(inner);
    pending.push(...(byName.get(inner) ?? []).map((next) => [...way, next]));
  }
  return null;
}

export const documentRules: readonly Rule[] = [
  {
    id: 'step-document-refused',
    place: 870,
    severity: 'error',
    finds:
      'a step that runs a document of a type which its action does not run, one that AWS does not have, or one with parameters that it does not take',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html',
    check: checkDocuments,
  },
  {
    id: 'runbook-in-itself',
    place: 871,
    severity: 'error',
    finds: 'a runbook that runs itself, or one that runs it',
    source: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
    check: checkNesting,
  },
];
