/**
 * A second model of the rollout, written from AWS's sentences and without a line of the simulator: slow, plain, one
 * object per target, its own chance. Where both agree in distribution, a mistake would have to have been made twice.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

/** Draws one duration in seconds. */
export type Draw = (random: () => number) => number;

export interface TwinSettings {
  readonly targets: number;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  readonly dispatch: 'ramp' | 'sliding' | 'batch';
  readonly halt?: 'exceeds' | 'reaches';
  readonly patience?: number;
  readonly delivery: Draw;
  readonly run: Draw;
  /** Share of runs that fail. */
  readonly fails?: number;
  /** After a run that did not fail; a share of the reboots never ends. */
  readonly reboot?: Draw;
  readonly breaks?: number;
  /** Share of targets whose connection is lost. */
  readonly lost?: number;
  readonly deliveryTimeout?: number;
  readonly executionTimeout?: number;
}

export interface TwinOutcome {
  readonly minutes: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly undeliverable: number;
  readonly started: number;
  readonly notStarted: number;
  readonly errors: number;
  readonly peakConcurrency: number;
  readonly isHalted: boolean;
}

interface Target {
  sentAt: number;
  /** When it will answer, and when it will be over; Infinity: never. */
  answersAt: number;
  overAt: number;
  /** What will then be known of it. */
  verdict: 'succeeded' | 'failed' | 'executionTimedOut' | 'deliveryTimedOut' | 'undeliverable';
  hasStarted: boolean;
}

export function twinRollout(settings: TwinSettings, random: () => number): TwinOutcome {
  const { targets, maxConcurrency, maxErrors, dispatch } = settings;
  const patience = milliseconds(settings.patience ?? 60);
  const sent: Target[] = [];
  let batch: Target[] = [];
  let rampSize = dispatch === 'ramp' ? 1 : Number.POSITIVE_INFINITY;
  let peakConcurrency = 0;
  let errors = 0;
  let isHalted = false;

  for (let now = 0; now < Number.POSITIVE_INFINITY; ) {
    // All that happens at this instant is known before anybody else is sent to.
    const working = sent.filter((target) => target.overAt > now).length;
    peakConcurrency = Math.max(peakConcurrency, working);
    errors = sent.filter((target) => target.overAt <= now && isError(target)).length;
    isHalted = settings.halt === 'reaches' ? errors >= Math.max(1, maxErrors) : errors > maxErrors;
    const isRamp = rampSize < Number.POSITIVE_INFINITY;
    const isAwaited = (target: Target) => !hasAnswered(target, now) && now < target.sentAt + patience;
    const waits = (dispatch === 'batch' && working > 0) || (isRamp && batch.some(isAwaited));
    const count = isHalted || waits ? 0 : Math.min(maxConcurrency - working, rampSize, targets - sent.length);
    if (count > 0) {
      batch = Array.from({ length: count }, () => newTarget(settings, now, random));
      sent.push(...batch);
      rampSize = working + count >= maxConcurrency ? Number.POSITIVE_INFINITY : rampSize * 2;
      // Some may be over already: look again before time goes on.
      continue;
    }
    let next = Number.POSITIVE_INFINITY;
    const consider = (time: number) => {
      if (time > now && time < next) next = time;
    };
    for (const target of sent) {
      consider(target.answersAt);
      consider(target.overAt);
    }
    for (const target of batch) consider(target.sentAt + patience);
    now = next;
  }

  const count = (verdict: Target['verdict']) => sent.filter((target) => target.verdict === verdict).length;
  return {
    minutes: Math.max(...sent.map(({ overAt }) => overAt)) / 60_000,
    succeeded: count('succeeded'),
    failed: count('failed'),
    timedOut: count('executionTimedOut') + count('deliveryTimedOut'),
    undeliverable: count('undeliverable'),
    started: sent.filter(({ hasStarted }) => hasStarted).length,
    notStarted: targets - sent.length,
    errors,
    peakConcurrency,
    isHalted,
  };
}

function isError({ verdict }: Target): boolean {
  return verdict === 'failed' || verdict === 'executionTimedOut';
}

function hasAnswered(target: Target, now: number): boolean {
  return target.answersAt <= now || target.overAt <= now;
}

/** The whole life of one target is drawn when it is sent to: nothing that happens elsewhere changes it. */
function newTarget(settings: TwinSettings, now: number, random: () => number): Target {
  const deliveryTimeout = milliseconds(settings.deliveryTimeout ?? 2_592_000);
  const executionTimeout = milliseconds(settings.executionTimeout ?? 172_800);
  const target: Target = {
    sentAt: now,
    answersAt: Number.POSITIVE_INFINITY,
    overAt: now,
    verdict: 'undeliverable',
    hasStarted: false,
  };
  if (random() < (settings.lost ?? 0)) return target;
  const delivery = milliseconds(settings.delivery(random));
  if (delivery > deliveryTimeout) {
    return { ...target, overAt: now + deliveryTimeout + executionTimeout, verdict: 'deliveryTimedOut' };
  }
  target.hasStarted = true;
  target.answersAt = now + delivery;
  const run = milliseconds(settings.run(random));
  if (run > executionTimeout) {
    return { ...target, overAt: target.answersAt + executionTimeout, verdict: 'executionTimedOut' };
  }
  target.overAt = target.answersAt + run;
  if (random() < (settings.fails ?? 0)) return { ...target, verdict: 'failed' };
  if (settings.reboot === undefined) return { ...target, verdict: 'succeeded' };
  if (random() < (settings.breaks ?? 0)) {
    return { ...target, overAt: now + deliveryTimeout + executionTimeout, verdict: 'deliveryTimedOut' };
  }
  return { ...target, overAt: target.overAt + milliseconds(settings.reboot(random)), verdict: 'succeeded' };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

// --- chance of its own ---------------------------------------------------------------------------------------------

/** Marsaglia's xorshift with 32 bits, weak but unlike anything in the simulator. */
export function xorshift(seed: number): () => number {
  let state = seed | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 4_294_967_296;
  };
  for (let i = 0; i < 20; i += 1) next();
  return next;
}

export const constant =
  (seconds: number): Draw =>
  () =>
    seconds;

export const uniform =
  (min: number, max: number): Draw =>
  (random) =>
    min + random() * (max - min);

export const exponential =
  (mean: number): Draw =>
  (random) =>
    -mean * Math.log(random());

/** Box and Muller. */
export const lognormal = (mean: number, sd: number): Draw => {
  const variance = Math.log(1 + (sd / mean) ** 2);
  return (random) => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(Math.log(mean) - variance / 2 + normal * Math.sqrt(variance));
  };
};

export const sumOfDraws =
  (...draws: Draw[]): Draw =>
  (random) =>
    draws.reduce((sum, draw) => sum + draw(random), 0);
