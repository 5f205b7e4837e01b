/** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../../src/capabilities/event-bridge/targets/retries.ts';

const usual = { maximumAgeMs: 86_400_000, maximumAttempts: 185 };

test('EventBridge retries for 24 hours and up to 185 times with an exponential back off and jitter', () => {
  let [ageMs, retries] = [0, 0];
  for (;;) {
    const pauseMs = retryAfterMs(retries + 1, ageMs, usual, 0.5);
    if (pauseMs === null) break;
    ageMs += pauseMs;
    retries += 1;
  }
  expect(retries).toBe(185);
  expect(ageMs).toBeLessThan(usual.maximumAgeMs);
  expect(ageMs).toBeGreaterThan(usual.maximumAgeMs / 2);
});

test('pauses double, and jitter takes from their upper half', () => {
  expect([1, 2, 3, 4].map((attempt) => retryAfterMs(attempt, 0, usual, 1))).toEqual([1000, 2000, 4000, 8000]);
  expect(retryAfterMs(4, 0, usual, 0)).toBe(4000);
});

test('MaximumRetryAttempts and MaximumEventAgeInSeconds end it, whichever comes first', () => {
  expect(retryAfterMs(3, 0, { ...usual, maximumAttempts: 2 }, 0.5)).toBe(null);
  expect(retryAfterMs(1, 60_000, { ...usual, maximumAgeMs: 60_000 }, 0.5)).toBe(null);
  expect(retryAfterMs(1, 0, { ...usual, maximumAttempts: 0 }, 0.5)).toBe(null);
});
