/**
 * Windows without tasks, or without targets.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */

import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { referencesIn } from '../../../cloudformation/declared.ts';
import { entry, itemsOf, textOf } from '../../../cloudformation/value.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { targetType, taskType, windowType } from './windows.ts';

interface WindowParts {
  readonly window: Resource;
  readonly targets: readonly Resource[];
  readonly tasks: readonly Resource[];
}

/** Windows whose targets and tasks are all in the file. */
function wholeWindows(subject: Subject): WindowParts[] {
  const parts = [...subject.ofType(targetType), ...subject.ofType(taskType)];
  // One that names no window of the file may belong to any.
  const isOpen = parts.some((part) => {
    const id = subject.property(part, 'WindowId');
    return id === undefined || id.kind === 'unknown';
  });
  if (isOpen) return [];
  const byWindow = (type: string): ReadonlyMap<Resource | undefined, readonly Resource[]> =>
    groupedBy(subject.ofType(type), (part) => subject.resource(subject.property(part, 'WindowId')));
  const targets = byWindow(targetType);
  const tasks = byWindow(taskType);
  const handedOn = handedOnIds(subject);
  return subject
    .ofType(windowType)
    .filter(({ logicalId }) => !handedOn.has(logicalId))
    .map((window) => ({ window, targets: targets.get(window) ?? [], tasks: tasks.get(window) ?? [] }));
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** What is exported, or told to another stack, a function or a custom resource, which may register what they like. */
function handedOnIds({ root, kind, resources }: Subject): ReadonlySet<string> {
  if (kind === 'scenario') return new Set();
  const outputs = root['Outputs'];
  const exported = isMap(outputs)
    ? Object.values(outputs).filter((output) => isMap(output) && output['Export'] !== undefined)
    : [];
  const declared = isMap(root['Resources']) ? root['Resources'] : {};
  const others = resources
    .filter(({ type }) => type !== targetType && type !== taskType)
    .map((resource) => {
      const raw = declared[resource.logicalId];
      return isMap(raw) ? raw['Properties'] : null;
    });
  return referencesIn(exported, others);
}

function checkEmpty(subject: Subject, report: Report): void {
  for (const { window, targets, tasks } of wholeWindows(subject)) {
    if (targets.length > 0 || tasks.length > 0) continue;
    const { logicalId, at } = window;
    report(at, `${logicalId} has neither targets nor tasks: it opens and closes, and nothing happens`, {
      at: 'key',
      help: `add an ${targetType} and an ${taskType} with WindowId: !Ref ${logicalId}`,
    });
  }
}

/**
 * Without `AllowUnassociatedTargets` a task may name registered targets only.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html
 */
function checkUnregistered(subject: Subject, report: Report): void {
  // The loader knows of a scenario.
  if (subject.kind === 'scenario') return;
  for (const { window, targets, tasks } of wholeWindows(subject)) {
    const allows = textOf(subject.property(window, 'AllowUnassociatedTargets'))?.toLowerCase();
    if (targets.length > 0 || allows !== 'false') continue;
    for (const task of tasks) {
      const given = itemsOf(subject.property(task, 'Targets'));
      const byId = given.find((item) => textOf(entry(item, 'Key')) === 'InstanceIds');
      if (byId === undefined) continue;
      report(
        byId.path,
        `${task.logicalId} names nodes that are no targets of ${window.logicalId}, which has AllowUnassociatedTargets: false: the task is refused`,
        {
          severity: 'error',
          help: `register them in an ${targetType}, or write AllowUnassociatedTargets: true`,
        },
      );
    }
  }
}

function checkNoTask(subject: Subject, report: Report): void {
  for (const { window, targets, tasks } of wholeWindows(subject)) {
    if (tasks.length > 0 || targets.length === 0) continue;
    const { logicalId, at } = window;
    report(at, `${logicalId} has targets but no task: it opens and closes, and nothing is run on them`, {
      at: 'key',
      help: `add an ${taskType} with WindowId: !Ref ${logicalId}`,
    });
  }
}

const source =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html';

export const windowRules: readonly Rule[] = [
  {
    id: 'window-empty',
    place: 90,
    severity: 'warning',
    finds: 'a window with neither targets nor tasks, or without the targets that its tasks must have',
    source,
    check: (subject, report) => {
      checkEmpty(subject, report);
      checkUnregistered(subject, report);
    },
  },
  {
    id: 'window-no-task',
    place: 100,
    severity: 'warning',
    finds: 'a window with targets and no task',
    source,
    check: checkNoTask,
  },
];
