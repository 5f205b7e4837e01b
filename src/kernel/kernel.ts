/**
 * The kernel knows three things: what time it is, what happens next, and when to stop. What an event means, its handler
 * knows.
 *
 * Order is total: events happen by time, and at one time in the order in which they were scheduled. Time is whole
 * milliseconds; with fractions, "at the same time" would be a matter of rounding. Every run ends: its time is the
 * half-open interval [start, end), and its events are counted against a limit.
 */
import { assert, fail } from './assert.ts';
import { EventQueue, noEvent } from './event-queue.ts';
import { InstantQueue } from './instant-queue.ts';

/** What is done when an event happens. `subject` says to whom, `argument` is whatever else the handler needs. */
export type Handler = (subject: number, argument: number) => void;

/** Index of a registered handler: events are numbers, not objects. */
export type EventType = number;

export interface RunEnd {
  /** `end-reached`: something would have happened at or after the end. `queue-empty`: nothing was left to happen. */
  readonly stopReason: 'queue-empty' | 'end-reached' | 'event-limit' | 'given-up';
  readonly endedAtMs: number;
  readonly eventCount: number;
  /** The handler called last: at the event limit, the one to suspect. Empty if none was. */
  readonly lastHandler: string;
  /** What `giveUp` was told; empty unless the run was given up. */
  readonly givenUpFor: string;
}

export interface KernelOptions {
  readonly startMs: number;
  readonly endMs: number;
  readonly eventCountMax: number;
}

export class Kernel {
  private readonly options: KernelOptions;
  private readonly startMs: number;
  private readonly endMs: number;
  private readonly names: string[] = [];
  private readonly handlers: Handler[] = [];
  private readonly queue = new EventQueue();
  private readonly waiting = new InstantQueue();
  /** One number in an array of its own: a field of an object would be reached through one more pointer. */
  private readonly clock = new Float64Array(1);
  private hasDropped = false;
  private eventCountMax: number;
  private givenUpFor = '';
  private happened = 0;

  constructor(options: KernelOptions) {
    assert(Number.isSafeInteger(options.startMs), `start ${options.startMs} is not a whole number`);
    assert(Number.isSafeInteger(options.endMs), `end ${options.endMs} is not a whole number`);
    assert(options.startMs >= 0, `start ${options.startMs} lies before 1970`);
    assert(options.startMs <= options.endMs, `end ${options.endMs} lies before start ${options.startMs}`);
    assert(options.eventCountMax >= 0, `event limit ${options.eventCountMax} is not a count`);
    this.options = options;
    this.eventCountMax = options.eventCountMax;
    this.startMs = options.startMs;
    this.endMs = options.endMs;
    this.clock[0] = options.startMs;
    this.queue.clear(options.startMs);
  }

  /** Only the loop moves it. */
  get nowMs(): number {
    return this.clock[0]!;
  }

  /** Events that happened before the one that is happening. */
  get eventCount(): number {
    return this.happened;
  }

  /** Registers what is done when an event of this name happens. */
  on(name: string, handler: Handler): EventType {
    assert(!this.names.includes(name), `${name} has a handler already`);
    this.names.push(name);
    return this.handlers.push(handler) - 1;
  }

  /** An event at or after the end is dropped at once, since it can never happen. */
  schedule(atMs: number, type: EventType, subject = 0, argument = 0): void {
    // One test in the hot path, and all else apart: what is small is inlined where it is called. A whole number before the
    // end is a safe integer, as the end is.
    if (
      atMs >= this.clock[0]! &&
      atMs < this.endMs &&
      Math.floor(atMs) === atMs &&
      (subject | 0) === subject &&
      type >>> 0 < this.handlers.length
    ) {
      this.queue.push(atMs, type, subject, argument);
    } else {
      this.check(atMs, type, subject);
      this.hasDropped = true;
    }
  }

  /**
   * Calls the handler once nothing else is left to happen at this instant; several one by one, in the order in which they
   * asked. What one of them schedules for the same instant happens before the next has its turn.
   */
  whenInstantEnds(type: EventType, subject = 0, argument = 0): void {
    this.check(this.clock[0]!, type, subject);
    this.waiting.add(type, subject, argument);
  }

  run(): RunEnd {
    const { queue, waiting, handlers } = this;
    let type = -1;
    for (let eventCount = 0; ; eventCount += 1) {
      this.happened = eventCount;
      if (waiting.isEmpty || queue.hasMoreNow()) {
        const row = queue.take();
        if (row === noEvent) return this.endOfRun(eventCount, type);
        this.clock[0] = queue.timeOf(row);
        if (eventCount >= this.eventCountMax) return this.endOfRun(eventCount, type, 'event-limit');
        type = queue.typeOf(row);
        handlers[type]!(queue.subjectOf(row), queue.argumentOf(row));
      } else {
        if (eventCount >= this.eventCountMax) return this.endOfRun(eventCount, type, 'event-limit');
        const index = waiting.take();
        type = waiting.typeOf(index);
        handlers[type]!(waiting.subjectOf(index), waiting.argumentOf(index));
      }
    }
  }

  /** Ends the run once the handler has returned: what it has found makes the rest of the run endless. */
  giveUp(reason: string): void {
    this.givenUpFor = reason;
    this.eventCountMax = 0;
  }

  /** Forgets all that is pending and goes back to the start, for the next replication. Handlers and memory stay. */
  clear(): void {
    this.queue.clear(this.startMs);
    this.waiting.clear();
    this.clock[0] = this.startMs;
    this.hasDropped = false;
    this.givenUpFor = '';
    this.eventCountMax = this.options.eventCountMax;
    this.happened = 0;
  }

  /** Moves the clock on to the last instant of the run: what is asked afterwards is asked of its end. */
  goToEnd(): void {
    this.clock[0] = Math.max(this.clock[0]!, this.endMs - 1);
  }

  private endOfRun(eventCount: number, lastType: number, stoppedBy?: 'event-limit'): RunEnd {
    const { givenUpFor } = this;
    const natural = stoppedBy ?? (this.hasDropped ? 'end-reached' : 'queue-empty');
    const stopReason = givenUpFor === '' ? natural : 'given-up';
    const endedAtMs = stopReason === 'end-reached' ? this.endMs : this.clock[0]!;
    return { stopReason, endedAtMs, eventCount, lastHandler: this.names[lastType] ?? '', givenUpFor };
  }

  /** What must be true of any event, within the run or beyond its end. */
  private check(atMs: number, type: EventType, subject: number): void {
    const name = this.names[type] ?? fail(`event type ${type} has no handler`);
    if (!Number.isSafeInteger(atMs)) fail(`${name}: time ${atMs} is not a whole number`);
    if (atMs < this.clock[0]!) fail(`${name}: time ${atMs} lies before now, ${this.clock[0]!}`);
    if ((subject | 0) !== subject) fail(`${name}: subject ${subject} is not a 32-bit number`);
  }
}
