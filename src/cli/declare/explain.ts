/** `fleetsim explain`: its options, and what it was asked as plain data. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { instantOf } from '../../library/instants.ts';
import { allowRead, manners, scenarioFile, seed, settings } from './common.ts';
import { replicationNumber } from './many-runs.ts';
import { anyText } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { flag, type Given, value } from './table.ts';

export const explain = {
  name: 'explain',
  summary: 'why a node is not patched or not managed, and what fixes it',
  description:
    'Says why a node is or is not patched or managed: the verdict, the links that block it, and a fix that a second run has proved.',
  arguments: {
    file: scenarioFile,
    node: { kind: 'optional', help: 'name or id of a node, such as web-0017; or --all, or --execution' },
  },
  options: {
    all: flag('every node that is not up to date or not managed, by cause, with what fixes most of them', {
      page: 'instead of one node, every node that is not up to date or not managed, by cause, with what fixes most of them',
    }),
    execution: value(
      'id',
      'walk through this execution of a runbook, this session, this call of Parameter Store, or any call that AWS refused, instead',
      anyText,
    ),
    full: flag('show all links, not only those that block'),
    window: value('window', 'look at this window only', anyText),
    patch: value('id', 'look at this patch only', anyText),
    at: value('time', 'look at this time instead of the end', instantOf),
    replication: value('R', 'look at run R instead of run 0', replicationNumber),
    seed,
    set: settings('the scenario first'),
    allowRead,
    ...reportOptions('explain', ['text', 'json', 'markdown']),
    ...manners,
  },
  after: `
Examples:
  fleetsim explain scenarios/zero-patched.yaml migrated-0001
  fleetsim explain scenarios/sunday-patch.yaml --all`,
} as const;

export type ExplainJob = ReturnType<typeof explainJobOf>;

export function explainJobOf(given: Given<typeof explain>) {
  const { all, node, window, patch, execution } = given;
  if (execution !== null) {
    if (all || node !== null) throw new UsageError('--execution goes without a node and without --all');
    for (const [option, value] of Object.entries({ '--window': window, '--patch': patch })) {
      if (value !== null) throw new UsageError(`${option} is for one node: leave out --execution`);
    }
  }
  if (all && node !== null) throw new UsageError(`${node} and --all: expected one of the two`);
  if (!all && execution === null && (node === null || node === '')) {
    throw new UsageError('expected the name or id of a node, such as web-0001, or --all');
  }
  if (all && given.full) throw new UsageError('--full is for one node: leave out --all');
  for (const [option, value] of Object.entries({ '--window': window, '--patch': patch })) {
    if (all && value !== null) throw new UsageError(`${option} is for one node: leave out --all`);
  }
  return { ...given, replication: given.replication ?? 0, ...reportOf(explain, given) };
}
