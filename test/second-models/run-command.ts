/**
 * A second Run Command, for the second models: from AWS's sentences and the model's page, with nothing of the simulator.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
import { uniform } from '../rollout/twin.ts';
import type { Told } from './agreement.ts';
import type { Clock } from './clock.ts';

const heartbeat = 300;
const messageTime = uniform(0.2, 2);

/** What of a node matters to commands: whether its agent can be reached, and since when it has been silent. */
export class Machine {
  readonly clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #phase: number;
  #silentFrom = 0;
  isAgentRunning = true;
  /** Rebooting, stopped, or lost. */
  isDown = false;
  isGone = false;
  isCut = false;

  constructor(clock: Clock, random: () => number) {
    this.clock = clock;
    this.#phase = random() * heartbeat;
  }

  get isReachable(): boolean {
    return this.isAgentRunning && !this.isDown && !this.isGone && !this.isCut;
  }

  /** ConnectionLost after two heartbeats that did not come. */
  get isConnectionLost(): boolean {
    return !this.isReachable && this.clock.now >= this.#silentFrom + 2 * heartbeat;
  }

  change(state: Partial<Pick<Machine, 'isAgentRunning' | 'isDown' | 'isGone' | 'isCut'>>): void {
    const wasReachable = this.isReachable;
    const { now } = this.clock;
    Object.assign(this, state);
    if (wasReachable && !this.isReachable) {
      const sincePing = (((now - this.#phase) % heartbeat) + heartbeat) % heartbeat;
      this.#silentFrom = now - sincePing;
    }
    if (wasReachable || !this.isReachable) return;
    this.#phase = now;
    for (const act of this.#waiting.splice(0)) this.whenReachable(act);
  }

  /** Messages to a node that is not there arrive when it is back, and so do its own results. */
  whenReachable(act: () => void): void {
    if (this.isReachable) act();
    else this.#waiting.push(act);
  }
}

export type Status =
  | 'waits'
  | 'sent'
  | 'running'
  | 'Success'
  | 'Failed'
  | 'TimedOut'
  | 'Undeliverable'
  | 'Cancelled'
  | 'NotStarted';

export class Invocation<Node extends Machine = Machine> {
  readonly node: Node;
  status: Status = 'waits';
  sentAt = 0;
  hasStarted = false;
  /** The agent has killed what ran. */
  isKilled = false;
  isInterrupted = false;
  installed = 0;

  constructor(node: Node) {
    this.node = node;
  }

  get isOver(): boolean {
    return !['waits', 'sent', 'running'].includes(this.status);
  }
}

export interface CommandSettings<Node extends Machine> {
  readonly nodes: readonly Node[];
  readonly concurrency: number;
  readonly maxErrors: number;
  readonly timeout: number;
  readonly executionTimeout: number;
  /** Runs the document on the node, and says once how it ended: true for success. */
  readonly run: (invocation: Invocation<Node>, end: (isSuccess: boolean) => void) => void;
  /** Told when it is over for a target, or passed it over. */
  readonly settled?: (invocation: Invocation<Node>) => void;
  readonly finished?: () => void;
}

export class Command<Node extends Machine> {
  readonly invocations: readonly Invocation<Node>[];
  isHalted = false;
  isCancelled = false;
  errors = 0;
  peakConcurrency = 0;
  peakDown = 0;
  #startedAt = 0;
  #endedAt = 0;
  #isFinished = false;
  #rampSize = 1;
  #batch: readonly Invocation<Node>[] = [];
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #settings: CommandSettings<Node>;

  constructor(clock: Clock, random: () => number, settings: CommandSettings<Node>) {
    this.#clock = clock;
    this.#random = random;
    this.#settings = settings;
    const order = settings.nodes.map((node) => ({ node, at: random() })).sort((a, b) => a.at - b.at);
    this.invocations = order.map(({ node }) => new Invocation(node));
  }

  send(): void {
    this.#startedAt = this.#clock.now;
    this.#sendMore();
  }

  /** It has no turn before the cutoff. */
  skip(): void {
    for (const one of this.invocations) this.#settle(one, 'NotStarted');
  }

  /** CancelCommand: what was not sent or waits is withdrawn; what runs is killed when the message arrives. */
  cancel(): void {
    this.isCancelled = true;
    for (const one of this.invocations) {
      if (one.status === 'waits') this.#settle(one, 'NotStarted');
      else if (one.status === 'sent') this.#settle(one, 'Cancelled');
      else if (one.status === 'running') {
        this.#clock.in(messageTime(this.#random), () => {
          if (!one.node.isReachable || one.isOver) return;
          one.isKilled = true;
          this.#settle(one, 'Cancelled');
        });
      }
    }
    this.#finishIfOver();
  }

  /** While it runs, at most this many of its targets were down at once. */
  noteDown(): void {
    if (this.#isFinished || this.#startedAt === 0) return;
    const down = this.invocations.filter(({ node }) => node.isDown).length;
    this.peakDown = Math.max(this.peakDown, down);
  }

  #sendMore(): void {
    const { concurrency } = this.#settings;
    while (!this.isHalted && !this.isCancelled) {
      const { now } = this.#clock;
      const isRamp = this.#rampSize < Number.POSITIVE_INFINITY;
      if (isRamp && this.#batch.some((one) => one.status === 'sent' && now < one.sentAt + 60)) return;
      const waiting = this.invocations.filter(({ status }) => status === 'waits');
      const inFlight = this.invocations.filter(({ status }) => isInFlight(status)).length;
      const count = Math.min(waiting.length, concurrency - inFlight, this.#rampSize);
      if (count <= 0) return;
      this.#batch = waiting.slice(0, count);
      for (const one of this.#batch) this.#sendTo(one);
      this.#rampSize = inFlight + count >= concurrency ? Number.POSITIVE_INFINITY : this.#rampSize * 2;
      const open = this.invocations.filter(({ status }) => isInFlight(status)).length;
      this.peakConcurrency = Math.max(this.peakConcurrency, open);
      this.noteDown();
      this.#clock.in(60, () => this.#sendMore());
    }
  }

  #sendTo(one: Invocation<Node>): void {
    const { timeout, executionTimeout } = this.#settings;
    one.sentAt = this.#clock.now;
    if (one.node.isConnectionLost) {
      this.#settle(one, 'Undeliverable');
      return;
    }
    one.status = 'sent';
    this.#clock.in(messageTime(this.#random), () => one.node.whenReachable(() => this.#arrive(one)));
    this.#clock.in(timeout + executionTimeout, () => {
      if (!one.isOver) this.#settle(one, 'TimedOut');
    });
  }

  #arrive(one: Invocation<Node>): void {
    if (one.status !== 'sent' || this.#clock.now > one.sentAt + this.#settings.timeout) return;
    one.status = 'running';
    one.hasStarted = true;
    let hasEnded = false;
    const end = (status: 'Success' | 'Failed' | 'TimedOut') => {
      if (hasEnded || one.isKilled) return;
      hasEnded = true;
      one.isKilled = status === 'TimedOut';
      one.node.whenReachable(() => {
        if (one.isOver) return;
        if (status !== 'Success') this.errors += 1;
        this.#settle(one, status);
      });
    };
    this.#settings.run(one, (isSuccess) => end(isSuccess ? 'Success' : 'Failed'));
    this.#clock.in(this.#settings.executionTimeout, () => end('TimedOut'));
    this.#sendMore();
  }

  #settle(one: Invocation<Node>, status: Status): void {
    one.status = status;
    this.#endedAt = this.#clock.now;
    this.#settings.settled?.(one);
    if (this.errors > this.#settings.maxErrors && !this.isHalted) {
      this.isHalted = true;
      for (const other of this.invocations) {
        if (other.status === 'waits') this.#settle(other, 'NotStarted');
      }
    }
    // Later, so that all results of one instant are known before anything more is sent.
    this.#clock.in(0, () => {
      this.#sendMore();
      this.#finishIfOver();
    });
  }

  #finishIfOver(): void {
    if (this.#isFinished || this.invocations.some((one) => !one.isOver)) return;
    this.#isFinished = true;
    this.#settings.finished?.();
  }

  /** Targets for which it is not over. */
  get open(): readonly Invocation<Node>[] {
    return this.invocations.filter(({ isOver }) => !isOver);
  }

  /** The metrics of a rollout; a window task has a cutoff and an end. */
  facts(window?: { cutoff: number; end: number }): Told {
    const count = (...statuses: Status[]) =>
      this.invocations.filter(({ status }) => statuses.includes(status)).length;
    const installed = this.invocations.map((one) => one.installed);
    const isRunning = this.open.length > 0;
    const notStarted = count('NotStarted', 'waits');
    const isComplete = notStarted === 0 && !isRunning;
    const isDoneBy = (time: number | undefined) =>
      time === undefined ? null : isComplete && this.#endedAt <= time;
    return {
      targets: this.invocations.length,
      started: this.invocations.filter(({ hasStarted }) => hasStarted).length,
      succeeded: count('Success'),
      failed: count('Failed'),
      timedOut: count('TimedOut'),
      undeliverable: count('Undeliverable'),
      cancelled: count('Cancelled'),
      notStarted,
      unfinished: count('sent', 'running'),
      installedPatches: installed.reduce((sum, patches) => sum + patches, 0),
      installedNodes: installed.filter((patches) => patches > 0).length,
      minutes: this.#startedAt === 0 || isRunning ? null : (this.#endedAt - this.#startedAt) / 60,
      errors: this.errors,
      peakConcurrency: this.peakConcurrency,
      peakDown: this.peakDown,
      halted: this.isHalted,
      haltedExecutions: this.isHalted ? 1 : 0,
      completed: isComplete,
      finishedBeforeCutoff: isDoneBy(window?.cutoff),
      finishedBeforeEnd: isDoneBy(window?.end),
    };
  }
}

function isInFlight(status: Status): boolean {
  return status === 'sent' || status === 'running';
}

/** Over several executions counts add up; minutes and peaks are the largest. */
export function toldOfRollout(name: string, executions: readonly Told[]): Told {
  const told: Told = {};
  for (const metric of Object.keys(executions[0]!)) {
    const values = executions.map((one) => one[metric]!);
    const numbers = values.filter((value) => value !== null).map(Number);
    const key = `${name}.${metric}`;
    if (metric === 'minutes') told[key] = numbers.length < values.length ? null : Math.max(...numbers);
    else if (metric.startsWith('peak')) told[key] = Math.max(...numbers);
    else if (metric === 'halted') told[key] = values.includes(true);
    else if (metric === 'completed') told[key] = !values.includes(false);
    else if (metric.startsWith('finished')) told[key] = numbers.length === 0 ? null : !values.includes(false);
    else told[key] = numbers.reduce((sum, value) => sum + value, 0);
  }
  return told;
}
