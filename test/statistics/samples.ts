/** Samples whose true distribution is known, for tests of procedures: every draw by inversion, so that samples can share luck. */
import { exp, ln } from '../../src/kernel/math.ts';
import { standardNormalQuantile } from '../../src/kernel/normal.ts';
import { type RandomStream, RandomStreams } from '../../src/kernel/random.ts';

/** A distribution: its mean, and the value that a share u of all draws stays below. */
export interface Family {
  readonly mean: number;
  quantile(u: number): number;
}

export const normal = (mean: number, sd: number): Family => ({
  mean,
  quantile: (u) => mean + sd * standardNormalQuantile(u),
});

export const exponential = (mean: number): Family => ({ mean, quantile: (u) => -mean * ln(1 - u) });

/** Yes with this probability. */
export const yesOrNo = (share: number): Family => ({ mean: share, quantile: (u) => (u > 1 - share ? 1 : 0) });

export const poisson = (mean: number): Family => discrete(mean, exp(-mean), (k) => mean / (k + 1));

export const binomial = (n: number, share: number): Family =>
  discrete(n * share, exp(n * ln(1 - share)), (k) => (((n - k) / (k + 1)) * share) / (1 - share));

/** Successes before the r-th failure. */
export const negativeBinomial = (r: number, failure: number): Family =>
  discrete((r * (1 - failure)) / failure, exp(r * ln(failure)), (k) => ((k + r) / (k + 1)) * (1 - failure));

/** `size` at once with this probability, otherwise none: an outage of a whole group. */
export const outage = (share: number, size: number): Family => ({
  mean: share * size,
  quantile: (u) => (u > 1 - share ? size : 0),
});

/** The last of 160 lognormal durations, as of a rollout to all nodes at once. */
export function slowestOf160(): Family {
  const quantile = (u: number) => 20 * exp(0.4 * standardNormalQuantile(exp(ln(u) / 160)));
  // The mean by the midpoint rule: the mean of the quantile function.
  const steps = 400_000;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) sum += quantile((i + 0.5) / steps);
  return { mean: sum / steps, quantile };
}

/** Whole numbers from 0, by the chance of 0 and the ratio of the chances of k + 1 and k. */
function discrete(mean: number, chanceOfZero: number, ratio: (k: number) => number): Family {
  const cumulated = [chanceOfZero];
  for (let k = 0, chance = chanceOfZero; cumulated[k]! < 1 - 1e-15 && k < 10_000; k += 1) {
    chance *= ratio(k);
    cumulated.push(cumulated[k]! + chance);
  }
  return {
    mean,
    quantile: (u) => {
      const k = cumulated.findIndex((below) => u <= below);
      return k < 0 ? cumulated.length - 1 : k;
    },
  };
}

/** Uniform numbers of one experiment after the other. */
export class Luck {
  private readonly stream: RandomStream;

  constructor(seed: string) {
    this.stream = new RandomStreams(seed).stream('test');
  }

  uniforms(experiment: number, which: number, n: number): Float64Array {
    return Float64Array.from({ length: n }, (_, i) => this.stream.uniform(i, experiment, which));
  }

  /**
   * As above, but with this probability each number is that of `common`, and otherwise one of their own: columns that share
   * luck, by so much.
   */
  correlated(experiment: number, which: number, common: Float64Array, share: number): Float64Array {
    return common.map((shared, i) => {
      const coin = this.stream.uniform(i, experiment, which + 1_000);
      return coin < share ? shared : this.stream.uniform(i, experiment, which);
    });
  }
}

export function sampleOf(family: Family, uniforms: Float64Array): Float64Array {
  return uniforms.map((u) => family.quantile(u));
}
