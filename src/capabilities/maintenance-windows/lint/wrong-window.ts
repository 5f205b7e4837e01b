/**
 * What tasks say they do and what they do: Scan and Install on each other's windows, targets of another window.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import { type DeclaredRun, parameterOf, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { rawAt } from '../../../capability/lint/written.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, textOf } from '../../../cloudformation/value.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { isPatchRun, operationIn } from '../../patch-manager/lint/facts.ts';
import { type LintTask, lintTasks } from './tasks.ts';
import { targetType, windowType } from './windows.ts';

type Operation = 'Scan' | 'Install';

interface PatchTask {
  readonly run: DeclaredRun;
  readonly task: Resource;
  readonly window: Resource;
  /** As its parameters say; if they cannot be seen, as it is called. Null: neither says. */
  readonly operation: Operation | null;
}

function checkWrongWindow(subject: Subject, report: Report): void {
  const tasks = patchTasks(subject);
  for (const task of tasks) {
    reportOwnName(task, subject, report);
    reportWindow(task, tasks, subject, report);
  }
  for (const task of lintTasks(subject)) if (task.runsCommand) reportForeignTargets(task, subject, report);
}

function patchTasks(subject: Subject): PatchTask[] {
  return lintTasks(subject).flatMap(({ resource: task, window, run }) => {
    if (window === null || !isPatchRun(run)) return [];
    return [{ run, task, window: window.resource, operation: operationOf(run) ?? purposeOf(task, subject) }];
  });
}

function operationOf(run: DeclaredRun): Operation | null {
  const text = parameterText(run, 'Operation') ?? operationIn(run.ignored);
  return text === 'Scan' || text === 'Install' ? text : null;
}

/** What a resource is called, literal parts of composed names included. Null: it says neither, or both. */
function purposeOf(resource: Resource, { root }: Subject): Operation | null {
  const properties = rawAt(root, resource.path);
  const described = ['Name', 'Description'].flatMap((key) =>
    textsWithin(isMap(properties) ? properties[key] : ''),
  );
  const words = [resource.logicalId, ...described].flatMap(wordsOf);
  const scans = words.some((word) => /^scan(s|ned|ning|ner)?$/.test(word));
  // To apply a baseline may mean to scan by it.
  const installs = /\b(install(s|ed|ing|ations?)?|appl(y|ies|ying)( [a-z]+){0,3} (patches|updates))\b/.test(
    words.join(' '),
  );
  if (scans === installs) return null;
  return scans ? 'Scan' : 'Install';
}

function textsWithin(raw: unknown): string[] {
  if (typeof raw === 'string') return [raw];
  if (Array.isArray(raw)) return raw.flatMap(textsWithin);
  // What a reference is called says as little as what it stands for.
  return isMap(raw)
    ? Object.entries(raw).flatMap(([key, item]) =>
        key.startsWith('Fn::') && key !== 'Fn::GetAtt' ? textsWithin(item) : [],
      )
    : [];
}

/** `SSMPatchScanWindow` and `patch-scan` have the word scan; `scandinavia` has not. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/\$\{[^}]*\}/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** A copy whose parameter was forgotten, or whose name was. */
function reportOwnName({ run, task }: PatchTask, subject: Subject, report: Report): void {
  const operation = operationOf(run);
  const called = purposeOf(task, subject);
  if (operation === null || called === null || operation === called) return;
  const effect = operation === 'Scan' ? 'nothing is ever installed' : 'it installs, and may reboot';
  report(
    parameterOf(run, 'Operation')?.path ?? run.path,
    `${run.name} is called ${called === 'Scan' ? 'a scan' : 'an installation'}, and its Operation is ${operation}: ${effect}`,
    { help: `write Operation: [${called}], or call it what it is` },
  );
}

function reportWindow(
  { run, task, window, operation }: PatchTask,
  all: readonly PatchTask[],
  subject: Subject,
  report: Report,
): void {
  const purpose = purposeOf(window, subject);
  if (operation === null || operation === purpose) return;
  const at = [...task.path, 'WindowId'];
  const here = all.filter((other) => other.window.logicalId === window.logicalId);
  if (operation === 'Install') {
    // A window for both is seldom called a scan's.
    if (purpose !== 'Scan') return;
    const other = otherWindow('Install', window, subject);
    report(
      at,
      `${run.name} installs in ${window.logicalId}, the window for scans: nodes are patched when they are to be looked at`,
      { help: other === null ? 'give it a window of its own' : `write WindowId: !Ref ${other}` },
    );
    return;
  }
  // A scan before or after an installation belongs to it.
  if (here.some((other) => other.operation === 'Install')) return;
  const other = otherWindow('Scan', window, subject);
  const isCrossed =
    other !== null && !all.some((one) => one.window.logicalId === other && one.operation === 'Scan');
  if (purpose === 'Install' || isCrossed) {
    report(
      at,
      `${run.name} only scans in ${window.logicalId}, where no other task installs: nothing is patched then`,
      {
        help:
          other === null
            ? 'write Operation: [Install]'
            : `write WindowId: !Ref ${other}, or Operation: [Install]`,
      },
    );
  }
}

/** One that says it is for that; else the only other that is not for the reverse. */
function otherWindow(purpose: Operation, than: Resource, subject: Subject): string | null {
  const others = subject.ofType(windowType).filter((window) => window.logicalId !== than.logicalId);
  const fitting = others.find((window) => purposeOf(window, subject) === purpose);
  const [only, ...more] = others.filter((window) => purposeOf(window, subject) === null);
  if (fitting !== undefined) return fitting.logicalId;
  return purpose === 'Install' && more.length === 0 ? (only?.logicalId ?? null) : null;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html */
function reportForeignTargets({ resource: task, run }: LintTask, subject: Subject, report: Report): void {
  const { name } = run;
  const window = subject.resource(subject.property(task, 'WindowId'));
  if (window === undefined) return;
  for (const target of itemsOf(subject.property(task, 'Targets'))) {
    if (textOf(entry(target, 'Key')) !== 'WindowTargetIds') continue;
    for (const value of itemsOf(entry(target, 'Values'))) {
      const meant = subject.resource(value);
      const owner = meant === undefined ? undefined : subject.resource(subject.property(meant, 'WindowId'));
      if (meant?.type === windowType) {
        report(
          value.path,
          `WindowTargetIds of ${name} names ${meant.logicalId}, which is a window and no target`,
          {
            help: 'write !Ref and the logical id of an AWS::SSM::MaintenanceWindowTarget',
            severity: 'error',
          },
        );
      }
      if (meant?.type !== targetType || owner === undefined) continue;
      if (owner.logicalId === window.logicalId) continue;
      report(
        value.path,
        `${name} is on ${window.logicalId}, and its target ${meant.logicalId} belongs to ${owner.logicalId}: a task sees ` +
          'targets of its own window only',
        { help: `register a target with ${window.logicalId}, or move the task`, severity: 'error' },
      );
    }
  }
}

export const wrongWindowRules: readonly Rule[] = [
  {
    id: 'task-on-wrong-window',
    place: 140,
    severity: 'warning',
    finds:
      'an Install task on the scan window, a Scan task on the install window, a target of another window',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html',
    check: checkWrongWindow,
  },
];
