/**
 * When EventBridge tries a target again that did not take an event.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
import type { RetryPolicy } from '../state.ts';

/** After this number of doublings a pause is the longest, 512 s: with it 185 attempts take most of the 24 hours that AWS gives them. */
const doublingsMax = 9;

/**
 * ASSUMPTION event-retry-backoff: AWS gives the number of attempts and the time, and calls the pauses exponential with
 * jitter. Here they double from one second to the longest, and each is drawn from its upper half. `attempt` counts from 1;
 * `drawn` is from 0 to 1. Null: the event is given up.
 */
export function retryAfterMs(
  attempt: number,
  ageMs: number,
  { maximumAgeMs, maximumAttempts }: RetryPolicy,
  drawn: number,
): number | null {
  if (attempt > maximumAttempts) return null;
  const longestMs = 1000 * (1 << Math.min(attempt - 1, doublingsMax));
  const pauseMs = Math.round((longestMs * (1 + drawn)) / 2);
  return ageMs + pauseMs > maximumAgeMs ? null : pauseMs;
}
