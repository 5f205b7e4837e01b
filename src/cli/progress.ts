/** A line on the terminal that says how long it has been. Two threads share it, so that it never mixes with a report. */
import { writePainted } from './standard-streams.ts';
import { showsProgress } from './terminal.ts';

const everyMs = 500;
/** A wait shorter than this needs no explanation. */
const patienceMs = 1_000;

const [nothingShown, shown, over] = [0, 1, 2];

/** What both threads know of the line. */
export type ProgressState = Int32Array;

export function createProgressState(): ProgressState {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** The function that it returns ends it. */
export function startProgress(what: string, state: ProgressState): () => void {
  if (!showsProgress(process.env)) return () => {};
  const startedAtMs = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAtMs;
    if (elapsedMs < patienceMs) return;
    Atomics.compareExchange(state, 0, nothingShown, shown);
    if (Atomics.load(state, 0) === shown) writePainted(`\r${what} … ${Math.floor(elapsedMs / 1000)} s`);
  }, everyMs);
  return () => {
    clearInterval(timer);
    clearProgress(state);
  };
}

/** Called by whichever thread writes first: from then on there is no line. */
export function clearProgress(state: ProgressState): void {
  if (Atomics.exchange(state, 0, over) === shown) writePainted('\r\u001b[K');
}
