/**
 * MaxConcurrency and MaxErrors: there or not, and what they come to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

import {
  type Limit,
  maxConcurrencyPattern,
  maxErrorsPattern,
  parseLimit,
  type Rounding,
  resolveMaxConcurrency,
  resolveMaxErrors,
} from '../../../aws/rate-control.ts';
import { type DocumentRun, documentRuns } from '../../../capability/lint/document-runs.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { countOf, type Reached, reachedBy, reachedIn } from '../../../capability/lint/target-counts.ts';
import { counted, isInstall, type LintTask, lintTasks, mayReboot } from '../../../capability/lint/windows.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, textOf, type Value } from '../../../cloudformation/value.ts';
import { roundingIn } from '../../run-command/facts.ts';

/** Whatever has both limits: a task, a command of an operator, an association. */
interface Rated {
  /** As a reader would call it. */
  readonly name: string;
  readonly concurrency: Value | undefined;
  readonly errors: Value | undefined;
  readonly run: DocumentRun | null;
  /** Each a command of its own; empty: nothing is known. */
  readonly reached: readonly Reached[];
}

function rated(subject: Subject): Rated[] {
  return [...ratedTasks(subject), ...ratedCommands(subject), ...ratedAssociations(subject)];
}

function ratedTasks(subject: Subject): Rated[] {
  return lintTasks(subject)
    .filter(({ targets }) => targets !== 'none')
    .map(({ resource, run }) => ({
      name: resource.logicalId,
      concurrency: subject.property(resource, 'MaxConcurrency'),
      errors: subject.property(resource, 'MaxErrors'),
      run,
      reached: reachedBy(resource, subject),
    }));
}

function ratedCommands(subject: Subject): Rated[] {
  const { actions, scenario } = subject;
  const runs = documentRuns(subject).filter(({ kind }) => kind === 'command');
  const sent = (scenario?.actions ?? []).filter((action) => action.call === 'SendCommand');
  return actions
    .filter(({ call }) => call === 'SendCommand')
    .map(({ id, request }, index) => {
      const loaded = sent.find((action) => action.id === id);
      const targets = [
        ...(loaded?.targets ?? []),
        ...(loaded === undefined || loaded.instanceIds.length === 0
          ? []
          : [{ key: 'InstanceIds' as const, values: loaded.instanceIds }]),
      ];
      return {
        name: `the command ${id}`,
        concurrency: entry(request, 'MaxConcurrency'),
        errors: entry(request, 'MaxErrors'),
        run: runs[index] ?? null,
        reached: scenario === null || targets.length === 0 ? [] : [reachedIn(scenario.fleet, targets, false)],
      };
    });
}

function ratedAssociations(subject: Subject): Rated[] {
  return subject.ofType('AWS::SSM::Association').map((resource) => ({
    name: `the association ${resource.logicalId}`,
    concurrency: subject.property(resource, 'MaxConcurrency'),
    errors: subject.property(resource, 'MaxErrors'),
    run: null,
    reached: [],
  }));
}

function limitOf(value: Value | undefined, pattern: RegExp): Limit | null {
  const text = textOf(value)?.trim() ?? '';
  return pattern.test(text) ? parseLimit(text) : null;
}

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
  for (const { name, concurrency, errors } of rated(subject)) {
    reportMalformed(name, 'MaxConcurrency', concurrency, maxConcurrencyPattern, report);
    reportMalformed(name, 'MaxErrors', errors, maxErrorsPattern, report);
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

function checkRounding(subject: Subject, report: Report): void {
  const rounding = roundingIn(subject.scenario);
  for (const { name, concurrency, errors, reached } of rated(subject)) {
    const counts = reached.filter(({ isExact }) => isExact).map(countOf);
    const fewest = Math.min(...counts.filter((count) => count > 1));
    if (!Number.isFinite(fewest)) continue;
    reportNoErrors(name, errors, fewest, rounding, report);
    reportOneByOne(name, concurrency, fewest, report);
  }
}

/** A share of errors that comes to none. */
function reportNoErrors(
  name: string,
  value: Value | undefined,
  count: number,
  rounding: Rounding,
  report: Report,
): void {
  const limit = limitOf(value, maxErrorsPattern);
  if (value === undefined || limit === null || 'count' in limit || limit.percent === 0) return;
  if (resolveMaxErrors(limit, count, rounding) > 0) return;
  report(
    value.path,
    `${limit.percent}% of the ${count} nodes of ${name} is less than one error: the first that fails stops all the others`,
    { help: `write how many may fail, such as MaxErrors: "1", or 0 if that is meant` },
  );
}

/** A share of nodes that comes to less than one, and so to one. */
function reportOneByOne(name: string, value: Value | undefined, count: number, report: Report): void {
  const limit = limitOf(value, maxConcurrencyPattern);
  if (value === undefined || limit === null || 'count' in limit) return;
  if ((count * limit.percent) / 100 >= 1) return;
  report(
    value.path,
    `${limit.percent}% of the ${count} nodes of ${name} is less than one node: they are done one by one`,
    { help: 'write how many at once, such as MaxConcurrency: "2", or "1" if that is meant' },
  );
}

function checkUnlimited(subject: Subject, report: Report): void {
  for (const { name, errors, run, reached } of rated(subject)) {
    const limit = limitOf(errors, maxErrorsPattern);
    if (errors === undefined || limit === null || !isInstall(run)) continue;
    const count =
      reached.length > 0 && reached.every(({ isExact }) => isExact)
        ? Math.max(...reached.map(countOf))
        : null;
    const isAll =
      'percent' in limit ? limit.percent === 100 : count !== null && count > 1 && limit.count >= count;
    if (!isAll) continue;
    const what = 'percent' in limit ? '100%' : `${limit.count} of ${count} nodes`;
    report(
      errors.path,
      `MaxErrors of ${name} is ${what}: nothing stops the Install, a bad patch reaches every node`,
      { help: 'write a share that a good month stays below, such as MaxErrors: 5%' },
    );
  }
}

/** From here on nodes get lost faster than somebody notices. */
const manyAtOnce = 10;

/**
 * Only where so many nodes are down at once that a limit meant to be tight is none.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
function checkBlind(subject: Subject, report: Report): void {
  const rounding = roundingIn(subject.scenario);
  for (const { name, concurrency, errors, run, reached } of rated(subject)) {
    if (run === null || !isInstall(run) || !mayReboot(run) || errors === undefined) continue;
    const atOnce = limitOf(concurrency, maxConcurrencyPattern);
    const allowed = limitOf(errors, maxErrorsPattern);
    if (atOnce === null || allowed === null) continue;
    const count = reached.length === 0 ? null : Math.max(...reached.map(countOf));
    const down = numberAtOnce(atOnce, count, rounding);
    const errorCount =
      'count' in allowed ? allowed.count : count === null ? null : resolveMaxErrors(allowed, count, rounding);
    if (down === null || errorCount === null || down < manyAtOnce || errorCount >= down) continue;
    report(
      errors.path,
      `MaxErrors of ${name} counts failures, not nodes that are lost: of ${down} that reboot at once those that do not come back ` +
        `end as Delivery Timed Out or Undeliverable, and ${counted(errorCount, 'error')} will not be reached`,
      { help: 'begin with a few nodes in a window of their own, and look at their status before the others' },
    );
  }
}

function numberAtOnce(limit: Limit, count: number | null, rounding: Rounding): number | null {
  if (count === null || count === 0) return 'count' in limit ? limit.count : null;
  return Math.min(count, resolveMaxConcurrency(limit, count, rounding));
}

const multiple = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
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
  {
    id: 'rate-rounds-to-nothing',
    place: 200,
    severity: 'warning',
    finds: 'a percentage of so few targets that it comes to no error, or to one node at a time',
    source: multiple,
    check: checkRounding,
  },
  {
    id: 'errors-unlimited',
    place: 210,
    severity: 'note',
    finds: 'an Install that no number of errors stops',
    source: multiple,
    check: checkUnlimited,
  },
  {
    id: 'errors-blind',
    place: 220,
    severity: 'note',
    finds: 'a tight MaxErrors on ten or more nodes that reboot at once: lost nodes do not count',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html',
    check: checkBlind,
  },
];
