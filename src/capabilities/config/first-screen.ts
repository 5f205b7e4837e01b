/** What rules of AWS Config found and what remediations did, on the first screen of a report. */
import { type Inline, say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';
import { resultCount } from './metrics.ts';
import type { RemediationState, RuleState } from './state.ts';

export const configScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 30,
    of({ config: { evaluations, remediations } }) {
      const rules = evaluations.rules.map(ruleLine);
      const tried = remediations.all.map(remediationLine);
      if (rules.length === 0 && tried.length === 0) return null;
      const all = together(evaluations.rules, remediations.all);
      const failing = remediations.all.filter(({ failedCount }) => failedCount > 0).map(remediationLine);
      return { versions: [[...rules, ...tried], [all, ...failing], [all]] };
    },
  },
];

function ruleLine(state: RuleState): Inline {
  const bad = resultCount(state, 'NON_COMPLIANT');
  const good = resultCount(state, 'COMPLIANT');
  const changes = state.changeCount === 0 ? 'no result changed' : counted(state.changeCount, 'change');
  const text = `Config rule ${state.rule.logicalId}: ${count(bad)} noncompliant, ${count(good)} compliant; ${changes}.`;
  return say(text, bad > 0 ? 'odd' : 'plain');
}

function remediationLine(state: RemediationState): Inline {
  const { remediation, attemptCount, failedCount, exceptionCount, stopCount } = state;
  const name = `Remediation ${remediation.logicalId}`;
  if (attemptCount === 0) return say(`${name}: nothing was started.`);
  const failed = failedCount === 0 ? '' : `, ${count(failedCount)} failed`;
  const exceptions = exceptionCount === 0 ? '' : `; ${counted(exceptionCount, 'exception')}`;
  const stopped = stopCount === 0 ? '' : `; stopped by ErrorPercentage`;
  const text = `${name}: ${counted(attemptCount, 'attempt')}${failed}${exceptions}${stopped}.`;
  return say(text, failedCount > 0 ? 'bad' : 'plain');
}

function together(rules: readonly RuleState[], remediations: readonly RemediationState[]): Inline {
  const bad = rules.reduce((sum, state) => sum + resultCount(state, 'NON_COMPLIANT'), 0);
  const attempts = remediations.reduce((sum, { attemptCount }) => sum + attemptCount, 0);
  const failed = remediations.reduce((sum, { failedCount }) => sum + failedCount, 0);
  const tried =
    remediations.length === 0
      ? ''
      : `, ${counted(attempts, 'attempt')} to remediate, ${count(failed)} failed`;
  return say(`AWS Config: ${count(bad)} noncompliant${tried}.`, bad > 0 || failed > 0 ? 'odd' : 'plain');
}
