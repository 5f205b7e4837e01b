/** What an action of a runbook is. */
import type { Simulation } from '../../../capability/simulation.ts';
import type { Distribution } from '../../../kernel/distributions.ts';
import type { Step, Value, ValueMap } from '../content/runbook.ts';
import type { Execution, Failure, StepExecution } from '../execution.ts';
import type { ExecutionRequest, RateControl } from '../request.ts';
import type { Cloud } from '../services/cloud.ts';
import type { InputRule } from './input-values.ts';

export interface ActionSpec {
  /** `aws:sleep` */
  readonly action: string;
  readonly page: string;
  /** What it does, in a sentence. */
  readonly is: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** What inputs may be, where AWS says so: another value fails the step. */
  readonly values?: Readonly<Record<string, InputRule>>;
  /** Whether inputs of other names belong to the call that it makes. */
  readonly takesInputsOfCall?: true;
  /** Names that other steps may refer to, in addition to those that the step declares. */
  readonly outputs: readonly string[];
  /** Which key of the file says how long it takes, and which how often it fails: for the table of the README. */
  readonly timing: string;
  readonly failing: string;
  /** AWS's own limit where the step has none. */
  readonly timeoutSeconds: number;
  readonly timeoutSecondsMax?: number;
  /** Actions of IAM that it needs; inputs may still have references in them. */
  permissions(inputs: ValueMap): readonly string[];
  begin(run: StepRun): void;
  /** The attempt is cut short, by its timeout or from outside: what it started elsewhere is told to stop. */
  cancel?(run: StepRun): void;
}

/** One attempt at a step. After it has ended, nothing that it has scheduled happens any more. */
export interface StepRun {
  readonly simulation: Simulation;
  readonly cloud: Cloud;
  readonly execution: Execution;
  readonly record: StepExecution;
  readonly step: Step;
  /** With all references resolved. */
  readonly inputs: ValueMap;
  /** Resolves references in what has only now its value. */
  resolve(value: Value): Value;
  after(delayMs: number, then: () => void): void;
  /** How long it takes: what the file says of the step or of what it calls, or what is usual. */
  durationMs(usual: Distribution, call?: CalledApi): number;
  /** Whether the step, or what it calls, fails this time by the share that the file gives. */
  isDrawnToFail(call?: CalledApi): boolean;
  /** What the file answers; undefined: it says nothing. */
  answer(call?: CalledApi): Value | undefined;
  succeed(outputs?: ValueMap): void;
  fail(failure: Failure): void;
  /** Its status is Waiting until a signal comes. */
  wait(): void;
  /** When what has this id is over, such as a command, a child or an invocation. */
  whenOver(id: string, then: (outcome: Value) => void): void;
  /** When a signal comes for it. False: AWS refuses the signal. */
  onSignal(take: (signal: Signal) => boolean): void;
  /** Starts another runbook; its end is told as that of its id. */
  startChild(request: ChildRequest): string;
  stopChild(id: string): void;
}

export interface CalledApi {
  readonly service: string;
  readonly api: string;
  /** It is about what the call begins and leaves behind: what the file says of the step does not hold for that. */
  readonly goesOn?: true;
}

export interface ChildRequest extends Pick<ExecutionRequest, 'document' | 'parameters'> {
  readonly rateControl?: RateControl;
}

export interface Signal {
  readonly type: 'Approve' | 'Reject' | 'StartStep' | 'StopStep' | 'Resume' | 'Revoke';
  /** The principal, or the action where none is named. */
  readonly by: string;
  /** A name under `principals`; null: of someone who may do everything. */
  readonly principal: string | null;
  readonly payload: Readonly<Record<string, readonly string[]>>;
}

export const invocationFailure = (message: string): Failure => ({
  stage: 'Invocation',
  type: 'Action',
  message,
});
