/**
 * Windows with nothing to do, or nobody to do it to.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows.html
 */
import { isMap } from '../../scenario/fields.ts';
import type { Report, Rule } from '../rule.ts';
import type { Resource, Subject } from '../subject.ts';
import { entry, itemsOf, textOf } from '../values.ts';

const targetType = 'AWS::SSM::MaintenanceWindowTarget';
const taskType = 'AWS::SSM::MaintenanceWindowTask';

interface WindowParts {
  readonly window: Resource;
  readonly targets: readonly Resource[];
  readonly tasks: readonly Resource[];
}

/** Windows of which all that belongs to them is in the file. */
function wholeWindows(subject: Subject): WindowParts[] {
  const parts = [...subject.ofType(targetType), ...subject.ofType(taskType)];
  // One that names no window of the file may belong to any.
  const isOpen = parts.some((part) => {
    const id = subject.property(part, 'WindowId');
    return id === undefined || id.kind === 'unknown';
  });
  if (isOpen) return [];
  const isOf = (window: Resource) => (part: Resource) =>
    subject.resource(subject.property(part, 'WindowId')) === window;
  return subject
    .ofType('AWS::SSM::MaintenanceWindow')
    .filter((window) => !isHandedOn(window, subject))
    .map((window) => ({
      window,
      targets: subject.ofType(targetType).filter(isOf(window)),
      tasks: subject.ofType(taskType).filter(isOf(window)),
    }));
}

/** Exported, or told to another stack, a function or a custom resource, which may register what they like. */
function isHandedOn({ logicalId }: Resource, { root, kind, resources }: Subject): boolean {
  if (kind === 'scenario') return false;
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
  return [...exported, ...others].some((part) => mentions(part, logicalId, 0));
}

const depthMax = 500;

function mentions(raw: unknown, logicalId: string, depth: number): boolean {
  if (depth > depthMax) return false;
  if (Array.isArray(raw)) return raw.some((item) => mentions(item, logicalId, depth + 1));
  if (!isMap(raw)) return false;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': template } = raw;
  if (ref === logicalId) return true;
  if ((Array.isArray(attribute) ? attribute[0] : attribute) === logicalId) return true;
  const text = Array.isArray(template) ? template[0] : template;
  if (typeof text === 'string' && text.includes(`\${${logicalId}`)) return true;
  return Object.values(raw).some((item) => mentions(item, logicalId, depth + 1));
}

function checkEmpty(subject: Subject, report: Report): void {
  for (const { window, targets, tasks } of wholeWindows(subject)) {
    const { logicalId, at } = window;
    if (targets.length > 0) continue;
    if (tasks.length === 0) {
      report(at, `${logicalId} has neither targets nor tasks: it opens and closes, and nothing happens`, {
        at: 'key',
        help: `add an ${targetType} and an ${taskType} with WindowId: !Ref ${logicalId}`,
      });
      continue;
    }
    const lost = tasks.filter((task) => needsTargetOf(task, subject));
    if (lost.length === 0) continue;
    const names = lost.map((task) => task.logicalId).join(', ');
    report(at, `${logicalId} has no targets of its own, and ${names} needs one: it will run nowhere`, {
      at: 'key',
      help: `add an ${targetType} with WindowId: !Ref ${logicalId}, and name it in the task's WindowTargetIds`,
    });
  }
}

/** A task that names nodes itself, or needs none, does without. */
function needsTargetOf(task: Resource, subject: Subject): boolean {
  const targets = subject.property(task, 'Targets');
  if (targets === undefined) return textOf(subject.property(task, 'TaskType')) === 'RUN_COMMAND';
  const items = itemsOf(targets);
  return (
    items.length > 0 &&
    items.every((item) => {
      const values = itemsOf(entry(item, 'Values'));
      const isByWindow = textOf(entry(item, 'Key')) === 'WindowTargetIds';
      return isByWindow && values.length > 0 && values.every(({ kind }) => kind !== 'unknown');
    })
  );
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

const source = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows.html';

export const windowRules: readonly Rule[] = [
  {
    id: 'window-empty',
    severity: 'warning',
    finds: 'a window without targets that its tasks need, or with neither targets nor tasks',
    source,
    check: checkEmpty,
  },
  {
    id: 'window-no-task',
    severity: 'warning',
    finds: 'a window with targets and no task',
    source,
    check: checkNoTask,
  },
];
