/**
 * MaxConcurrency and MaxErrors: there or not, and what they come to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

import { maxConcurrencyPattern, maxErrorsPattern } from '../../../aws/rate-control.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import { limitKeys } from '../resources/task-refusals.ts';
import { taskType } from './windows.ts';

/** Whatever sends it, also what no spec reads yet. */
function checkForm(subject: Subject, report: Report): void {
  for (const { label, concurrency, errors } of subject.runs) {
    reportMalformed(label, 'MaxConcurrency', concurrency, maxConcurrencyPattern, report);
    reportMalformed(label, 'MaxErrors', errors, maxErrorsPattern, report);
  }
}

function reportMalformed(
  name: string,
  key: 'MaxConcurrency' | 'MaxErrors',
  value: Value | undefined,
  pattern: RegExp,
  report: Report,
): void {
  const text = textOf(value);
  if (value === undefined || text === null || pattern.test(text)) return;
  const from = key === 'MaxConcurrency' ? 1 : 0;
  const form = `a whole number from ${from} to 9,999,999, or ${from}% to 100%`;
  report(
    value.path,
    `${key} of ${name} is ${text === '' ? 'empty' : text}: AWS takes ${form} and refuses this`,
    {
      help: `write ${form}, such as ${from + 1} or 10%`,
    },
  );
}

const targetless =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-targetless-tasks.html';

export const rateRules: readonly Rule[] = [
  {
    id: 'rate-missing',
    place: 180,
    severity: 'error',
    finds: 'a task with targets and without MaxConcurrency or MaxErrors',
    source: targetless,
    refusals: [{ of: taskType, keys: limitKeys, codes: ['missing-key'] }],
  },
  {
    id: 'rate-forbidden',
    place: 190,
    severity: 'error',
    finds: 'MaxConcurrency or MaxErrors of a task without targets, or in a form that AWS does not take',
    source: targetless,
    refusals: [{ of: taskType, keys: limitKeys, codes: ['targetless-task'] }],
    check: checkForm,
  },
];
