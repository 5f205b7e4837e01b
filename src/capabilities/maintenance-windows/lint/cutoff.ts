/**
 * Duration and Cutoff of a window, and whether its work fits in.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html
 */

import { maxConcurrencyPattern, parseLimit, resolveMaxConcurrency } from '../../../aws/rate-control.ts';
import { countOf, type Reached } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, hourMs, inWords } from '../../../capability/lint/words.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf } from '../../../cloudformation/value.ts';
import { isInstall, mayReboot } from '../../patch-manager/lint/facts.ts';
import { roundingIn } from '../../run-command/facts.ts';
import { usualRunMs } from '../../run-command/lint/facts.ts';
import { type LintTask, lintTasks } from './tasks.ts';
import { type LintWindow, lintWindows, windowType } from './windows.ts';

function checkTooLate(subject: Subject, report: Report): void {
  const seen = new Set<LintWindow['resource']>();
  for (const task of lintTasks(subject)) {
    const { window, resource } = task;
    if (window === null || window.durationHours === null || window.cutoffHours === null) continue;
    const { durationHours, cutoffHours } = window;
    const nodeMs = longestNodeMs(task, subject);
    if (cutoffHours >= durationHours || nodeMs === null) continue;
    const at = [...window.resource.path, 'Cutoff'];
    const openMs = (durationHours - cutoffHours) * hourMs;
    if (nodeMs > openMs) {
      report(
        at,
        `from the start of ${window.resource.logicalId} to its cutoff it is ${inWords(openMs)}, and ${resource.logicalId} takes about ` +
          `${inWords(nodeMs)} on one node: the cutoff comes before any is done`,
        { help: 'a longer Duration, or a smaller Cutoff' },
      );
    } else if (isRebooting(task) && nodeMs > cutoffHours * hourMs && !seen.has(window.resource)) {
      seen.add(window.resource);
      const end =
        cutoffHours === 0 ? 'up to its end' : `up to ${counted(cutoffHours, 'hour')} before its end`;
      report(
        at,
        `${window.resource.logicalId} lets tasks start ${end}, and ${resource.logicalId} takes about ${inWords(nodeMs)} on one node: nodes ` +
          'that begin late are patched and rebooted after the window has closed',
        {
          severity: 'note',
          help: `keep the last ${counted(Math.ceil(nodeMs / hourMs), 'hour')} free: ${suggestedWindow(window, nodeMs)}`,
        },
      );
    }
  }
}

function isRebooting({ run }: LintTask): boolean {
  return isInstall(run) && mayReboot(run);
}

function suggestedWindow({ durationHours, cutoffHours }: LintWindow, nodeMs: number): string {
  const cutoff = Math.min(23, Math.ceil(nodeMs / hourMs));
  const duration = Math.min(24, durationHours! - cutoffHours! + cutoff);
  return `Duration: ${duration} and Cutoff: ${cutoff}`;
}

/** Of the nodes that it reaches, those that take longest; by rule of thumb where none is known. */
function longestNodeMs({ run }: LintTask, subject: Subject): number | null {
  const groups = run.reach().flatMap(({ nodes }) => nodes.map(({ group }) => group));
  const times = (groups.length === 0 && subject.kind === 'template' ? [null] : groups).map((group) =>
    usualRunMs(run, group, subject.scenario),
  );
  return times.length === 0 || times.some((time) => time === null)
    ? null
    : Math.max(...times.map((time) => time!));
}

function checkTooShort(subject: Subject, report: Report): void {
  const tasks = lintTasks(subject);
  for (const window of lintWindows(subject)) {
    const { durationHours } = window;
    if (durationHours === null) continue;
    const own = tasks.filter((task) => task.window?.resource === window.resource);
    const spans = own.map((task) => ({ task, ms: spanMs(task, subject) }));
    const longest = spans.reduce(
      (max, span) => (span.ms > max.ms ? span : max),
      spans[0] ?? { task: null, ms: 0 },
    );
    // Tasks of one priority run side by side, those of the next one after them.
    const priorities = [...new Set(own.map(({ priority }) => priority))];
    const totalMs = priorities.reduce(
      (sum, priority) =>
        sum + Math.max(...spans.filter(({ task }) => task.priority === priority).map(({ ms }) => ms)),
      0,
    );
    if (longest.task === null || totalMs <= durationHours * hourMs) continue;
    const nodes = longest.task.run.reach().reduce((sum, reached) => sum + countOf(reached), 0);
    const rate = textOf(subject.property(longest.task.resource, 'MaxConcurrency')) ?? '1';
    const others = priorities.length > 1 ? ' and the tasks beside it' : '';
    report(
      [...window.resource.path, 'Duration'],
      `${window.resource.logicalId} is open for ${counted(durationHours, 'hour')}, and ${longest.task.resource.logicalId} on ${counted(nodes, 'node')}, ${rate} ` +
        `at a time,${others === '' ? '' : `${others},`} takes about ${inWords(totalMs)}: what is left then ${afterEnd(longest.task, subject)}`,
      { help: 'a higher MaxConcurrency, a longer Duration, or the nodes in several windows' },
    );
  }
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html */
function afterEnd({ resource }: LintTask, subject: Subject): string {
  return textOf(subject.property(resource, 'CutoffBehavior')) === 'CANCEL_TASK'
    ? 'is cancelled at the cutoff'
    : 'runs on after the window has closed';
}

/** All nodes at that concurrency and their usual time; 0: not known. */
function spanMs({ resource, run }: LintTask, subject: Subject): number {
  const text = textOf(subject.property(resource, 'MaxConcurrency')) ?? '';
  if (!maxConcurrencyPattern.test(text)) return 0;
  const limit = parseLimit(text);
  const rounding = roundingIn(subject.scenario);
  return run.reach().reduce((sum, reached) => {
    const count = countOf(reached);
    // Of an unknown number a percentage says nothing.
    if (count === 0 || ('percent' in limit && !reached.isExact)) return sum;
    return (
      sum +
      workMs(reached, (group) => usualRunMs(run, group, subject.scenario)) /
        resolveMaxConcurrency(limit, count, rounding)
    );
  }, 0);
}

function workMs(
  { nodes }: Reached,
  timeOf: (group: Reached['nodes'][number]['group']) => number | null,
): number {
  return nodes.reduce((sum, { group, count }) => sum + count * (timeOf(group) ?? 0), 0);
}

const createWindow =
  'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html';

export const cutoffRules: readonly Rule[] = [
  {
    id: 'cutoff-hours',
    place: 230,
    severity: 'error',
    finds: 'a Cutoff that is not below Duration, or either of them in anything but whole hours',
    source: createWindow,
    refusals: [{ of: windowType, keys: ['Duration', 'Cutoff'], codes: ['bad-value'] }],
  },
  {
    id: 'cutoff-too-late',
    place: 240,
    severity: 'warning',
    finds: 'a cutoff before which no node is done, or after which one node takes longer than is left',
    source: createWindow,
    check: checkTooLate,
  },
  {
    id: 'window-too-short',
    place: 250,
    severity: 'warning',
    finds: 'more nodes than fit into a window at their concurrency and their usual time',
    source: 'https://docs.aws.amazon.com/managedservices/latest/accelerate-guide/acc-p-maint-window.html',
    check: checkTooShort,
  },
];
