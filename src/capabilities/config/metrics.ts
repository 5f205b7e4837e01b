/** The metrics of rules of AWS Config and of remediations. */
import { count, family, headline, type MetricFamily } from '../../capability/metrics.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { Machine } from './machine.ts';
import { remediationConfiguration } from './resources/remediations.ts';
import { configRule } from './resources/rules.ts';
import type { EvaluationResult } from './rules.ts';
import type { RemediationState, RuleState } from './state.ts';

export function resultCount({ resources }: RuleState, wanted: EvaluationResult): number {
  let found = 0;
  for (const { result } of resources.values()) if (result === wanted) found += 1;
  return found;
}

export const configMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 160,
    subjects: [
      {
        pattern: 'configRule.<rule>.',
        namesIn: (scenario) => [...nounsOf(scenario, configRule).keys()],
      },
    ],
    metrics: [
      count<RuleState>(
        'compliant',
        'resources',
        'higher',
        'Resources whose last result is COMPLIANT.',
        (state) => resultCount(state, 'COMPLIANT'),
      ),
      headline(
        count<RuleState>(
          'nonCompliant',
          'resources',
          'lower',
          'Resources whose last result is NON_COMPLIANT.',
          (state) => resultCount(state, 'NON_COMPLIANT'),
        ),
      ),
      count<RuleState>(
        'changes',
        'results',
        'neither',
        'Results that differ from the one before.',
        ({ changeCount }) => changeCount,
      ),
    ],
    count: ({ config }: Machine) => config.evaluations.rules,
  }),
  family({
    place: 165,
    subjects: [
      {
        pattern: 'remediation.<remediation>.',
        namesIn: (scenario) => [...nounsOf(scenario, remediationConfiguration).keys()],
      },
    ],
    metrics: [
      count<RemediationState>(
        'attempts',
        'attempts',
        'neither',
        'Runbooks that it started, automatically or by call.',
        ({ attemptCount }) => attemptCount,
      ),
      headline(
        count<RemediationState>(
          'failed',
          'attempts',
          'lower',
          'Those that failed.',
          ({ failedCount }) => failedCount,
        ),
      ),
      count<RemediationState>(
        'exceptions',
        'resources',
        'lower',
        'Resources that are left alone since too many attempts failed within RetryAttemptSeconds.',
        ({ exceptionCount }) => exceptionCount,
      ),
    ],
    count: ({ config }: Machine) => config.remediations.all,
  }),
];
