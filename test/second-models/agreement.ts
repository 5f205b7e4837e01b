/** Every metric of the simulator beside that of a second model, with the standard error of the difference of their means. */
import { metricsOf } from '../../src/result/metrics.ts';
import { momentsOf } from '../kernel/statistics.ts';
import { replicate } from '../support/simulate.ts';
import { sfc32 } from './clock.ts';

/** What a model says of one run, by the name of the metric; null as the simulator means it. */
export type Told = Record<string, number | boolean | null>;

export interface Situation {
  readonly yaml: string;
  readonly model: (random: () => number) => Told;
}

export interface Compared {
  readonly metric: string;
  readonly simulated: number;
  readonly model: number;
  /** Difference of the means in standard errors of the difference; infinite where neither varies and they differ. */
  readonly errors: number;
}

export function compareWithModel({ yaml, model }: Situation, runs: number, seed: number): Compared[] {
  const simulated = replicate(yaml, runs, (outcome) => Object.fromEntries(metricsOf(outcome)) as Told, {
    seed,
  });
  const random = sfc32(seed);
  const told = Array.from({ length: runs }, () => model(random));
  const names = new Set([...simulated, ...told].flatMap((one) => Object.keys(one)));
  // The models do not follow single patches: those metrics have closed forms of their own in tests.
  return [...names]
    .filter((metric) => !metric.startsWith('patch.'))
    .flatMap((metric) => [
      comparedMeans(metric, valuesOf(simulated, metric), valuesOf(told, metric)),
      ...comparedNulls(metric, simulated, told),
    ]);
}

/** A metric that a side does not name, such as a cause that it never saw, is 0 there. */
function valuesOf(runs: readonly Told[], metric: string): number[] {
  return runs.flatMap((one) => {
    const value = one[metric] ?? (metric in one ? null : 0);
    return value === null ? [] : [Number(value)];
  });
}

/** In how many of the runs it is null, if it ever is. */
function comparedNulls(metric: string, simulated: readonly Told[], told: readonly Told[]): Compared[] {
  const shares = [simulated, told].map((runs) => runs.map((one) => (one[metric] === null ? 1 : 0)));
  if (shares.flat().every((share) => share === 0)) return [];
  return [comparedMeans(`${metric} is null`, shares[0]!, shares[1]!)];
}

function comparedMeans(metric: string, simulated: readonly number[], told: readonly number[]): Compared {
  if (simulated.length === 0 && told.length === 0) return { metric, simulated: 0, model: 0, errors: 0 };
  const [first, second] = [momentsOf(simulated), momentsOf(told)];
  const error = Math.sqrt(first.sd ** 2 / simulated.length + second.sd ** 2 / told.length);
  const difference = Math.abs(first.mean - second.mean);
  const errors = difference < 1e-9 ? 0 : difference / error;
  return { metric, simulated: first.mean, model: second.mean, errors };
}
