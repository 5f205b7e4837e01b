/** Runbooks that tasks start, beside the windows that they are started in. */

import { duration } from '../../../blocks/numbers.ts';
import { documentNameIn } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { longWaitsOf } from '../../automation/facts.ts';
import { lintTasks, taskTypeOf } from './tasks.ts';

/** Cutoff and end of a window stop no runbook: one that waits changes nodes after it. */
function checkWaits(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  for (const { resource, window } of lintTasks(subject)) {
    const name = documentNameIn(subject.property(resource, 'TaskArn'));
    const hours = window?.durationHours ?? null;
    if (taskTypeOf(resource, subject) !== 'AUTOMATION' || name === null || hours === null) continue;
    for (const { step, action, ms } of longWaitsOf(scenario, name)) {
      if (ms <= hours * 3_600_000) continue;
      report(
        resource.path,
        `the step ${step} (${action}) of ${name} waits up to ${duration(ms)}, and the window ${window!.resource.logicalId} of ${resource.logicalId} ` +
          `is open for ${hours} h: the steps after it may run when the window is long closed`,
        {
          help: `write timeoutSeconds in the step ${step}, at most ${hours * 3600}, or wait before the window opens`,
          at: 'key',
        },
      );
    }
  }
}

export const runbookRules: readonly Rule[] = [
  {
    id: 'wait-outlasts-window',
    place: 868,
    severity: 'warning',
    finds: 'a runbook with a step that may wait longer than the window in which a task starts it',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html',
    check: checkWaits,
  },
];
