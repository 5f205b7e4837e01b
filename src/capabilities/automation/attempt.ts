/**
 * One attempt at a step: a clock, what the file says of the call, and three ways to end. Once it has ended, nothing of it happens any more.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { ActionSpec, CalledApi, ChildRequest, Signal, StepRun } from './actions/action.ts';
import { inputProblem } from './actions/input-values.ts';
import { resolve } from './content/references.ts';
import type { Step, Value, ValueMap } from './content/runbook.ts';
import type { Execution, Failure, StepExecution, StepStatus } from './execution.ts';
import { changeStatus } from './flow.ts';
import { deniedTo, permissionsOf } from './roles.ts';
import type { Cloud } from './services/cloud.ts';
import type { StepModels } from './step-models.ts';
import type { Timers } from './timers.ts';

export interface RunnerParts {
  readonly cloud: Cloud;
  readonly timers: Timers;
  readonly models: StepModels;
  readonly onOver: (execution: Execution) => void;
  /** A step has begun on which an execution may sit for long. */
  readonly onSitting: (execution: Execution) => void;
  readonly startChild: (parent: Execution, step: StepExecution, request: ChildRequest) => string;
  readonly stopChild: (id: string) => void;
  /** Calls back once, when what has this id is over. */
  readonly whenOver: (id: string, then: (outcome: Value) => void) => void;
}

export interface AttemptParts {
  readonly lookup: (name: string) => Value | undefined;
  readonly onEnd: (status: StepStatus) => void;
  readonly onWaiting: () => void;
}

export class Attempt implements StepRun {
  readonly simulation: Simulation;
  readonly cloud: Cloud;
  readonly execution: Execution;
  readonly record: StepExecution;
  readonly inputs: ValueMap;
  private readonly parts: RunnerParts;
  private readonly spec: ActionSpec;
  private readonly own: AttemptParts;
  private hearing: ((signal: Signal) => boolean) | null = null;
  private hasEnded = false;
  /** Timers that are not due yet. */
  private readonly pending = new Set<number>();

  constructor(
    simulation: Simulation,
    parts: RunnerParts,
    execution: Execution,
    record: StepExecution,
    spec: ActionSpec,
    inputs: ValueMap,
    own: AttemptParts,
  ) {
    this.simulation = simulation;
    this.cloud = parts.cloud;
    this.execution = execution;
    this.record = record;
    this.inputs = inputs;
    this.parts = parts;
    this.spec = spec;
    this.own = own;
  }

  get step(): Step {
    return this.record.step;
  }

  begin(timeoutSeconds: number): void {
    if (Number.isFinite(timeoutSeconds))
      this.after(timeoutSeconds * 1000, () => this.cut('TimedOut', timedOut(this.step.name)));
    const { scenario } = this.simulation;
    const denied = deniedTo(scenario, this.execution, () => permissionsOf(this.step, this.inputs));
    if (denied !== null) return this.end('Failed', denied);
    const problem = inputProblem(this.spec.values ?? {}, this.inputs);
    if (problem === null) return this.spec.begin(this);
    const message = `${problem.input}: ${problem.message}`;
    this.end('Failed', { stage: 'InputValidation', type: 'Action', message });
  }

  /** From outside: what the action started elsewhere is told to stop. */
  cut(status: 'TimedOut' | 'Cancelled', failure: Failure | null): void {
    // What is told to stop may say at once that it is over: that is no news any more.
    this.end(status, failure, () => this.spec.cancel?.(this));
  }

  /** AWS's error; null: it is taken. */
  hear(signal: Signal): string | null {
    if (this.hasEnded || this.hearing === null) return 'AutomationStepNotFoundException';
    return this.hearing(signal) ? null : 'InvalidAutomationSignalException';
  }

  resolve(value: Value): Value {
    return resolve(value, this.own.lookup);
  }

  after(delayMs: number, then: () => void): void {
    const place = this.parts.timers.after(delayMs, () => {
      this.pending.delete(place);
      then();
    });
    this.pending.add(place);
  }

  durationMs(usual: Distribution, call?: CalledApi): number {
    return this.parts.models.durationMs(this.execution, this.record, usual, call);
  }

  isDrawnToFail(call?: CalledApi): boolean {
    return this.parts.models.isDrawnToFail(this.execution, this.record, call);
  }

  answer(call?: CalledApi): Value | undefined {
    return this.parts.models.answer(this.execution, this.record, call);
  }

  succeed(outputs: ValueMap = {}): void {
    if (this.hasEnded) return;
    this.record.outputs = { ...this.record.outputs, ...outputs };
    this.end('Success', null);
  }

  fail(failure: Failure): void {
    this.end('Failed', failure);
  }

  wait(): void {
    if (this.record.status === 'InProgress') changeStatus(this.record, 'Waiting');
    this.own.onWaiting();
  }

  whenOver(id: string, then: (outcome: Value) => void): void {
    this.record.started = id;
    this.parts.whenOver(id, (outcome) => {
      if (!this.hasEnded) then(outcome);
    });
  }

  onSignal(take: (signal: Signal) => boolean): void {
    this.hearing = take;
  }

  startChild(request: ChildRequest): string {
    return this.parts.startChild(this.execution, this.record, request);
  }

  stopChild(id: string): void {
    this.parts.stopChild(id);
  }

  private end(status: StepStatus, failure: Failure | null, first?: () => void): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    first?.();
    for (const place of this.pending) this.parts.timers.forget(place);
    this.record.failure = failure;
    this.own.onEnd(status);
  }
}

const timedOut = (name: string): Failure => ({
  stage: 'PostVerification',
  type: 'Verification',
  message: `Step ${name} timed out`,
});
