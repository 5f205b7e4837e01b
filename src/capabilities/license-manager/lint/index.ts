/**
 * A license whose product no inventory shows.
 *
 * AWS: https://docs.aws.amazon.com/license-manager/latest/userguide/automated-discovery.html
 */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec, Report } from '../../../capability/lint-rule.ts';
import { collectsAnything } from '../../inventory/lint/facts.ts';
import { licenseRulesOf } from '../model.ts';

function checkInventory(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || collectsAnything(subject)) return;
  for (const [name, { product }] of licenseRulesOf(scenario)) {
    report(
      ['model', 'licenseManager', 'rules', name],
      `${name} tracks ${product} by what Inventory has collected, and no association of the file collects: License Manager discovers nothing`,
      { help: 'add an AWS::SSM::Association with AWS-GatherSoftwareInventory', at: 'key' },
    );
  }
}

export const licenseLint: LintSpec = {
  checks: [{ rule: 'inventory-not-collected', check: checkInventory }],
};
