/**
 * Heartbeats, when their absence makes a node ConnectionLost, and how an agent without credentials backs off. All of
 * it is arithmetic, so that a node that pings happily costs no event.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html
 */

const minuteMs = 60_000;

/**
 * The heartbeat is UpdateInstanceInformation every five minutes. ASSUMPTION connection-lost-after: AWS does not say
 * how many may be missed; two by default.
 */
export function connectionLostAtMs(
  lastPingMs: number,
  heartbeatMs: number,
  missedHeartbeats: number,
): number {
  return lastPingMs + heartbeatMs * missedHeartbeats;
}

/**
 * The last heartbeat of a node that pinged at `firstPingMs` and every `heartbeatMs` since, and fell silent at
 * `silentSinceMs`: a ping due at that very instant was still sent. Null: it had not pinged yet.
 */
export function lastPingAtOrBefore(
  silentSinceMs: number,
  firstPingMs: number,
  heartbeatMs: number,
): number | null {
  if (silentSinceMs < firstPingMs) return null;
  return silentSinceMs - ((silentSinceMs - firstPingMs) % heartbeatMs);
}

/** How long a hibernating agent waits between two tries: each three times, the last one for good. */
const hibernationIntervalsMs = [5, 10, 20, 40, 60].map((minutes) => minutes * minuteMs);
const triesPerInterval = 3;

/**
 * The first try after `afterMs` of an agent that found no credentials at `hibernatedSinceMs`: after 5 minutes, then
 * at intervals of 5, 10, 20, 40 and 60 minutes, each kept for three times its length.
 *
 * ASSUMPTION hibernation-cap: the guide says "up to once per hour"; that the agent can be configured to wait longer
 * is left out.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
 */
export function nextHibernationPingMs(hibernatedSinceMs: number, afterMs: number): number {
  let pingMs = hibernatedSinceMs + hibernationIntervalsMs[0]!;
  if (pingMs > afterMs) return pingMs;
  for (const intervalMs of hibernationIntervalsMs) {
    const pingsDone = Math.floor((afterMs - pingMs) / intervalMs);
    if (pingsDone < triesPerInterval || intervalMs === hibernationIntervalsMs.at(-1)) {
      return pingMs + (pingsDone + 1) * intervalMs;
    }
    pingMs += triesPerInterval * intervalMs;
  }
  return pingMs;
}
