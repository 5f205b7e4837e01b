/** How far many replications are: a line on the terminal that comes after a second, and leaves without a trace. */
import { writePainted } from './standard-streams.ts';
import { showsProgress, widthOfErrors } from './terminal.ts';

const everyMs = 250;
/** A wait shorter than this needs no explanation. */
const patienceMs = 1_000;
/** Shorter, it would not say more than the numbers. */
const [barWidthMin, barWidthMax] = [8, 24];

export interface ProgressBar {
  /** `wanted` may grow if the number of runs is not known beforehand. */
  update(done: number, wanted: number): void;
  stop(): void;
}

export function startProgressBar(what: string, nowMs: () => number): ProgressBar {
  if (!showsProgress(process.env)) return { update() {}, stop() {} };
  const startedMs = nowMs();
  let latest = { done: 0, wanted: 0 };
  let isShown = false;
  const timer = setInterval(() => {
    const elapsedMs = nowMs() - startedMs;
    if (elapsedMs < patienceMs) return;
    isShown = true;
    writePainted(`\r${progressLine(what, latest, { elapsedMs, width: widthOfErrors() - 1 })}\u001b[K`);
  }, everyMs);
  return {
    update(done, wanted) {
      latest = { done, wanted };
    },
    stop() {
      clearInterval(timer);
      if (isShown) writePainted('\r\u001b[K');
    },
  };
}

interface Moment {
  readonly elapsedMs: number;
  /** A longer line would wrap, and stay. */
  readonly width: number;
}

/** `simulating ██████░░░░░░ 300 of 1,000, 412 a second, 2 s left`; the bar takes the room that is left. */
export function progressLine(
  what: string,
  { done, wanted }: { readonly done: number; readonly wanted: number },
  { elapsedMs, width }: Moment,
): string {
  const numbers = `${grouped(done)} of ${grouped(wanted)}${pace({ done, wanted }, elapsedMs)}`;
  const room = width - what.length - numbers.length - 2;
  if (room < barWidthMin) return `${what} ${numbers}`.slice(0, width);
  const barWidth = Math.min(room, barWidthMax);
  const filled = wanted === 0 ? 0 : Math.floor((done / wanted) * barWidth);
  return `${what} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${numbers}`;
}

function pace(
  { done, wanted }: { readonly done: number; readonly wanted: number },
  elapsedMs: number,
): string {
  if (done === 0) return '';
  const perSecond = (1000 * done) / elapsedMs;
  const rate =
    perSecond >= 1 ? `${grouped(Math.round(perSecond))} a second` : `${inWords(1 / perSecond)} each`;
  return `, ${rate}, ${inWords((wanted - done) / perSecond)} left`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}
