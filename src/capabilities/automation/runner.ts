/**
 * One execution of a runbook: steps one after another, their attempts, timeouts, jumps and loops, and what cancels them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { fail as failHard } from '../../kernel/assert.ts';
import type { Signal } from './actions/action.ts';
import { actionNamed } from './actions/index.ts';
import { Attempt, type RunnerParts } from './attempt.ts';
import { resolve } from './content/references.ts';
import type { Step, Value, ValueMap } from './content/runbook.ts';
import { automationFacts } from './events.ts';
import { type Execution, isOver, type StepExecution, type StepStatus } from './execution.ts';
import {
  afterFailure,
  afterSuccess,
  cancelPathMs,
  changeStatus,
  jumpTarget,
  type Next,
  verdict,
} from './flow.ts';
import { lookupIn } from './lookup.ts';
import { beginLoop, type LoopTurn, nextTurn } from './loops.ts';

export class Runner {
  private readonly simulation: Simulation;
  private readonly parts: RunnerParts;
  private readonly facts: FactsIn<typeof automationFacts>;
  /** The attempt that runs, of each execution that has one. */
  private readonly running = new Map<Execution, Attempt>();
  /** In the mode Interactive: the step that waits for the signal StartStep. */
  private readonly held = new Map<Execution, Step>();
  private readonly ending = new Set<Execution>();

  constructor(simulation: Simulation, parts: RunnerParts) {
    this.simulation = simulation;
    this.parts = parts;
    this.facts = simulation.facts.of(automationFacts);
  }

  clear(): void {
    this.running.clear();
    this.held.clear();
    this.ending.clear();
  }

  /** Its first step. */
  start(execution: Execution): void {
    const { steps } = execution.runbook!;
    execution.frames.push({ steps, loop: null, iteration: 1, items: null });
    this.enter(execution, steps[0]!);
  }

  /** Stop type Cancel. The running step has until its end, or until onCancel has its way. */
  cancel(execution: Execution): void {
    if (isOver(execution) || execution.status === 'Cancelling') return;
    const attempt = this.running.get(execution);
    this.held.delete(execution);
    changeStatus(execution, 'Cancelling');
    const onCancel = attempt === undefined ? null : jumpTarget(attempt.step.onCancel);
    attempt?.cut('Cancelled', null);
    if (onCancel === null) return this.finish(execution);
    this.parts.timers.after(cancelPathMs, () => {
      if (isOver(execution)) return;
      this.running.get(execution)?.cut('Cancelled', null);
      this.finish(execution);
    });
    this.go(execution, { step: onCancel });
  }

  /** API_SendAutomationSignal.html#API_SendAutomationSignal_Errors: AWS's error; null: it is taken. */
  signal(execution: Execution, signal: Signal): string | null {
    const held = this.held.get(execution);
    if (held !== undefined && signal.type === 'StartStep') {
      this.held.delete(execution);
      changeStatus(execution, 'InProgress');
      this.open(execution, held);
      return null;
    }
    const attempt = this.running.get(execution);
    return attempt === undefined ? 'AutomationStepNotFoundException' : attempt.hear(signal);
  }

  /** ASSUMPTION automation-complete: of the stop type Complete AWS says no more than the name; the step that runs is the last. */
  endAfterStep(execution: Execution): void {
    this.ending.add(execution);
  }

  /** The step that runs now; undefined: none does. */
  current(execution: Execution): StepExecution | undefined {
    return this.running.get(execution)?.record;
  }

  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working-executing-manually.html */
  private enter(execution: Execution, step: Step): void {
    if (execution.request.mode !== 'Interactive') return this.open(execution, step);
    this.held.set(execution, step);
    changeStatus(execution, 'Waiting');
  }

  private open(execution: Execution, step: Step): void {
    const record = this.newRecord(execution, step);
    this.facts.stepStarted.tell(execution, record);
    if (step.action === 'aws:loop')
      return this.turn(execution, record, beginLoop(execution, record, this.lookup(execution)));
    this.attempt(execution, record);
    this.parts.onSitting(execution);
  }

  private newRecord(execution: Execution, step: Step): StepExecution {
    const turn = execution.turns.get(step) ?? 0;
    execution.turns.set(step, turn + 1);
    const record: StepExecution = {
      step,
      turn,
      iterations: execution.frames.flatMap(({ loop, iteration }) => (loop === null ? [] : [iteration])),
      status: 'Pending',
      attemptCount: 0,
      startedMs: this.simulation.kernel.nowMs,
      endedMs: null,
      outputs: {},
      failure: null,
      goTo: null,
      decisions: [],
      started: null,
    };
    changeStatus(record, 'InProgress');
    execution.steps.push(record);
    return record;
  }

  private attempt(execution: Execution, record: StepExecution): void {
    const { step } = record;
    const spec = actionNamed(step.action) ?? failHard(`no action ${step.action}`);
    record.attemptCount += 1;
    const inputs = resolve(step.inputs, this.lookup(execution)) as ValueMap;
    const attempt = new Attempt(this.simulation, this.parts, execution, record, spec, inputs, {
      lookup: this.lookup(execution),
      onEnd: (status) => this.ended(execution, record, status),
      onWaiting: () => {
        if (execution.status === 'InProgress') changeStatus(execution, 'Waiting');
      },
    });
    this.running.set(execution, attempt);
    attempt.begin(numberIn(resolve(step.timeoutSeconds, this.lookup(execution))) ?? spec.timeoutSeconds);
  }

  /** #automation-common: a step fails or times out only when it has used up all its attempts. */
  private ended(execution: Execution, record: StepExecution, status: StepStatus): void {
    this.running.delete(execution);
    if (execution.status === 'Waiting') changeStatus(execution, 'InProgress');
    const { step } = record;
    const attemptsMax = numberIn(resolve(step.maxAttempts, this.lookup(execution))) ?? 1;
    const isBad = status === 'Failed' || status === 'TimedOut';
    if (isBad && record.attemptCount < attemptsMax) {
      if (record.status === 'Waiting') changeStatus(record, 'InProgress');
      return this.attempt(execution, record);
    }
    this.close(execution, record, status);
    if (status === 'Cancelled') return;
    const next = isBad ? afterFailure(step) : afterSuccess(step, record.goTo);
    // By way of the kernel, so that ten thousand steps that take no time need no deep stack.
    this.parts.timers.after(0, () => {
      if (!isOver(execution)) this.go(execution, next);
    });
  }

  private close(execution: Execution, record: StepExecution, status: StepStatus): void {
    changeStatus(record, status);
    record.endedMs = this.simulation.kernel.nowMs;
    this.facts.stepFinished.tell(execution, record);
  }

  private go(execution: Execution, next: Next): void {
    if (execution.steps.length >= stepsMax) {
      execution.failure = `it has run ${stepsMax} steps and goes round in a circle`;
      return this.finish(execution, 'Failed');
    }
    if (next === 'end' || this.ending.has(execution)) return this.finish(execution);
    if (next === 'following') return this.follow(execution);
    for (let frame = execution.frames.at(-1); frame !== undefined; frame = execution.frames.at(-1)) {
      const step = frame.steps.find(({ name }) => name === next.step);
      if (step !== undefined) return this.enter(execution, step);
      execution.frames.pop();
      // #automation-statuses: a loop is Exited where one of its steps jumps out of it.
      if (frame.loop !== null) this.close(execution, frame.loop, 'Exited');
    }
    failHard(`no step ${next.step}`);
  }

  /** The step after the last one of this frame; at its end the next turn of the loop, or the end of the execution. */
  private follow(execution: Execution): void {
    const frame = execution.frames.at(-1)!;
    const last = execution.steps.findLast(({ step }) => frame.steps.includes(step))!.step;
    const following = frame.steps[frame.steps.indexOf(last) + 1];
    if (following !== undefined) return this.enter(execution, following);
    if (frame.loop === null) return this.finish(execution);
    const turn = nextTurn(frame, this.lookup(execution));
    if (turn.kind === 'over') execution.frames.pop();
    this.turn(execution, frame.loop, turn);
  }

  private turn(execution: Execution, loop: StepExecution, turn: LoopTurn): void {
    if (turn.kind === 'body') return this.enter(execution, loop.step.steps[0]!);
    loop.failure = turn.failure;
    this.close(execution, loop, turn.failure === null ? 'Success' : 'Failed');
    this.go(execution, turn.failure === null ? afterSuccess(loop.step, null) : afterFailure(loop.step));
  }

  private finish(execution: Execution, given?: 'Failed'): void {
    for (const { loop } of execution.frames.toReversed()) {
      if (loop !== null && loop.endedMs === null)
        this.close(execution, loop, verdict(execution.steps) === 'Success' ? 'Success' : 'Failed');
    }
    execution.frames.length = 0;
    const status = given ?? (execution.status === 'Cancelling' ? 'Cancelled' : verdict(execution.steps));
    const lookup = this.lookup(execution);
    execution.outputs = Object.fromEntries(
      execution.runbook!.outputs.map((name) => [name, lookup(name) ?? null]),
    );
    changeStatus(execution, status);
    execution.endedMs = this.simulation.kernel.nowMs;
    this.parts.onOver(execution);
  }

  private lookup(execution: Execution): (name: string) => Value | undefined {
    return (name) => lookupIn(this.simulation, execution, name);
  }
}

/** A limit of fleetsim, far above what runbooks do: a circle of steps that take no time would never end. */
const stepsMax = 50_000;

/** Undefined: nothing is written, or nothing that is a number. */
function numberIn(value: Value): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value !== ''
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
