/** Tasks as rules look at them, and what they run. */
import {
  type DeclaredRun,
  documentNameIn,
  keepsOutput,
  unsaid,
} from '../../../capability/lint/declared-run.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { entry, isGiven, itemsOf, numberOf, textOf, type Value } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { oncePer } from '../../../fields/fields.ts';
import { reachedBy } from './reached.ts';
import { type LintWindow, lintWindows, taskType } from './windows.ts';

export interface LintTask {
  readonly resource: Resource;
  readonly window: LintWindow | null;
  /** False: a function, a state machine, a runbook. */
  readonly runsCommand: boolean;
  readonly run: DeclaredRun;
  readonly targets: 'none' | 'some' | 'unknown';
  readonly priority: number;
}

export const lintTasks = oncePer((subject: Subject): readonly LintTask[] =>
  subject.ofType(taskType).map((resource) => readTask(resource, subject)),
);

/** RUN_COMMAND unless it says otherwise; null: not known. */
export function taskTypeOf(task: Resource, subject: Subject): string | null {
  return textOf(subject.property(task, 'TaskType'));
}

function readTask(resource: Resource, subject: Subject): LintTask {
  const owner = subject.resource(subject.property(resource, 'WindowId'));
  const window = lintWindows(subject).find((each) => each.resource === owner) ?? null;
  const targets = targetsOf(subject.property(resource, 'Targets'));
  const type = taskTypeOf(resource, subject);
  const runsCommand = type === null || type === 'RUN_COMMAND';
  const run: DeclaredRun = {
    ...unsaid,
    name: `the task ${resource.logicalId}`,
    label: resource.logicalId,
    at: resource.at,
    document: null,
    path: resource.path,
    // Without targets there is nothing to limit, which has a rule of its own.
    concurrency: targets === 'none' ? undefined : subject.property(resource, 'MaxConcurrency'),
    errors: targets === 'none' ? undefined : subject.property(resource, 'MaxErrors'),
    window: window === null ? null : { name: window.resource.logicalId, durationHours: window.durationHours },
    reach: () => reachedBy(resource, subject),
    ...(runsCommand ? commandOf(resource, subject) : {}),
  };
  const priority = numberOf(subject.property(resource, 'Priority')) ?? 0;
  return { resource, window, runsCommand, run, targets, priority };
}

function targetsOf(targets: Value | undefined): LintTask['targets'] {
  if (!isGiven(targets)) return 'none';
  if (targets.kind === 'unknown') return 'unknown';
  const items = itemsOf(targets);
  if (items.length === 0) return 'none';
  return items.every(({ kind }) => kind === 'unknown') ? 'unknown' : 'some';
}

/** Other properties of a task that runs a command. */
function commandOf(
  task: Resource,
  subject: Subject,
): Pick<DeclaredRun, 'document' | 'parameters' | 'ignored' | 'path' | 'timeoutSeconds' | 'output' | 'hash'> {
  const given = subject.property(task, 'TaskInvocationParameters');
  const legacy = subject.property(task, 'TaskParameters');
  const current = entry(given, 'MaintenanceWindowRunCommandParameters');
  // TaskInvocationParameters, once given, are all that counts.
  const isLegacy = given === undefined && legacy !== undefined;
  const isOpen = given?.kind === 'unknown' || current?.kind === 'unknown';
  const logging = subject.property(task, 'LoggingInfo');
  return {
    document: documentNameIn(subject.property(task, 'TaskArn')),
    parameters: isLegacy ? legacy : given?.kind === 'unknown' ? given : entry(current, 'Parameters'),
    ignored: isLegacy ? undefined : legacy,
    path: isLegacy
      ? [...task.path, 'TaskParameters']
      : pathOfParameters(entry(current, 'Parameters') ?? current ?? given, task),
    hash: entry(current, 'DocumentHash'),
    timeoutSeconds: entry(current, 'TimeoutSeconds'),
    output: {
      isKept: isOpen ? null : logging !== undefined || keepsOutput(current),
      bucket: entry(current, 'OutputS3BucketName'),
      setting: 'OutputS3BucketName to MaintenanceWindowRunCommandParameters',
    },
  };
}

function pathOfParameters(nearest: Value | undefined, { path }: Resource): DataPath {
  return nearest?.path ?? path;
}
