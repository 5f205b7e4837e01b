/**
 * One rollout under rate control, by its counts alone.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rollout, type RolloutSettings } from '../../src/aws/rollout.ts';

function rollout(settings: Partial<RolloutSettings> = {}): Rollout {
  return new Rollout({
    targetCount: 100,
    maxConcurrencyCount: 10,
    maxErrorsCount: 0,
    dispatch: 'ramp',
    halt: 'exceeds',
    ...settings,
  });
}

/** Sends what may be sent, and says how many that were. */
function send(one: Rollout): number {
  const count = one.sendCountNow();
  if (count > 0) one.onSent(count);
  return count;
}

function answer(one: Rollout, count: number): void {
  const { batchNumber } = one;
  for (let i = 0; i < count; i += 1) one.onAnswered(batchNumber);
}

describe('the ramp', () => {
  test('doubles its batches as long as they answer, and ends with the slots', () => {
    const one = rollout();
    const sent = [];
    for (let i = 0; i < 6; i += 1) {
      const count = send(one);
      sent.push(count);
      answer(one, count);
    }
    expect(sent).toEqual([1, 2, 4, 3, 0, 0]);
  });

  test('waits for the last one of a batch', () => {
    const one = rollout();
    send(one);
    answer(one, 1);
    expect(send(one)).toBe(2);
    answer(one, 1);
    expect(send(one)).toBe(0);
    answer(one, 1);
    expect(send(one)).toBe(4);
  });

  test('is not misled by an answer to a batch that it no longer waits for', () => {
    const one = rollout();
    send(one);
    const first = one.batchNumber;
    one.onPatienceEnded(first);
    expect(send(one)).toBe(2);
    one.onAnswered(first);
    one.onPatienceEnded(first);
    expect(send(one)).toBe(0);
  });

  test('refills each freed slot once it is over', () => {
    const one = rollout({ maxConcurrencyCount: 3, maxErrorsCount: 9 });
    send(one);
    answer(one, 1);
    expect(send(one)).toBe(2);
    one.onFinished(false);
    expect(send(one)).toBe(1);
    one.onFinished(true);
    one.onFinished(false);
    expect(send(one)).toBe(2);
  });
});

test('sliding sends as many as there are slots at once', () => {
  const one = rollout({ dispatch: 'sliding' });
  expect(send(one)).toBe(10);
  one.onFinished(false);
  expect(send(one)).toBe(1);
});

test('a batch goes when the last of the batch before has ended', () => {
  const one = rollout({ dispatch: 'batch' });
  expect(send(one)).toBe(10);
  for (let i = 0; i < 9; i += 1) one.onFinished(false);
  expect(send(one)).toBe(0);
  one.onFinished(false);
  expect(send(one)).toBe(10);
});

test('nothing is sent after a halt or a closing, and it is finished when the last one out has ended', () => {
  for (const stop of ['halt', 'close'] as const) {
    const one = rollout({ dispatch: 'sliding', maxConcurrencyCount: 2 });
    send(one);
    if (stop === 'close') one.isClosed = true;
    one.onFinished(stop === 'halt');
    expect(one.isHalted).toBe(stop === 'halt');
    expect(send(one)).toBe(0);
    expect(one.isFinished).toBe(false);
    one.onFinished(false);
    expect(one.isFinished).toBe(true);
    expect(one.unsentCount).toBe(98);
  }
});

test('without targets it is finished from the start', () => {
  expect(rollout({ targetCount: 0 }).isFinished).toBe(true);
});

test('under any answers and results it keeps its limits and ends with everybody sent to, or halted', () => {
  fc.assert(
    fc.property(
      fc.record({
        targetCount: fc.integer({ min: 0, max: 60 }),
        maxConcurrencyCount: fc.integer({ min: 1, max: 70 }),
        maxErrorsCount: fc.nat({ max: 20 }),
        dispatch: fc.constantFrom('ramp' as const, 'sliding' as const, 'batch' as const),
        halt: fc.constantFrom('exceeds' as const, 'reaches' as const),
      }),
      fc.infiniteStream(fc.nat({ max: 3 })),
      (settings, chance) => {
        const one = new Rollout(settings);
        const draws = chance[Symbol.iterator]();
        /** Batch of each invocation that is out and has not answered; 0 for those that have. */
        const out: number[] = [];
        for (let step = 0; !one.isFinished; step += 1) {
          expect(step).toBeLessThan(1000);
          const count = send(one);
          out.push(...Array<number>(count).fill(one.batchNumber));
          expect(one.inFlightCount).toBe(out.length);
          expect(one.inFlightCount).toBeLessThanOrEqual(settings.maxConcurrencyCount);
          if (out.length === 0) continue;
          const draw = draws.next().value!;
          const batch = out.pop()!;
          if (batch > 0) one.onAnswered(batch);
          if (draw < 2) one.onFinished(draw === 1);
          else out.unshift(0);
        }
        expect(one.isHalted || one.unsentCount === 0).toBe(true);
        const most =
          settings.halt === 'exceeds' ? settings.maxErrorsCount : Math.max(1, settings.maxErrorsCount) - 1;
        expect(one.errorCount).toBeLessThanOrEqual(most + settings.maxConcurrencyCount);
      },
    ),
  );
});
