/** Everywhere that a file runs a document: tasks of windows, associations, an operator's commands, steps of runbooks. */

import { entry, isPartlyUnknown, itemsOf, textOf, type Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { Resource, Subject } from './subject.ts';

export interface DocumentRun {
  readonly kind: 'window' | 'association' | 'command' | 'step';
  /** As a reader would call it: `the task Install`. */
  readonly name: string;
  /** Of the resource that runs it; null for a command. */
  readonly resource: Resource | null;
  /** `AWS-RunPatchBaseline`, also where its ARN is given; null: not known. */
  readonly document: string | null;
  readonly parameters: Value | undefined;
  /** Parameters in a place that does not count, since another one is used. */
  readonly ignored: Value | undefined;
  /** Where parameters stand, or should stand. */
  readonly path: DataPath;
  /** Whether the output goes to a bucket or a log group; null: not known. */
  readonly keepsOutput: boolean | null;
}

export function documentRuns(subject: Subject): DocumentRun[] {
  return [
    ...subject.ofType('AWS::SSM::MaintenanceWindowTask').flatMap((task) => ofTask(task, subject)),
    ...subject.ofType('AWS::SSM::Association').map((association) => ofAssociation(association, subject)),
    ...subject.ofType('AWS::SSM::Document').flatMap((document) => ofSteps(document, subject)),
    ...commandsOf(subject),
  ];
}

function ofTask(task: Resource, subject: Subject): DocumentRun[] {
  const type = textOf(subject.property(task, 'TaskType'));
  if (type !== null && type !== 'RUN_COMMAND') return [];
  const key = 'MaintenanceWindowRunCommandParameters';
  const given = subject.property(task, 'TaskInvocationParameters');
  const legacy = subject.property(task, 'TaskParameters');
  const current = entry(given, key);
  // TaskInvocationParameters, once given, are all that counts.
  const isLegacy = given === undefined && legacy !== undefined;
  const logging = subject.property(task, 'LoggingInfo');
  return [
    {
      kind: 'window',
      name: `the task ${task.logicalId}`,
      resource: task,
      document: documentName(subject.property(task, 'TaskArn')),
      parameters: isLegacy ? legacy : given?.kind === 'unknown' ? given : entry(current, 'Parameters'),
      ignored: isLegacy ? undefined : legacy,
      path: pathOfParameters(task, given, current, isLegacy),
      keepsOutput:
        isUncertain(given) || isUncertain(current) ? null : logging !== undefined || keepsOutput(current),
    },
  ];
}

function pathOfParameters(
  { path }: Resource,
  given: Value | undefined,
  current: Value | undefined,
  isLegacy: boolean,
): DataPath {
  if (isLegacy) return [...path, 'TaskParameters'];
  const parameters = entry(current, 'Parameters');
  return parameters?.path ?? current?.path ?? given?.path ?? path;
}

function ofAssociation(association: Resource, subject: Subject): DocumentRun {
  const output = subject.property(association, 'OutputLocation');
  const parameters = subject.property(association, 'Parameters');
  return {
    kind: 'association',
    name: `the association ${association.logicalId}`,
    resource: association,
    document: documentName(subject.property(association, 'Name')),
    parameters,
    ignored: undefined,
    path: parameters?.path ?? association.path,
    keepsOutput: output !== undefined && output.kind !== 'absent',
  };
}

function commandsOf({ actions }: Subject): DocumentRun[] {
  return actions
    .filter(({ call }) => call === 'SendCommand')
    .map(({ id, request, path }): DocumentRun => {
      const parameters = entry(request, 'Parameters');
      return {
        kind: 'command',
        name: `the command ${id}`,
        resource: null,
        document: documentName(entry(request, 'DocumentName')),
        parameters,
        ignored: undefined,
        path: parameters?.path ?? path,
        keepsOutput: isUncertain(request) ? null : keepsOutput(request),
      };
    });
}

/**
 * `aws:runCommand` of a runbook takes what SendCommand takes; `aws:runDocument` of a document, a document and its
 * parameters.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 */
function ofSteps(document: Resource, subject: Subject): DocumentRun[] {
  return itemsOf(subject.property(document, 'Content', 'mainSteps')).flatMap((step) => {
    const action = textOf(entry(step, 'action'));
    const inputs = entry(step, 'inputs');
    if (inputs?.kind !== 'map' || (action !== 'aws:runCommand' && action !== 'aws:runDocument')) return [];
    const isCommand = action === 'aws:runCommand';
    const parameters = entry(inputs, isCommand ? 'Parameters' : 'documentParameters');
    return [
      {
        kind: 'step',
        name: `the step ${textOf(entry(step, 'name')) ?? '?'} of ${document.logicalId}`,
        resource: document,
        document: documentName(entry(inputs, isCommand ? 'DocumentName' : 'documentPath')),
        // Text is JSON, or filled in when the document runs.
        parameters:
          parameters?.kind === 'text'
            ? { kind: 'unknown', path: parameters.path, outline: null }
            : parameters,
        ignored: undefined,
        path: parameters?.path ?? inputs.path,
        keepsOutput: isCommand ? keepsOutput(inputs) : null,
      },
    ];
  });
}

function isUncertain(value: Value | undefined): boolean {
  return value?.kind === 'unknown';
}

function keepsOutput(request: Value | undefined): boolean {
  const bucket = entry(request, 'OutputS3BucketName');
  const logs = entry(request, 'CloudWatchOutputConfig');
  const enabled = textOf(entry(logs, 'CloudWatchOutputEnabled'))?.toLowerCase();
  return isGiven(bucket) || (isGiven(logs) && enabled !== 'false');
}

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value.kind !== 'absent';
}

/** AWS's own are known by name in any account: `arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline`. */
function documentName(value: Value | undefined): string | null {
  const text = textOf(value);
  return text === null ? null : (text.split(/[:/]/).at(-1) ?? text);
}

/** Of a parameter its values, also in the manner of TaskParameters; null: not known, or not given. */
export function parameterOf({ parameters }: DocumentRun, name: string): Value | undefined {
  const given = entry(parameters, name);
  return given?.kind === 'map' ? (entry(given, 'Values') ?? given) : given;
}

/** The one value of a parameter; null if there is none that can be seen. What a run fills in, `{{…}}`, cannot. */
export function parameterText(run: DocumentRun, name: string): string | null {
  const value = parameterOf(run, name);
  if (value === undefined || isPartlyUnknown(value)) return null;
  const [first, ...others] = itemsOf(value);
  const text = textOf(first);
  return others.length > 0 || text?.includes('{{') === true ? null : text;
}

/** Documents that patch, by what their Operation says. */
export const patchDocuments: readonly string[] = [
  'AWS-RunPatchBaseline',
  'AWS-RunPatchBaselineWithHooks',
  'AWS-RunPatchBaselineAssociation',
  'AWS-ApplyPatchBaseline',
];

export function isPatchRun({ document }: DocumentRun): boolean {
  return document !== null && patchDocuments.includes(document);
}
