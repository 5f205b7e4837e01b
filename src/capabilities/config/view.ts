/** Rules of AWS Config and remediations in a report of a run. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import { resultCount } from './metrics.ts';
import type { Remediated, RemediationState, RuleState } from './state.ts';

const rowsMax = 20;

export const configView: readonly ReportPart<Machine>[] = [
  {
    place: 27,
    blocks({ config: { evaluations, remediations } }): Block[] {
      const { rules } = evaluations;
      return [
        ...(rules.length === 0
          ? []
          : [section(`Rules of AWS Config: ${count(rules.length)}`, [ruleTable(rules)])]),
        ...remediations.all.map(remediationSection),
      ];
    },
  },
];

function ruleTable(rules: readonly RuleState[]): Block {
  return {
    kind: 'table',
    head: ['rule', 'compliant', 'noncompliant', 'no data', 'gone', 'changes'],
    rows: rules.map((state) => [
      state.rule.logicalId,
      count(resultCount(state, 'COMPLIANT')),
      count(resultCount(state, 'NON_COMPLIANT')),
      count(resultCount(state, 'INSUFFICIENT_DATA')),
      count(resultCount(state, 'NOT_APPLICABLE')),
      count(state.changeCount),
    ]),
    numeric: [1, 2, 3, 4, 5],
  };
}

function remediationSection(state: RemediationState): Block {
  const { remediation, attemptCount, failedCount } = state;
  const tried = [...state.remediated.values()].filter((one) => one.attemptCount > 0);
  const started = remediation.isAutomatic ? 'automatic' : 'started by call';
  const title = `Remediation ${remediation.logicalId}: ${remediation.document}, ${started}`;
  if (tried.length === 0) return section(title, [paragraph('Nothing was started.')]);
  const hidden = tried.length - rowsMax;
  const sum = `${counted(attemptCount, 'attempt')}, ${count(failedCount)} failed; at most ${count(state.peakConcurrencyCount)} at a time.`;
  return section(title, [
    paragraph(sum),
    {
      kind: 'table',
      head: ['resource', 'attempts', 'failed', 'status', 'exception (UTC)'],
      rows: tried.slice(0, rowsMax).map(cells),
      numeric: [1, 2],
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
    ...failuresOf(tried),
  ]);
}

const reasonsMax = 3;

/** Why nothing was repaired: each reason once. */
function failuresOf(tried: readonly Remediated[]): Block[] {
  const counts = new Map<string, number>();
  for (const { failure } of tried) if (failure !== null) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, reasonsMax)
    .map(([failure, of]) => paragraph(`Of ${counted(of, 'resource')} the last attempt failed ${failure}.`));
}

function cells({ resource, attemptCount, failedCount, status, exceptionMs }: Remediated): string[] {
  const exception = exceptionMs === null ? '-' : dateAndTime(exceptionMs);
  return [resource.name, count(attemptCount), count(failedCount), status ?? '-', exception];
}
