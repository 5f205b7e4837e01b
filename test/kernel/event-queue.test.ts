import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { EventQueue, noEvent } from '../../src/kernel/event-queue.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

interface Event {
  readonly time: number;
  readonly type: number;
  readonly subject: number;
  readonly argument: number;
}

/** The dumb twin: a list, sorted anew at each push. JavaScript's sort keeps the order of equals. */
class SortedList {
  private events: Event[] = [];

  push(event: Event): void {
    this.events = [...this.events, event].sort((a, b) => a.time - b.time);
  }

  take(): Event | undefined {
    return this.events.shift();
  }

  hasMoreAt(time: number): boolean {
    return this.events[0]?.time === time;
  }
}

function takeFrom(queue: EventQueue): Event | undefined {
  const row = queue.take();
  if (row === noEvent) return undefined;
  return {
    time: queue.timeOf(row),
    type: queue.typeOf(row),
    subject: queue.subjectOf(row),
    argument: queue.argumentOf(row),
  };
}

/** Delays of every size: many equal ones, the borders of the digits of a time, decades. */
const delay = fc.oneof(
  fc.nat({ max: 3 }),
  fc.nat({ max: 1000 }),
  fc.nat(),
  fc.integer({ min: 0, max: 2 ** 44 }),
  fc.constantFrom(
    255,
    256,
    65_535,
    65_536,
    2 ** 24 - 1,
    2 ** 24,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 40,
    2 ** 48,
  ),
);
const step = fc.record({
  delays: fc.array(delay, { maxLength: 12 }),
  takeCount: fc.nat({ max: 10 }),
});

describe('the event queue', () => {
  test('yields what a sorted list yields, whatever is pushed and taken in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const queue = new EventQueue(1);
        const twin = new SortedList();
        let now = 0;
        let pushedCount = 0;
        const take = () => {
          const event = takeFrom(queue);
          expect(event).toEqual(twin.take());
          if (event === undefined) return false;
          now = event.time;
          expect(queue.hasMoreNow()).toBe(twin.hasMoreAt(now));
          return true;
        };
        for (const { delays, takeCount } of steps) {
          for (const one of delays) {
            pushedCount += 1;
            const event = {
              time: now + one,
              type: pushedCount % 7,
              subject: -pushedCount,
              argument: pushedCount / 3,
            };
            queue.push(event.time, event.type, event.subject, event.argument);
            twin.push(event);
          }
          for (let i = 0; i < takeCount && take(); i += 1);
        }
        while (take());
        expect(queue.isEmpty).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps the order of ten thousand events at one time, near or far', () => {
    for (const time of [0, 77, 2 ** 45 + 3]) {
      const queue = new EventQueue();
      for (let subject = 0; subject < 10_000; subject += 1) queue.push(time, 0, subject, 0);
      const subjects = Array.from({ length: 10_000 }, () => takeFrom(queue)?.subject);
      expect(subjects).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    }
  });

  test('starts anew when cleared, with nothing pending', () => {
    const queue = new EventQueue();
    for (const time of [5, 700, 2 ** 40]) queue.push(time, 1, 2, 3);
    queue.take();
    queue.clear();
    expect(queue.isEmpty).toBe(true);
    expect(queue.take()).toBe(noEvent);
    queue.push(1, 4, 5, 6.5);
    expect(takeFrom(queue)).toEqual({ time: 1, type: 4, subject: 5, argument: 6.5 });
    expect(queue.take()).toBe(noEvent);
  });

  test('uses the memory of events that have happened again', () => {
    const queue = new EventQueue(4);
    for (let i = 0; i < 1000; i += 1) {
      queue.push(i, 0, i, 0);
      expect(takeFrom(queue)?.subject).toBe(i);
    }
    // The same row every time: nothing has grown.
    queue.push(1000, 0, 0, 0);
    const row = queue.take();
    queue.push(1001, 0, 0, 0);
    expect(queue.take()).toBe(row);
  });
});
