/**
 * OpsItems that flood, that no operator takes, or whose words and runbooks AWS does not know.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html
 */
import { documentSpec } from '../../../capability/documents.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import type { OpsItemSource } from '../../../capability/ops-item-source.ts';
import { opsItemSourcesOf } from '../../../capability/sources.ts';
import { documentName } from '../../../cloudformation/document-spec.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { meanOf } from '../../../kernel/distributions.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { operatorModels } from '../model.ts';
import { operatorDenial } from '../operators/operators.ts';
import { takes } from '../operators/queue.ts';
import { lengthOf, merged, shiftsWithin } from '../operators/shifts.ts';
import { categories, severities } from '../rules.ts';

/** For each place of the file that makes OpsItems. */
function eachSource(
  check: (source: OpsItemSource, report: Report, scenario: Scenario) => void,
): NonNullable<Rule['check']> {
  return ({ scenario }, report) => {
    if (scenario === null) return;
    for (const source of opsItemSourcesOf(scenario)) check(source, report, scenario);
  };
}

function checkWords({ id, path, severity, category }: OpsItemSource, report: Report): void {
  const unknown = (what: string, value: string | null | undefined, known: readonly string[]) => {
    if (value == null || known.includes(value)) return;
    const message = `${id} makes OpsItems of the ${what} ${value}, which OpsCenter does not list: ${known.join(', ')}`;
    const help = suggestion(value, known) ?? `write one of ${known.join(', ')}`;
    report(path, message, { help });
  };
  unknown('severity', severity, severities);
  unknown('category', category, categories);
}

function checkFlood({ id, path, isDeduplicated, repeats }: OpsItemSource, report: Report): void {
  if (!repeats || isDeduplicated !== false) return;
  report(path, `${id} makes an OpsItem each time: without a deduplication string none is a duplicate`, {
    help: 'add "/aws/dedup" with a dedupString to operationalData',
  });
}

function checkRunbooks({ id, path, runbooks }: OpsItemSource, report: Report, scenario: Scenario): void {
  for (const runbook of runbooks) {
    const spec = documentSpec(scenario, documentName(runbook));
    // One of AWS's own that is not simulated exists all the same.
    if (spec?.type === 'Automation' || (spec === undefined && runbook.startsWith('AWS'))) continue;
    const what = spec === undefined ? 'the file has no such document' : `it is of the type ${spec.type}`;
    report(path, `the associated runbook ${runbook} of ${id} cannot be started: ${what}`, {
      help: 'name a document of type Automation',
    });
  }
}

/** Operators who may change OpsItems. */
function workersIn(scenario: Scenario) {
  return [...operatorModels(scenario)].filter(([name]) => operatorDenial(scenario, name) === null);
}

function checkSkills(source: OpsItemSource, report: Report, scenario: Scenario): void {
  if (operatorModels(scenario).size === 0) return;
  const { id, path, severity, category, source: from } = source;
  if (severity === undefined || category === undefined || from === undefined) return;
  const item = { severity, category, source: from };
  if (workersIn(scenario).some(([, { skills }]) => takes(skills, item))) return;
  const what = [
    severity === null ? 'without a severity' : `of severity ${severity}`,
    category ?? 'no category',
    from,
  ];
  report(path, `no operator takes the OpsItems of ${id} (${what.join(', ')}): they stay Open`, {
    help: 'widen the skills of an operator under model.operators, and allow it ssm:UpdateOpsItem',
  });
}

const weekMs = 7 * 86_400_000;

function checkNights({ scenario }: Subject, report: Report): void {
  if (scenario === null || operatorModels(scenario).size === 0) return;
  const item = { severity: severities[0], category: null, source: '' };
  const urgent = opsItemSourcesOf(scenario).filter(({ severity }) => severity === item.severity);
  const { startMs } = scenario;
  const shifts = workersIn(scenario)
    .filter(([, { skills }]) => takes({ severities: skills?.severities }, item))
    .map(([, model]) => shiftsWithin(model, startMs, startMs + weekMs));
  if (urgent.length === 0 || shifts.length === 0) return;
  const covered = lengthOf(merged(shifts.flat()));
  if (covered >= weekMs) return;
  const hours = Math.round((weekMs - covered) / 3_600_000);
  const ids = urgent.map(({ id }) => id).join(', ');
  report(
    ['model', 'operators'],
    `no operator is on shift for OpsItems of severity 1 (${ids}) in ${hours} of the 168 hours of a week`,
    { at: 'key', help: 'add a shift, or an operator without shifts' },
  );
}

/** As far as the file says how many there are: calls. */
function checkLoad({ scenario }: Subject, report: Report): void {
  if (scenario === null || operatorModels(scenario).size === 0) return;
  const { startMs, endMs } = scenario;
  const calls = opsItemSourcesOf(scenario).filter(({ repeats }) => !repeats).length;
  const capacity = workersIn(scenario).reduce((sum, [, model]) => {
    const meanMs = meanOf(model.time);
    return (
      sum + (meanMs === 0 ? Number.POSITIVE_INFINITY : lengthOf(shiftsWithin(model, startMs, endMs)) / meanMs)
    );
  }, 0);
  if (calls <= capacity) return;
  const message = `${calls} OpsItems are created by calls, and the operators can resolve about ${Math.floor(capacity)} in their shifts: those that wait become more and more`;
  report(['model', 'operators'], message, { at: 'key', help: 'add an operator or a shift' });
}

const deduplication =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html';
const details =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-with-OpsItems-editing-details.html';

export const opsItemRules: readonly Rule[] = [
  {
    id: 'ops-item-words',
    place: 940,
    severity: 'warning',
    finds: 'an OpsItem of a severity or category that OpsCenter does not list',
    source: details,
    check: eachSource(checkWords),
  },
  {
    id: 'ops-item-flood',
    place: 941,
    severity: 'warning',
    finds: 'a rule or step that makes an OpsItem each time, since it has no deduplication string',
    source: deduplication,
    check: eachSource(checkFlood),
  },
  {
    id: 'ops-item-runbook',
    place: 942,
    severity: 'error',
    finds: 'an associated runbook that does not exist, or is no runbook',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-remediating.html',
    check: eachSource(checkRunbooks),
  },
  {
    id: 'ops-item-not-taken',
    place: 943,
    severity: 'warning',
    finds: 'OpsItems that no operator takes',
    source: details,
    check: eachSource(checkSkills),
  },
  {
    id: 'ops-item-night',
    place: 944,
    severity: 'warning',
    finds: 'hours in which no operator is on shift for OpsItems of severity 1',
    source: details,
    check: checkNights,
  },
  {
    id: 'ops-item-overload',
    place: 945,
    severity: 'warning',
    finds: 'more OpsItems than the operators can resolve in their shifts',
    source: details,
    check: checkLoad,
  },
];
