/**
 * What tasks say they do and what they do: Scan and Install on each other's windows, Operation left out.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */

import {
  type DocumentRun,
  documentRuns,
  isPatchRun,
  parameterOf,
  parameterText,
} from '../../../capability/lint/document-runs.ts';
import type { Resource, Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import {
  entry,
  isPartlyUnknown,
  itemsOf,
  textOf,
  textsOf,
  type Value,
} from '../../../cloudformation/value.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';

type Operation = 'Scan' | 'Install';

interface PatchTask {
  readonly run: DocumentRun;
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
  for (const run of documentRuns(subject))
    if (run.kind === 'window') reportForeignTargets(run, subject, report);
}

function patchTasks(subject: Subject): PatchTask[] {
  return documentRuns(subject).flatMap((run) => {
    const { resource: task } = run;
    if (run.kind !== 'window' || task === null || !isPatchRun(run)) return [];
    const window = subject.resource(subject.property(task, 'WindowId'));
    if (window?.type !== 'AWS::SSM::MaintenanceWindow') return [];
    return [{ run, task, window, operation: operationOf(run) ?? purposeOf(task, subject) }];
  });
}

function operationOf(run: DocumentRun): Operation | null {
  const text = parameterText(run, 'Operation') ?? operationIn(run.ignored);
  return text === 'Scan' || text === 'Install' ? text : null;
}

/** What was meant counts here, also where it has no effect. */
function operationIn(parameters: Value | undefined): string | null {
  const given = entry(parameters, 'Operation');
  const [first] = textsOf(entry(given, 'Values') ?? given);
  return first ?? null;
}

/** What a resource is called, literal parts of composed names included. Null: it says neither, or both. */
function purposeOf(resource: Resource, { root }: Subject): Operation | null {
  const properties = valueAt(root, resource.path);
  const described = ['Name', 'Description'].flatMap((key) =>
    textsWithin(isMap(properties) ? properties[key] : ''),
  );
  const words = [resource.logicalId, ...described].flatMap(wordsOf);
  const scans = words.some((word) => /^scan(s|ned|ning|ner)?$/.test(word));
  // Whoever applies a baseline may well scan by it.
  const installs = /\b(install(s|ed|ing|ations?)?|appl(y|ies|ying)( [a-z]+){0,3} (patches|updates))\b/.test(
    words.join(' '),
  );
  if (scans === installs) return null;
  return scans ? 'Scan' : 'Install';
}

function valueAt(root: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((found, key) => {
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined;
  }, root);
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
  const others = subject
    .ofType('AWS::SSM::MaintenanceWindow')
    .filter((window) => window.logicalId !== than.logicalId);
  const fitting = others.find((window) => purposeOf(window, subject) === purpose);
  const [only, ...more] = others.filter((window) => purposeOf(window, subject) === null);
  if (fitting !== undefined) return fitting.logicalId;
  return purpose === 'Install' && more.length === 0 ? (only?.logicalId ?? null) : null;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html */
function reportForeignTargets({ resource: task, name }: DocumentRun, subject: Subject, report: Report): void {
  const window = task === null ? undefined : subject.resource(subject.property(task, 'WindowId'));
  if (task === null || window === undefined) return;
  for (const target of itemsOf(subject.property(task, 'Targets'))) {
    if (textOf(entry(target, 'Key')) !== 'WindowTargetIds') continue;
    for (const value of itemsOf(entry(target, 'Values'))) {
      const meant = subject.resource(value);
      const owner = meant === undefined ? undefined : subject.resource(subject.property(meant, 'WindowId'));
      if (meant?.type === 'AWS::SSM::MaintenanceWindow') {
        report(
          value.path,
          `WindowTargetIds of ${name} names ${meant.logicalId}, which is a window and no target`,
          {
            help: 'write !Ref and the logical id of an AWS::SSM::MaintenanceWindowTarget',
            severity: 'error',
          },
        );
      }
      if (meant?.type !== 'AWS::SSM::MaintenanceWindowTarget' || owner === undefined) continue;
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

/** Parameters that take one of a few words, to the letter. */
const allowedWords: readonly (readonly [string, readonly string[]])[] = [
  ['Operation', ['Scan', 'Install']],
  ['RebootOption', ['RebootIfNeeded', 'NoReboot']],
];

function checkMissing(subject: Subject, report: Report): void {
  for (const run of documentRuns(subject).filter(isPatchRun)) {
    reportMissing(run, report);
    for (const [name, allowed] of allowedWords) reportWord(run, name, allowed, report);
  }
}

function reportMissing(run: DocumentRun, report: Report): void {
  const { parameters, ignored, document, name, path } = run;
  if (parameters?.kind === 'unknown' || parameters?.kind === 'text') return;
  const given = parameterOf(run, 'Operation');
  if (given !== undefined && (itemsOf(given).length > 0 || isPartlyUnknown(given))) {
    reportContradiction(run, report);
    return;
  }
  if (operationIn(ignored) !== null) {
    report(
      ignored!.path,
      `${name} has its Operation here, where it does not count: TaskInvocationParameters are given too, and win, so ` +
        `${document} is left without one`,
      {
        help: 'move it to MaintenanceWindowRunCommandParameters, under Parameters, as Operation: [Install]',
        at: 'key',
      },
    );
    return;
  }
  const written = parameters?.kind === 'map' ? [...parameters.entries.keys()] : [];
  const slip = written.find((one) => nearest(one, ['Operation']) !== null && one !== 'Operation');
  report(
    path,
    `${name} gives ${document} no Operation, which has no default: the command is refused, and nothing runs`,
    {
      help:
        slip === undefined
          ? 'write Operation: [Scan], or [Install]'
          : `${slip} is not known: write Operation`,
      at: 'key',
    },
  );
}

/** What was changed in one of two places may have been meant for both. */
function reportContradiction(run: DocumentRun, report: Report): void {
  const meant = operationIn(run.ignored);
  const operation = parameterText(run, 'Operation');
  if (meant === null || operation === null || meant === operation) return;
  report(
    run.ignored!.path,
    `${run.name} says ${meant} here, where it does not count: TaskInvocationParameters win, and their Operation is ` +
      operation,
    { help: `remove it, or write Operation: [${meant}] there`, at: 'key', severity: 'warning' },
  );
}

function reportWord(run: DocumentRun, name: string, allowed: readonly string[], report: Report): void {
  const given = parameterOf(run, name);
  const text = parameterText(run, name);
  if (given === undefined || text === null || allowed.includes(text)) return;
  const likely = nearest(text, allowed);
  report(
    given.path,
    `${run.document} does not take ${text} for ${name}: the command is refused, and nothing runs`,
    {
      help:
        likely === null
          ? `write ${allowed.join(' or ')}, to the letter`
          : `did you mean ${likely}? Case counts`,
    },
  );
}

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html';

export const operationRules: readonly Rule[] = [
  {
    id: 'task-on-wrong-window',
    place: 140,
    severity: 'warning',
    finds:
      'an Install task on the scan window, a Scan task on the install window, a target of another window',
    source: page,
    check: checkWrongWindow,
  },
  {
    id: 'operation-missing',
    place: 150,
    severity: 'error',
    finds: 'AWS-RunPatchBaseline without Operation, or with a word that it does not take',
    source: page,
    check: checkMissing,
  },
];
