/** How many licenses are used, by what License Manager has attached. */
import { count, family, headline, type MetricFamily } from '../../capability/metrics.ts';
import type { LicenseUse, Machine } from './machine.ts';
import { licenseRulesOf } from './model.ts';

export const licenseMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 183,
    subjects: [
      {
        pattern: 'license.<license>.',
        namesIn: (scenario) => licenseRulesOf(scenario).map(([name]) => name),
      },
    ],
    metrics: [
      count<LicenseUse>(
        'used',
        'nodes',
        'neither',
        'Nodes that use a license by what License Manager has discovered.',
        ({ used }) => used.length,
      ),
      headline(
        count<LicenseUse>(
          'overBy',
          'licenses',
          'lower',
          'Licenses used beyond the `count` of the license.',
          ({ overBy }) => overBy,
        ),
      ),
      count<LicenseUse>(
        'notDetached',
        'nodes',
        'lower',
        'Nodes that use a license although their last inventory no longer has the product.',
        ({ notDetached }) => notDetached.length,
      ),
    ],
    count: ({ licenses }: Machine) => licenses.uses,
  }),
];
