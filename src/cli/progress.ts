/** A line on the terminal that says how long it has been. Two threads share it, so that it never mixes with a report. */
import { writeError } from './standard-streams.ts';
import { showsProgress } from './terminal.ts';

const everyMs = 500;
/** Whoever waits less than this needs no explanation. */
const patienceMs = 1_000;

export function startProgress(what: string, isReporting: Int32Array): () => void {
  if (!showsProgress(process.env)) return () => {};
  const startedAtMs = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAtMs;
    if (elapsedMs < patienceMs || Atomics.load(isReporting, 0) === 1) return;
    writeError(`\r${what} … ${Math.floor(elapsedMs / 1000)} s`);
  }, everyMs);
  return () => {
    clearInterval(timer);
    clearProgress(isReporting);
  };
}

/** Called by whichever thread writes first. */
export function clearProgress(isReporting: Int32Array): void {
  if (Atomics.exchange(isReporting, 0, 1) === 0 && showsProgress(process.env)) writeError('\r\u001b[K');
}
