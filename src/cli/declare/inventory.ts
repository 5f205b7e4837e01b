/** `fleetsim inventory`: its options, and what it was asked as plain data. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import { instantOf } from '../../library/instants.ts';
import { allowRead, manners, scenarioFile, seed, settings } from './common.ts';
import { replicationNumber } from './many-runs.ts';
import { anyText } from './readers.ts';
import { reportOf, reportOptions } from './report.ts';
import { type Given, value } from './table.ts';

export const inventory = {
  name: 'inventory',
  summary: 'what Systems Manager shows of the fleet at a time, and which nodes have a software',
  description:
    'Shows the fleet as Systems Manager has it at a time: what was reported and when, and what is no longer true. With --where, the nodes whose report fits a condition.',
  arguments: { file: scenarioFile },
  options: {
    where: value(
      'condition',
      'nodes whose inventory fits, such as "AWS:Application.Name=httpd and Version<2.4.55"',
      anyText,
      {
        page: 'the nodes whose inventory fits a [condition](inventory.md#conditions), such as `"AWS:Application.Name=httpd and Version<2.4.55"`',
      },
    ),
    at: value('time', 'look at this time instead of the end', instantOf),
    replication: value('R', 'look at run R instead of run 0', replicationNumber),
    seed,
    set: settings('the scenario first'),
    allowRead,
    ...reportOptions('inventory', ['text', 'json', 'markdown']),
    ...manners,
  },
  after: `
Examples:
  fleetsim inventory scenarios/find-vulnerable-apache.yaml
  fleetsim inventory scenarios/find-vulnerable-apache.yaml --where "AWS:Application.Name=httpd and Version<2.4.55"`,
} as const;

export type InventoryJob = ReturnType<typeof inventoryJobOf>;

export function inventoryJobOf(given: Given<typeof inventory>) {
  if (given.where?.trim() === '') {
    throw new UsageError('--where: expected a condition, such as "AWS:Application.Name=httpd"');
  }
  return { ...given, replication: given.replication ?? 0, ...reportOf(inventory, given) };
}
