/**
 * What makes a document run, as far as a file says: a task, a command, an association, a step. The lenient counterpart of a
 * `RunSource`: parts may be unknown, and nothing may be there to be run.
 */

import { keepsOutput as isOutputKept } from '../../cloudformation/run-settings.ts';
import { entry, isGiven, isPartlyUnknown, itemsOf, textOf, type Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { Unknown } from '../../fields/unknown.ts';
import type { Reached } from './reached.ts';

export interface DeclaredRun {
  /** As a reader would call it: `the task Install`. */
  readonly name: string;
  /** In sentences about its own settings: `Install`, `the command Patch`. */
  readonly label: string;
  /** Of the whole. */
  readonly at: DataPath;
  /** `AWS-RunPatchBaseline`, also where its ARN is given; null: not known, or none of Systems Manager. */
  readonly document: string | null;
  readonly parameters: Value | undefined;
  /** Parameters in a place that does not count, since another one is used. */
  readonly ignored: Value | undefined;
  /** Where parameters stand, or should stand. */
  readonly path: DataPath;
  readonly concurrency: Value | undefined;
  readonly errors: Value | undefined;
  readonly timeoutSeconds: Value | undefined;
  readonly output: DeclaredOutput;
  /** That the document must have. */
  readonly hash: Value | undefined;
  /** That it runs in, as far as that is known. */
  readonly window: { readonly name: string; readonly durationHours: number | null } | null;
  /** Null: a window, a calendar or a runbook says when it may run. */
  readonly outsideWindow: OutsideWindow | null;
  /** AWS-managed policies that what makes it attaches to the instance profiles of its nodes. */
  readonly attachedPolicies: readonly string[];
  /** Each a command of its own; empty: nothing is known. */
  reach(): readonly Reached[];
}

export interface DeclaredOutput {
  /** Whether it goes to a bucket or a log group; null: not known. */
  readonly isKept: boolean | null;
  readonly bucket: Value | undefined;
  /** What would keep it: `OutputS3BucketName`. Null: that is for what it is a part of to say. */
  readonly setting: string | null;
}

export interface OutsideWindow {
  /** `at once, outside of any window` */
  readonly when: string;
  /** Whether it runs at hours that were chosen for it. */
  readonly isScheduled: boolean;
}

/** What most runs do not say. */
export const unsaid = {
  parameters: undefined,
  ignored: undefined,
  concurrency: undefined,
  errors: undefined,
  timeoutSeconds: undefined,
  output: { isKept: null, bucket: undefined, setting: null },
  hash: undefined,
  window: null,
  outsideWindow: null,
  attachedPolicies: [] as readonly string[],
  reach: (): readonly Reached[] => [],
};

/** AWS's own are known by name in any account: `arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline`. */
export function documentNameIn(value: Value | undefined): string | null {
  const text = value?.kind === 'resource' ? value.text : textOf(value);
  return text === null ? null : (text.split(/[:/]/).at(-1) ?? text);
}

/** Of SendCommand, and of what takes the same: a task, a step. Null: only a deployment decides. */
export function keepsOutput(request: Value | undefined): boolean | null {
  const bucket = entry(request, 'OutputS3BucketName');
  const enabled = entry(request, 'CloudWatchOutputConfig', 'CloudWatchOutputEnabled');
  return isOutputKept({
    OutputS3BucketName: isGiven(bucket) ? seen(bucket, (text) => text) : undefined,
    CloudWatchOutputConfig: {
      CloudWatchOutputEnabled: isGiven(enabled) ? seen(enabled, (text) => /^true$/i.test(text)) : undefined,
    },
  });
}

function seen<T>(value: Value, read: (text: string) => T): T | Unknown {
  const text = textOf(value);
  return text === null ? new Unknown(value.path) : read(text);
}

/** Of a parameter its values, also in the manner of TaskParameters; undefined: not known, or not given. */
export function parameterOf({ parameters }: DeclaredRun, name: string): Value | undefined {
  const given = entry(parameters, name);
  return given?.kind === 'map' ? (entry(given, 'Values') ?? given) : given;
}

/** The one value of a parameter; null if there is none that can be seen. What a run fills in, `{{…}}`, cannot. */
export function parameterText(run: DeclaredRun, name: string): string | null {
  const value = parameterOf(run, name);
  if (value === undefined || isPartlyUnknown(value)) return null;
  const [first, ...others] = itemsOf(value);
  const text = textOf(first);
  return others.length > 0 || text?.includes('{{') === true ? null : text;
}
