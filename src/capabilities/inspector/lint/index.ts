/**
 * Inventory that is too old for Inspector between two collections.
 *
 * AWS: https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html
 */
import { duration } from '../../../blocks/numbers.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec, Report } from '../../../capability/lint-rule.ts';
import { gatherInventory } from '../../inventory/facts.ts';
import { association } from '../../state-manager/facts.ts';
import { inspectorModelOf } from '../model.ts';

function checkIntervals(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || !inspectorModelOf(scenario).enabled) return;
  const { staleAfter } = inspectorModelOf(scenario);
  for (const [logicalId, { documentName, expression }] of subject.stack.nouns(association)) {
    const resource = subject.named(logicalId);
    if (documentName !== gatherInventory || resource === undefined || expression?.kind !== 'rate') continue;
    if (expression.periodMs <= staleAfter) continue;
    report(
      [...resource.path, 'ScheduleExpression'],
      `${logicalId} collects every ${duration(expression.periodMs)}, and Inspector stops scanning after ${duration(staleAfter)} without inventory: its nodes are STALE_INVENTORY in between`,
      { help: 'collect at least daily; AWS takes 30 minutes or more' },
    );
  }
}

export const inspectorLint: LintSpec = {
  rules: [
    {
      id: 'inventory-too-rare',
      place: 923,
      severity: 'warning',
      finds: 'an association that collects inventory less often than Inspector needs it',
      source: 'https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html',
      check: checkIntervals,
    },
  ],
};
