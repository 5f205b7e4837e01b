/**
 * In which order steps run, which are skipped, and how a document ends.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#shared-inputs
 */
import type { Parameters } from '../../../cloudformation/document-spec.ts';
import type { PlatformType } from '../../../world/operating-systems.ts';
import type { CommandContent } from './command.ts';
import { filledIn } from './parameters.ts';
import { plugins } from './plugins.ts';
import type { Step } from './steps.ts';

/**
 * A precondition that does not hold skips the step. In schema 2.2 a plugin that is not for the platform is skipped too; in
 * earlier ones it fails.
 */
export function fateOf(
  step: Pick<Step, 'action' | 'conditions'>,
  { schemaVersion, parameters }: Pick<CommandContent, 'schemaVersion' | 'parameters'>,
  platform: PlatformType,
  given: Parameters,
): 'runs' | 'skipped' | 'fails' {
  const sideOf = (side: string) => (side === 'platformType' ? platform : filledIn(side, parameters, given));
  if (step.conditions.some(([a, b]) => sideOf(a) !== sideOf(b))) return 'skipped';
  if (plugins[step.action]!.platforms.includes(platform)) return 'runs';
  return schemaVersion === '2.2' ? 'skipped' : 'fails';
}

/** What a step does, drawn when its turn comes. */
export interface StepEnd {
  readonly durationMs: number;
  readonly isFailing: boolean;
}

export interface DocumentEnd<S> {
  readonly durationMs: number;
  /** Null: a step was killed at its limit, and none has failed. */
  readonly exitCode: number | null;
  /** The first that failed or was killed and counts; null: none. */
  readonly failedStep: S | null;
}

type Ordered = Pick<Step, 'onFailure' | 'onSuccess' | 'isFinally'> & { readonly timeoutMs: number };

/**
 * Steps run in the order of the document, and a step that fails does not keep the next from running, unless `onFailure` says
 * so. A `finallyStep` runs whatever has ended the document. A run exactly as long as its limit succeeds.
 */
export function runSteps<S extends Ordered>(
  steps: readonly S[],
  endOf: (step: S) => StepEnd,
): DocumentEnd<S> {
  let durationMs = 0;
  let failedStep: S | null = null;
  let [hasFailed, isTimedOut, isOver] = [false, false, false];
  for (const step of steps) {
    if (isOver && !step.isFinally) continue;
    const end = endOf(step);
    const isKilled = end.durationMs > step.timeoutMs;
    durationMs += Math.min(end.durationMs, step.timeoutMs);
    if (isKilled || end.isFailing) {
      const isForgiven = step.onFailure === 'successAndExit';
      hasFailed ||= !(isKilled || isForgiven);
      isTimedOut ||= isKilled && !isForgiven;
      if (!isForgiven) failedStep ??= step;
      isOver ||= step.onFailure !== null;
    } else isOver ||= step.onSuccess === 'exit';
  }
  return { durationMs, exitCode: hasFailed ? 1 : isTimedOut ? null : 0, failedStep };
}
