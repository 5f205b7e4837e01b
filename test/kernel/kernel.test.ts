import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';

const startMs = Date.UTC(2025, 0, 5);
const kernelOf = (endAfterMs = 1_000_000, eventCountMax = 1_000_000) =>
  new Kernel({ startMs, endMs: startMs + endAfterMs, eventCountMax });

/** A kernel whose events write down when they happened, and to whom. */
function recording(kernel: Kernel) {
  const seen: [atMs: number, subject: number][] = [];
  const type = kernel.on('recorded', (subject) => seen.push([kernel.nowMs - startMs, subject]));
  return { seen, type };
}

describe('order', () => {
  test('events happen by time, and at one time in the order in which they were scheduled', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (delaysMs) => {
        const kernel = kernelOf();
        const { seen, type } = recording(kernel);
        for (const [subject, delayMs] of delaysMs.entries())
          kernel.schedule(startMs + delayMs, type, subject);
        kernel.run();
        const expected = delaysMs.map((delayMs, subject): [number, number] => [delayMs, subject]);
        expect(seen).toEqual(expected.sort((a, b) => a[0] - b[0]));
      }),
    );
  });

  test('what a handler schedules for this very instant happens after all that was already due', () => {
    const kernel = kernelOf();
    const { seen, type } = recording(kernel);
    const first = kernel.on('first', () => kernel.schedule(kernel.nowMs, type, 3));
    kernel.schedule(startMs + 5, first);
    kernel.schedule(startMs + 5, type, 1);
    kernel.schedule(startMs + 6, type, 4);
    kernel.schedule(startMs + 5, type, 2);
    kernel.run();
    expect(seen.map(([, subject]) => subject)).toEqual([1, 2, 3, 4]);
  });

  test('a handler receives its subject and its argument unchanged', () => {
    const kernel = kernelOf();
    const seen: number[][] = [];
    const type = kernel.on('seen', (subject, argument) => seen.push([subject, argument]));
    kernel.schedule(startMs, type, -2147483648, 0.1);
    kernel.schedule(startMs, type, 2147483647, -1e300);
    kernel.schedule(startMs, type);
    kernel.whenInstantEnds(type, 7, 1 / 3);
    kernel.run();
    expect(seen).toEqual([
      [-2147483648, 0.1],
      [2147483647, -1e300],
      [0, 0],
      [7, 1 / 3],
    ]);
  });
});

describe('the end', () => {
  test('is not part of the run: an event at the end never happens, one a millisecond earlier does', () => {
    const kernel = kernelOf(100);
    const { seen, type } = recording(kernel);
    for (const atMs of [99, 100, 101]) kernel.schedule(startMs + atMs, type, atMs);
    expect(kernel.run()).toEqual({
      stopReason: 'end-reached',
      endedAtMs: startMs + 100,
      eventCount: 1,
      lastHandler: 'recorded',
      givenUpFor: '',
    });
    expect(seen).toEqual([[99, 99]]);
  });

  test('comes early when nothing is left to happen', () => {
    const kernel = kernelOf(100);
    const { type } = recording(kernel);
    kernel.schedule(startMs + 40, type);
    expect(kernel.run()).toMatchObject({ stopReason: 'queue-empty', endedAtMs: startMs + 40, eventCount: 1 });
  });

  test('of a run without events is its start', () => {
    expect(kernelOf().run()).toEqual({
      stopReason: 'queue-empty',
      endedAtMs: startMs,
      eventCount: 0,
      lastHandler: '',
      givenUpFor: '',
    });
  });
});

describe('the event limit', () => {
  test('stops a run that never advances, and names the handler', () => {
    const kernel = kernelOf(100, 1000);
    const type = kernel.on('restless', () => kernel.schedule(kernel.nowMs, type));
    kernel.schedule(startMs + 3, type);
    expect(kernel.run()).toEqual({
      stopReason: 'event-limit',
      endedAtMs: startMs + 3,
      eventCount: 1000,
      lastHandler: 'restless',
      givenUpFor: '',
    });
  });

  test('ends where a handler gives the run up, and the next run begins anew', () => {
    const kernel = kernelOf(100);
    const type = kernel.on('hopeless', () => kernel.giveUp('it has no end'));
    const run = () => {
      for (const atMs of [1, 2]) kernel.schedule(startMs + atMs, type);
      return kernel.run();
    };
    const end = {
      stopReason: 'given-up',
      eventCount: 1,
      lastHandler: 'hopeless',
      givenUpFor: 'it has no end',
    };
    expect(run()).toMatchObject(end);
    kernel.clear();
    expect(run()).toMatchObject(end);
  });

  test('counts what is called at the end of an instant too', () => {
    const kernel = kernelOf(100, 10);
    const type = kernel.on('again', () => kernel.whenInstantEnds(type));
    kernel.whenInstantEnds(type);
    expect(kernel.run()).toMatchObject({ stopReason: 'event-limit', eventCount: 10, lastHandler: 'again' });
  });

  test('is no hindrance to a run of exactly so many events', () => {
    const kernel = kernelOf(100, 3);
    const { type } = recording(kernel);
    for (const atMs of [1, 2, 3]) kernel.schedule(startMs + atMs, type);
    expect(kernel.run()).toMatchObject({ stopReason: 'queue-empty', eventCount: 3 });
  });
});

describe('the end of an instant', () => {
  test('comes after every event of the instant, and before time moves on', () => {
    const kernel = kernelOf();
    const story: string[] = [];
    const refill = kernel.on('refill', () => story.push(`refill at ${kernel.nowMs - startMs}`));
    const finish = kernel.on('finish', (subject) => {
      story.push(`finish ${subject}`);
      if (subject === 1) kernel.whenInstantEnds(refill);
    });
    for (const subject of [1, 2, 3]) kernel.schedule(startMs + 10, finish, subject);
    kernel.schedule(startMs + 11, finish, 4);
    kernel.run();
    expect(story).toEqual(['finish 1', 'finish 2', 'finish 3', 'refill at 10', 'finish 4']);
  });

  test('waits anew for what is scheduled in it: whoever waits sees an instant with nothing left to happen', () => {
    const kernel = kernelOf();
    const story: string[] = [];
    const event = kernel.on('event', () => story.push('event'));
    const last = kernel.on('last', () => story.push('last'));
    const ending = kernel.on('ending', (subject) => {
      story.push(`ending ${subject}`);
      if (subject === 1) {
        kernel.schedule(kernel.nowMs, event);
        kernel.whenInstantEnds(last);
      }
    });
    kernel.schedule(startMs + 1, event);
    kernel.whenInstantEnds(ending, 0);
    const begin = kernel.on('begin', () => {
      kernel.whenInstantEnds(ending, 1);
      kernel.whenInstantEnds(ending, 2);
    });
    kernel.schedule(startMs + 5, begin);
    kernel.run();
    expect(story).toEqual(['ending 0', 'event', 'ending 1', 'event', 'ending 2', 'last']);
  });

  test('comes after the events of the very first instant too', () => {
    const kernel = kernelOf();
    const { seen, type } = recording(kernel);
    kernel.whenInstantEnds(type, 2);
    kernel.schedule(startMs, type, 1);
    kernel.schedule(startMs + 1, type, 3);
    kernel.run();
    expect(seen.map(([, subject]) => subject)).toEqual([1, 2, 3]);
  });

  test('comes also in the last instant of all', () => {
    const kernel = kernelOf();
    const { seen, type } = recording(kernel);
    const only = kernel.on('only', () => kernel.whenInstantEnds(type, 9));
    kernel.schedule(startMs + 2, only);
    expect(kernel.run()).toMatchObject({ stopReason: 'queue-empty', eventCount: 2 });
    expect(seen).toEqual([[2, 9]]);
  });

  test('serves a thousand who wait in the order in which they asked', () => {
    const kernel = kernelOf();
    const { seen, type } = recording(kernel);
    for (let subject = 0; subject < 1000; subject += 1) kernel.whenInstantEnds(type, subject);
    kernel.run();
    expect(seen.map(([, subject]) => subject)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

test('the clock can be moved on to the last instant, never back', () => {
  const kernel = kernelOf(100);
  kernel.goToEnd();
  expect(kernel.nowMs).toBe(startMs + 99);
  kernel.clear();
  expect(kernel.nowMs).toBe(startMs);
});

describe('the next replication', () => {
  test('begins at the start again, knowing its handlers and nothing else', () => {
    const kernel = kernelOf(100);
    const { seen, type } = recording(kernel);
    kernel.schedule(startMs + 1, type, 1);
    kernel.schedule(startMs + 100, type, 2);
    kernel.run();
    kernel.schedule(startMs + 50, type, 3);
    kernel.whenInstantEnds(type, 4);
    kernel.clear();
    expect(kernel.nowMs).toBe(startMs);
    kernel.schedule(startMs + 7, type, 5);
    expect(kernel.run()).toMatchObject({ stopReason: 'queue-empty', endedAtMs: startMs + 7, eventCount: 1 });
    expect(seen).toEqual([
      [1, 1],
      [7, 5],
    ]);
  });
});

describe('a defect is refused at once', () => {
  const refused = (schedule: (kernel: Kernel, type: number) => void) => {
    const kernel = kernelOf();
    const { type } = recording(kernel);
    const trigger = kernel.on('trigger', () => schedule(kernel, type));
    kernel.schedule(startMs + 10, trigger);
    return () => kernel.run();
  };

  test.each<[string, (kernel: Kernel, type: number) => void]>([
    ['recorded: time 1.5 is not a whole number', (kernel, type) => kernel.schedule(1.5, type)],
    ['recorded: time NaN is not a whole number', (kernel, type) => kernel.schedule(Number.NaN, type)],
    ['recorded: time Infinity is not a whole number', (kernel, type) => kernel.schedule(Infinity, type)],
    ['lies before now', (kernel, type) => kernel.schedule(kernel.nowMs - 1, type)],
    ['recorded: subject 0.5 is not', (kernel, type) => kernel.schedule(kernel.nowMs, type, 0.5)],
    ['recorded: subject 4294967296 is not', (kernel, type) => kernel.whenInstantEnds(type, 2 ** 32)],
    ['event type 99 has no handler', (kernel) => kernel.schedule(kernel.nowMs, 99)],
    ['event type -1 has no handler', (kernel) => kernel.whenInstantEnds(-1)],
    ['recorded has a handler already', (kernel) => kernel.on('recorded', () => {})],
  ])('%s', (message, schedule) => {
    expect(refused(schedule)).toThrow(message);
    expect(refused(schedule)).toThrow(expect.objectContaining({ name: 'FleetsimDefect' }));
  });

  test('a run must not end before it starts', () => {
    expect(() => kernelOf(-1)).toThrow('lies before start');
  });
});
