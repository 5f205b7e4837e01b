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
  /** In the mode Interactive: the step that waits for the signal StartStep; null: all have run, and the stop type Complete is waited for. */
  private readonly held = new Map<Execution, Step | null>();
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
    execution.frames.push({ steps: execution.runbook!.steps, at: 0, loop: null, iteration: 1, items: null });
    this.enter(execution, 0);
  }

  /** Stop type Cancel: the running step is cut short, and the path that its onCancel names still runs. */
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
    if (held && signal.type === 'StartStep') {
      const [named = held.name] = signal.payload['StepName'] ?? [];
      if (named !== held.name) return 'AutomationStepNotFoundException';
      this.held.delete(execution);
      changeStatus(execution, 'InProgress');
      this.open(execution, held);
      return null;
    }
    const attempt = this.running.get(execution);
    return attempt === undefined ? 'AutomationStepNotFoundException' : attempt.hear(signal);
  }

  /** ASSUMPTION automation-complete: outside of the mode Interactive AWS says no more than the name; the step that runs is the last. */
  endAfterStep(execution: Execution): void {
    this.ending.add(execution);
    if (this.held.has(execution)) this.finish(execution);
  }

  /** The step that runs now; undefined: none does. */
  current(execution: Execution): StepExecution | undefined {
    return this.running.get(execution)?.record;
  }

  /** `place`: that of the step in the innermost frame. */
  private enter(execution: Execution, place: number): void {
    const frame = execution.frames.at(-1)!;
    frame.at = place;
    const step = frame.steps[place]!;
    if (goesStepByStep(execution)) this.hold(execution, step);
    else this.open(execution, step);
  }

  private hold(execution: Execution, step: Step | null): void {
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
      heldFor: null,
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
    if (next === 'end' || this.ending.has(execution)) return this.conclude(execution);
    if (next === 'following') return this.follow(execution);
    for (let frame = execution.frames.at(-1); frame !== undefined; frame = execution.frames.at(-1)) {
      const place = frame.steps.findIndex(({ name }) => name === next.step);
      if (place >= 0) return this.enter(execution, place);
      execution.frames.pop();
      // #automation-statuses: a loop is Exited where one of its steps jumps out of it.
      if (frame.loop !== null) this.close(execution, frame.loop, 'Exited');
    }
    failHard(`no step ${next.step}`);
  }

  /** The step after the one that the innermost frame is at; at its end the next turn of the loop, or the end of the execution. */
  private follow(execution: Execution): void {
    const frame = execution.frames.at(-1)!;
    if (frame.at + 1 < frame.steps.length) return this.enter(execution, frame.at + 1);
    if (frame.loop === null) return this.conclude(execution);
    const turn = nextTurn(frame, this.lookup(execution));
    if (turn.kind === 'over') execution.frames.pop();
    this.turn(execution, frame.loop, turn);
  }

  private turn(execution: Execution, loop: StepExecution, turn: LoopTurn): void {
    if (turn.kind === 'body') return this.enter(execution, 0);
    loop.failure = turn.failure;
    this.close(execution, loop, turn.failure === null ? 'Success' : 'Failed');
    this.go(execution, turn.failure === null ? afterSuccess(loop.step, null) : afterFailure(loop.step));
  }

  /** #automation-working-executing-manually: what went well step by step ends by the stop type Complete. */
  private conclude(execution: Execution): void {
    const waits = goesStepByStep(execution) && !this.ending.has(execution);
    if (waits && verdict(execution.steps) === 'Success') this.hold(execution, null);
    else this.finish(execution);
  }

  private finish(execution: Execution, given?: 'Failed'): void {
    this.held.delete(execution);
    this.ending.delete(execution);
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

/**
 * The path of a cancellation waits for no signal.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working-executing-manually.html
 */
function goesStepByStep({ request, status }: Execution): boolean {
  return request.mode === 'Interactive' && status !== 'Cancelling';
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
