/** How long rollouts take: closed forms, bounds, and what must hold in every single run. */
import { describe, expect, test, vi } from 'vitest';
import { tallyOfCommand } from '../../src/capabilities/run-command/tally.ts';
import { kolmogorovSmirnov, normalDistribution } from '../kernel/statistics.ts';
import { commandsOf } from '../support/machines.ts';
import { replicateRollout, rolloutOf, rolloutYaml } from '../support/rollout.ts';
import { replicate } from '../support/simulate.ts';
import { expectMean, expectVariance, harmonic, sumOf } from '../support/statistics.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

describe('the ramp, acknowledgement a and run d constant', () => {
  /**
   * m = min(c, N) slots are all taken after K gates; each slot then works in rounds of a + d. N = q m + r: the last
   * round is a whole one of q, or its r runs begin where the first r of the ramp began.
   */
  function minutesOf(one: { nodes: number; limit: number; ack: number; run: number }): number {
    const slots = Math.min(one.limit, one.nodes);
    const gates = Math.ceil(Math.log2(slots + 1)) - 1;
    const rounds = Math.floor(one.nodes / slots);
    const rest = one.nodes - rounds * slots;
    const round = one.ack + one.run;
    const lastSlot = gates * one.ack + rounds * round;
    if (rest === 0) return lastSlot / 60;
    return Math.max(Math.floor(Math.log2(rest)) * one.ack + (rounds + 1) * round, lastSlot) / 60;
  }

  const cases = [1, 2, 3, 7, 20, 33, 100].flatMap((nodes) =>
    [1, 2, 3, 5, 8, 15, 64].flatMap((limit) =>
      [
        { ack: 10, run: 300 },
        { ack: 1, run: 60 },
        { ack: 30, run: 7200 },
        { ack: 59, run: 240 },
      ].map((times) => ({ nodes, limit, ...times })),
    ),
  );

  test('takes K a + q (a + d), or as long as its last round does: 196 cases', () => {
    for (const one of cases) {
      const { nodes, limit, ack, run } = one;
      const rollout = rolloutOf({
        nodes,
        maxConcurrency: limit,
        dispatch: 'ramp',
        delivery: `${ack}s`,
        run: `${run}s`,
      });
      expect({ ...one, minutes: rollout.number('command.roll.minutes') }).toEqual({
        ...one,
        minutes: minutesOf(one),
      });
    }
  });
});

describe('the ramp with exponential acknowledgements', () => {
  test.each([8, 15, 40])('has sent to %i nodes after the slowest of 1, 2, 4, … in turn', (limit) => {
    const sentAfterSeconds = replicate(
      rolloutYaml({
        nodes: 40,
        maxConcurrency: limit,
        dispatch: 'ramp',
        delivery: '{ exponential: { mean: 10s } }',
        ackPatience: '10d',
        run: '20d',
      }),
      1500,
      (outcome) => {
        const { sentMs } = commandsOf(outcome)[0]!;
        return (sentMs[limit - 1]! - sentMs[0]!) / 1000;
      },
    );
    const gates = Array.from({ length: Math.ceil(Math.log2(limit + 1)) - 1 }, (_, gate) => 2 ** gate);
    expectMean(sentAfterSeconds, 10 * sumOf(gates.map((size) => harmonic(size))));
    expectVariance(sentAfterSeconds, 100 * sumOf(gates.map((size) => harmonic(size, 2))));
  });
});

describe('a sliding rollout of exponential runs', () => {
  test.each([
    { nodes: 40, limit: 8 },
    { nodes: 30, limit: 1 },
    { nodes: 25, limit: 25 },
  ])('takes (N - c) / (c m) + H(c) / m on average: $nodes nodes, $limit at once', ({ nodes, limit }) => {
    const options = { nodes, maxConcurrency: limit, run: '{ exponential: { mean: 10m } }' };
    const minutes = replicateRollout(options, 1500).map((one) => one.minutes);
    expectMean(minutes, 10 * ((nodes - limit) / limit + harmonic(limit)));
    expectVariance(minutes, 100 * ((nodes - limit) / limit ** 2 + harmonic(limit, 2)));
  });
});

describe('everybody at once', () => {
  test('takes as long as the slowest of N lognormal runs', () => {
    const options = { nodes: 50, maxConcurrency: 50, run: '{ lognormal: { mean: 4m, sd: 2m } }' };
    const minutes = replicateRollout(options, 1500).map((one) => one.minutes);
    const variance = Math.log(1 + (2 / 4) ** 2);
    const location = Math.log(4) - variance / 2;
    const distributionOf = (x: number) =>
      normalDistribution((Math.log(x) - location) / Math.sqrt(variance)) ** 50;
    expect(kolmogorovSmirnov(minutes, distributionOf)).toBeLessThan(1.95);
  });
});

describe('in every single replication', () => {
  const uneven = '{ lognormal: { mean: 10m, sd: 12m } }';

  test('a sliding rollout stays within Graham’s bounds', () => {
    for (const limit of [1, 3, 8, 20]) {
      const runs = replicate(
        rolloutYaml({ nodes: 30, maxConcurrency: limit, run: uneven }),
        100,
        (outcome) => {
          const [command] = commandsOf(outcome);
          const { firstSentMs, lastEndedMs } = tallyOfCommand(command!);
          const durations = Array.from(command!.endedMs, (ended, at) => ended - command!.sentMs[at]!);
          return { durations, makespan: lastEndedMs! - firstSentMs! };
        },
      );
      for (const { durations, makespan } of runs) {
        const share = sumOf(durations) / limit;
        const longest = Math.max(...durations);
        expect(makespan).toBeGreaterThanOrEqual(Math.max(share, longest));
        expect(makespan).toBeLessThanOrEqual(share + (1 - 1 / limit) * longest);
      }
    }
  });

  test('more at once never takes longer, as long as nothing halts', () => {
    const byLimit = [1, 2, 3, 5, 8, 13, 30].map((maxConcurrency) =>
      replicateRollout({ nodes: 30, maxConcurrency, run: uneven }, 150).map((one) => one.minutes),
    );
    byLimit.slice(1).forEach((minutes, index) => {
      minutes.forEach((one, replication) => {
        expect(one).toBeLessThanOrEqual(byLimit[index]![replication]!);
      });
    });
  });

  test('longer runs never make it shorter', () => {
    const byMean = [5, 7, 10, 20].map((mean) =>
      replicateRollout(
        { nodes: 30, maxConcurrency: 4, run: `{ lognormal: { mean: ${mean}m, sd: ${mean}m } }` },
        150,
      ).map((one) => one.minutes),
    );
    byMean.slice(1).forEach((minutes, index) => {
      minutes.forEach((one, replication) => {
        expect(one).toBeGreaterThanOrEqual(byMean[index]![replication]!);
      });
    });
  });

  test('batches take at least as long as sliding, over the same luck', () => {
    const minutesBy = (dispatch: 'batch' | 'sliding') =>
      replicateRollout({ nodes: 30, maxConcurrency: 4, run: uneven, dispatch }, 150).map(
        (one) => one.minutes,
      );
    const sliding = minutesBy('sliding');
    minutesBy('batch').forEach((minutes, replication) => {
      expect(minutes).toBeGreaterThanOrEqual(sliding[replication]!);
    });
  });
});
