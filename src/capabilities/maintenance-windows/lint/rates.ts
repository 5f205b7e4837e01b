/**
 * MaxConcurrency and MaxErrors: there or not, and what they come to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

import { maxConcurrencyPattern, maxErrorsPattern } from '../../../aws/rate-control.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import { type LintTask, lintTasks } from './tasks.ts';

const isAbsent = (value: Value | undefined): boolean => value === undefined || value.kind === 'absent';

function checkMissing(subject: Subject, report: Report): void {
  for (const { resource, targets } of lintTasks(subject)) {
    if (targets !== 'some') continue;
    const missing = ['MaxConcurrency', 'MaxErrors'].filter((key) =>
      isAbsent(subject.property(resource, key)),
    );
    if (missing.length === 0) continue;
    const help = `add ${missing.map((key) => (key === 'MaxErrors' ? 'MaxErrors: 5%' : `${key}: 10%`)).join(' and ')}, or what suits the fleet`;
    report(
      [...resource.path, missing[0]!],
      `${resource.logicalId} has targets but no ${missing.join(' and no ')}: AWS refuses it, only a task without targets does without`,
      { help },
    );
  }
}

function checkForbidden(subject: Subject, report: Report): void {
  for (const task of lintTasks(subject)) {
    const { resource, targets } = task;
    // RUN_COMMAND without targets is refused for that.
    if (targets !== 'none' || !isTargetless(task, subject)) continue;
    for (const key of ['MaxConcurrency', 'MaxErrors']) {
      if (isAbsent(subject.property(resource, key))) continue;
      report(
        [...resource.path, key],
        `${resource.logicalId} has no targets, so AWS refuses ${key}: the task runs once, and there is nothing to limit`,
        { at: 'key', help: `remove ${key}, or add Targets` },
      );
    }
  }
  for (const { label, concurrency, errors } of subject.runs) {
    reportMalformed(label, 'MaxConcurrency', concurrency, maxConcurrencyPattern, report);
    reportMalformed(label, 'MaxErrors', errors, maxErrorsPattern, report);
  }
}

function isTargetless({ resource }: LintTask, subject: Subject): boolean {
  const type = textOf(subject.property(resource, 'TaskType'));
  return type === 'AUTOMATION' || type === 'LAMBDA' || type === 'STEP_FUNCTIONS';
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
    check: checkMissing,
  },
  {
    id: 'rate-forbidden',
    place: 190,
    severity: 'error',
    finds: 'MaxConcurrency or MaxErrors of a task without targets, or in a form that AWS does not take',
    source: targetless,
    check: checkForbidden,
  },
];
