/**
 * A runbook as it has been read: plain data, since scenarios are sent to other threads.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-documents.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */

/** What parameters, variables, inputs and outputs hold. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

export interface Runbook {
  /** The role in whose name steps call, often `{{ AutomationAssumeRole }}`. Null: that of what starts the execution. */
  readonly assumeRole: string | null;
  readonly parameters: Readonly<Record<string, RunbookParameter>>;
  readonly variables: Readonly<Record<string, Variable>>;
  readonly steps: readonly Step[];
  /** One of AWS's own whose parameters are not all known: parameters of other names are accepted. */
  readonly takesOthers?: boolean;
  /** `step.Output` each. */
  readonly outputs: readonly string[];
}

export interface RunbookParameter {
  /** `String`, `StringList`, `Boolean`, `Integer`, `MapList`, `StringMap`, or a resource type such as `AWS::IAM::Role::Arn`. */
  readonly type: string;
  /** Undefined: a caller has to give it. */
  readonly default?: Value;
  readonly allowedValues?: readonly Value[];
  readonly allowedPattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

export interface Variable {
  readonly type: string;
  readonly default?: Value;
}

/** What a step leads to when it fails or is cancelled. */
export type Jump = 'Abort' | 'Continue' | { readonly step: string };

/** Those that all actions share. */
export interface StepProperties {
  /** A number, or a text with a reference. Null: that of the action. */
  readonly timeoutSeconds: Value;
  readonly maxAttempts: Value;
  readonly onFailure: Jump;
  readonly onCancel: Jump;
  /** Null: not written. */
  readonly isCritical: boolean | null;
  readonly isEnd: boolean;
  readonly nextStep: string | null;
}

/** Of a step that writes none of them: it aborts, and is tried once. */
export const stepDefaults: StepProperties = {
  timeoutSeconds: null,
  maxAttempts: null,
  onFailure: 'Abort',
  onCancel: 'Abort',
  isCritical: null,
  isEnd: false,
  nextStep: null,
};

export interface Step extends StepProperties {
  readonly name: string;
  /** `aws:sleep` */
  readonly action: string;
  /** With references in their texts. */
  readonly inputs: ValueMap;
  readonly outputs: readonly StepOutput[];
  /** Those inside a loop. */
  readonly steps: readonly Step[];
}

export interface StepOutput {
  readonly name: string;
  /** JSONPath into the answer of the call. */
  readonly selector: string;
  readonly type: string;
}

/** Its steps and those inside loops, in the order of the text. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}
