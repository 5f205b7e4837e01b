/** Rules of AWS Config and remediations as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
  count,
  flag,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTimeOrNull } from '../../world/time.ts';
import type { Machine } from './machine.ts';
import { resultCount } from './metrics.ts';
import { type RemediationStatus, remediationStates } from './state.ts';

export interface ConfigRuleResult {
  readonly rule: string;
  readonly name: string;
  readonly identifier: string;
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly notApplicable: number;
  readonly insufficientData: number;
  readonly changes: number;
}

export interface RemediationResult {
  readonly remediation: string;
  readonly rule: string;
  readonly document: string;
  readonly automatic: boolean;
  readonly attempts: number;
  readonly failed: number;
  readonly exceptions: number;
  readonly stopped: number;
  readonly peakConcurrency: number;
  readonly resources: readonly {
    readonly resource: string;
    readonly type: string;
    readonly attempts: number;
    readonly failed: number;
    readonly status: RemediationStatus;
    readonly failure: string | null;
    readonly exception: string | null;
  }[];
}

const ruleSchema = exactly({
  rule: said('Its logical id.', text),
  name: text,
  identifier: said('The managed rule, or the owner of one that is not AWS’s.', text),
  compliant: count,
  nonCompliant: count,
  notApplicable: said('Resources that are gone.', count),
  insufficientData: said('Resources that have reported nothing.', count),
  changes: said('Results that were another than the one before.', count),
});

const remediationSchema = exactly({
  remediation: said('Its logical id.', text),
  rule: text,
  document: said('The runbook.', text),
  automatic: flag,
  attempts: count,
  failed: count,
  exceptions: count,
  stopped: said('How often errors passed ErrorPercentage before every resource had been started.', count),
  peakConcurrency: count,
  resources: said(
    'Resources for which the runbook was started.',
    listOf(
      exactly({
        resource: said('The name of a node, else the id.', text),
        type: text,
        attempts: count,
        failed: count,
        status: oneOf(...remediationStates),
        failure: said(
          'Where and why the last attempt failed. Null: it did not, or nothing is known of the steps.',
          textOrNothing,
        ),
        exception: said('When an exception was written. Null: there is none.', instantOrNothing),
      }),
    ),
  ),
});

export const configResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 70,
      key: 'configRules',
      schema: said('Rules of AWS Config. Those of replication 0.', listOf(ruleSchema)),
      listOf: ({ config }): ConfigRuleResult[] =>
        config.evaluations.rules.map((state) => ({
          rule: state.rule.logicalId,
          name: state.rule.name,
          identifier: state.rule.identifier,
          compliant: resultCount(state, 'COMPLIANT'),
          nonCompliant: resultCount(state, 'NON_COMPLIANT'),
          notApplicable: resultCount(state, 'NOT_APPLICABLE'),
          insufficientData: resultCount(state, 'INSUFFICIENT_DATA'),
          changes: state.changeCount,
        })),
    },
    {
      place: 75,
      key: 'remediations',
      schema: said('Remediations of AWS Config. Those of replication 0.', listOf(remediationSchema)),
      listOf: ({ config }): RemediationResult[] =>
        config.remediations.all.map((state) => ({
          remediation: state.remediation.logicalId,
          rule: state.remediation.rule,
          document: state.remediation.document,
          automatic: state.remediation.isAutomatic,
          attempts: state.attemptCount,
          failed: state.failedCount,
          exceptions: state.exceptionCount,
          stopped: state.stopCount,
          peakConcurrency: state.peakConcurrencyCount,
          resources: [...state.remediated.values()].flatMap(({ resource, status, ...one }) =>
            one.attemptCount === 0 || status === null
              ? []
              : [
                  {
                    resource: resource.name,
                    type: resource.type,
                    attempts: one.attemptCount,
                    failed: one.failedCount,
                    status,
                    failure: one.failure,
                    exception: isoTimeOrNull(one.exceptionMs),
                  },
                ],
          ),
        })),
    },
  ],
};
