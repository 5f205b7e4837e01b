/** `fleetsim.result/1`: what a run prints as JSON. */

import { causes } from '../../capabilities/index.ts';
import { executionStatuses } from '../../capabilities/maintenance-windows/state.ts';
import { commandStatuses } from '../../capabilities/run-command/statuses.ts';
import { complianceLevels } from '../../world/baselines.ts';
import { draft, exactly, type JsonSchema } from '../json-schema.ts';
import {
  anything,
  count,
  exceptFor,
  flag,
  gate,
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  orNothing,
  precision,
  said,
  source,
  summary,
  text,
  textOrNothing,
} from './parts.ts';

const limit = orNothing(
  exactly({ given: said('As written.', text), count: said('What it came to.', count) }),
);
const statuses: JsonSchema = { type: 'object', additionalProperties: count };

/** What commands and tasks have in common. */
const rollout = {
  targets: count,
  maxConcurrency: limit,
  maxErrors: limit,
  halted: said('Errors passed MaxErrors.', flag),
  haltedAt: instantOrNothing,
  statuses: said('How many targets ended in each status.', statuses),
};

const command = exactly({
  id: text,
  document: text,
  status: oneOf(...commandStatuses),
  error: said('The name of the error with which AWS refused the call.', textOrNothing),
  ...rollout,
  start: instant,
  end: instantOrNothing,
});

const task = exactly({
  task: text,
  status: oneOf(...executionStatuses),
  statusDetails: text,
  ...rollout,
  start: instantOrNothing,
  end: instantOrNothing,
  commands: said('One for each target group, where the task has several.', listOf(command)),
});

const execution = exactly({
  window: said('The logical id of the window.', text),
  id: text,
  start: said('When it was due.', instant),
  opened: instantOrNothing,
  cutoff: instant,
  end: instant,
  finished: instantOrNothing,
  status: oneOf(...executionStatuses),
  statusDetails: text,
  tasks: listOf(task),
});

const patchCounts = [
  ...['InstalledCount', 'InstalledOtherCount', 'MissingCount', 'FailedCount', 'InstalledPendingRebootCount'],
  ...['InstalledRejectedCount', 'reboots', 'NotApplicableCount', 'AvailableSecurityUpdateCount'],
  ...['CriticalNonCompliantCount', 'SecurityNonCompliantCount', 'OtherNonCompliantCount'],
];

const node = exactly({
  name: text,
  id: text,
  group: text,
  managed: said('Listed by DescribeInstanceInformation.', flag),
  pingStatus: oneOf('Online', 'ConnectionLost', null),
  cause: said('Why it is not patched: the first blocking link. Null: it is.', oneOf(...causes, null)),
  patchGroup: textOrNothing,
  baseline: text,
  compliance: said('As last reported.', oneOf('COMPLIANT', 'NON_COMPLIANT', 'UNSPECIFIED_DATA')),
  ...Object.fromEntries(patchCounts.map((name) => [name, count])),
  NonCompliantSeverity: said(
    'The highest level among the patches at fault.',
    oneOf(...complianceLevels, null),
  ),
});

const value: JsonSchema = { type: ['number', 'boolean', 'null'] };

/** Of one run. */
const expectation = exceptFor(['because'], {
  metric: text,
  expected: text,
  observed: value,
  outcome: oneOf('pass', 'fail'),
  because: text,
});

export function resultSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'A result of fleetsim',
    ...exceptFor(['replication', 'precision'], {
      schema: said('The format.', { const: 'fleetsim.result/1' }),
      ...source,
      overrides: said('What --set changed, by key.', anything),
      seed: text,
      start: instant,
      end: instant,
      replications: { type: 'integer', minimum: 1 },
      replication: said('Only where one other than the first was asked for.', count),
      metrics: said('By name: a value of one run, or a summary over replications.', {
        type: 'object',
        additionalProperties: { anyOf: [value, summary] },
      }),
      executions: said('Executions of windows, with their tasks. Those of replication 0.', listOf(execution)),
      commands: said('What operators sent. Those of replication 0.', listOf(command)),
      associations: { type: 'array', maxItems: 0 },
      nodes: said('Those of replication 0; see --nodes.', listOf(node)),
      expectations: listOf({ anyOf: [expectation, gate] }),
      precision: said('With --precision: whether it was reached.', precision),
    }),
  };
}
