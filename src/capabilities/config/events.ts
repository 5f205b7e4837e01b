/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { ComplianceChange, Remediated, RemediationState, Resource } from './state.ts';

const about = ({ node, rule, type, id }: Resource) => ({
  ...(node === null ? {} : { node }),
  configRule: rule.rule.logicalId,
  resourceType: type,
  resourceId: id,
});

const attempted = ({ of, resource, attemptCount }: Remediated) => ({
  ...about(resource),
  remediation: of.remediation.logicalId,
  attempt: attemptCount,
});

export const configFacts = factSet('config', {
  actionRefused: actionRefused('config'),
  complianceChanged: fact(
    'config/compliance-changed',
    'A rule of AWS Config has another result for a resource.',
    ({ resource, from, to }: ComplianceChange) => ({ ...about(resource), from, to }),
    {
      about: 'config',
      words: ({ configRule, from, to }) => `Config rule ${configRule}: ${to}, before ${from}`,
    },
  ),
  remediationStarted: fact(
    'config/remediation-started',
    'A remediation starts its runbook for a resource.',
    (one: Remediated) => attempted(one),
    {
      about: 'config',
      words: ({ remediation, attempt }) => `remediation ${remediation} starts, attempt ${attempt}`,
    },
  ),
  remediationEnded: fact(
    'config/remediation-ended',
    'The runbook of a remediation has ended for a resource.',
    (one: Remediated) => ({ ...attempted(one), status: one.status }),
    { about: 'config', words: ({ remediation, status }) => `remediation ${remediation} ends: ${status}` },
  ),
  exceptionWritten: fact(
    'config/exception-written',
    'MaximumAutomaticAttempts failed within RetryAttemptSeconds: a remediation exception keeps automatic attempts away.',
    (one: Remediated) => attempted(one),
    {
      about: 'config',
      words: ({ remediation }) => `remediation ${remediation}: exception, no further attempts`,
    },
  ),
  remediationStopped: fact(
    'config/remediation-stopped',
    'Its errors passed ErrorPercentage: this number of resources was not started.',
    ({ remediation }: RemediationState, errors: number, notStarted: number) => ({
      remediation: remediation.logicalId,
      errors,
      notStarted,
    }),
  ),
  resourceInProgress: fact(
    'config/resource-in-progress',
    'StartRemediationExecution left a resource out: it is being remediated already.',
    (one: Remediated) => attempted(one),
  ),
});
