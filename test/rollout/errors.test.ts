/** How many fail, and how many are started, until MaxErrors stops it: exact distributions. */
import { describe, expect, test, vi } from 'vitest';
import { tallyOfCommand } from '../../src/capabilities/run-command/tally.ts';
import { commandsOf } from '../support/machines.ts';
import { replicateRollout, rolloutYaml } from '../support/rollout.ts';
import { replicate } from '../support/simulate.ts';
import { binomial, expectCounts, expectMean, expectVariance, sumOf } from '../support/statistics.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const replications = 2000;

describe('one at a time, each run fails with probability p', () => {
  test.each([
    { maxErrors: 0, p: 0.2 },
    { maxErrors: 3, p: 0.2 },
    { maxErrors: 10, p: 0.2 },
    { maxErrors: 2, p: 0.5 },
  ])('the number started until the halt is negative binomial: MaxErrors $maxErrors, p $p', (one) => {
    const { maxErrors, p } = one;
    const errors = maxErrors + 1;
    const started = replicateRollout(
      { nodes: 250, maxErrors, fails: `${p * 100}%`, run: '1m' },
      replications,
    ).map(({ tally }) => {
      expect(tally.failed).toBe(errors);
      return tally.started;
    });
    expectMean(started, errors / p);
    expectVariance(started, (errors * (1 - p)) / p ** 2);
    expectCounts(started, (count) => {
      if (count < errors) return 0;
      return p * (binomial(count - 1, p)[errors - 1] ?? 0);
    });
  });
});

describe('one at a time, exactly so many nodes fail', () => {
  test('the number started until the halt is negative hypergeometric', () => {
    const good = 80;
    const bad = 20;
    const maxErrors = 3;
    const text = `
${rolloutYaml({ nodes: good, maxErrors, run: '1m' })}
`.replace(
      'fleet:',
      `fleet:
  bad: { count: ${bad}, os: AMAZON_LINUX_2, tags: { Role: web }, model: { documents: { Custom-Roll: { run: 1m, fails: 100% } } } }`,
    );
    const started = replicate(text, replications, (outcome) => {
      const tally = tallyOfCommand(commandsOf(outcome)[0]!);
      expect(tally.failed).toBe(maxErrors + 1);
      return tally.started;
    });
    // The k-th node is the fourth bad one: three among the k - 1 before it, sixteen among those after.
    const probabilityOf = (count: number) =>
      (choose(count - 1, maxErrors) * choose(good + bad - count, bad - maxErrors - 1)) /
      choose(good + bad, bad);
    expectMean(started, ((maxErrors + 1) * (good + bad + 1)) / (bad + 1));
    expectCounts(started, (count) => (count <= maxErrors ? 0 : probabilityOf(count)));
  });
});

describe('c at once, all runs equally long, so that waves end together', () => {
  /** Waves of c until errors pass the limit or nobody is left: how probable each end is. */
  function endsOf(nodes: number, c: number, maxErrors: number, p: number) {
    const ends: { failed: number; started: number; probability: number }[] = [];
    let going = [1];
    for (let started = 0; started < nodes; ) {
      const wave = Math.min(c, nodes - started);
      started += wave;
      const next: number[] = Array(maxErrors + 1).fill(0);
      going.forEach((probability, before) => {
        binomial(wave, p).forEach((share, more) => {
          const failed = before + more;
          if (failed <= maxErrors && started < nodes) next[failed]! += probability * share;
          else ends.push({ failed, started, probability: probability * share });
        });
      });
      going = next;
    }
    return ends;
  }

  test.each([{ dispatch: 'sliding' as const }, { dispatch: 'batch' as const }])(
    '8 at once, MaxErrors 8, 20% failing, $dispatch: 9.7 failures and 48.5 started on average',
    (one) => {
      const ends = endsOf(400, 8, 8, 0.2);
      const meanFailed = sumOf(ends.map(({ failed, probability }) => failed * probability));
      const meanStarted = sumOf(ends.map(({ started, probability }) => started * probability));
      expect(meanFailed).toBeCloseTo(9.7, 3);
      expect(meanStarted).toBeCloseTo(48.5, 2);
      const tallies = replicateRollout(
        { nodes: 400, maxConcurrency: 8, maxErrors: 8, fails: '20%', run: '1m', ...one },
        replications,
      ).map(({ tally }) => tally);
      for (const key of ['failed', 'started'] as const) {
        const values = tallies.map((tally) => tally[key]);
        expectMean(values, key === 'failed' ? meanFailed : meanStarted);
        expectCounts(values, (value) =>
          sumOf(ends.filter((end) => end[key] === value).map(({ probability }) => probability)),
        );
      }
    },
  );
});

describe('any rollout', () => {
  const uneven = '{ lognormal: { mean: 10m, sd: 5m } }';

  test('never has more errors than MaxErrors + MaxConcurrency, and can have that many', () => {
    const most = replicateRollout(
      { nodes: 60, maxConcurrency: 4, maxErrors: 2, fails: '60%', run: uneven },
      600,
    ).map(({ tally }) => tally.errors);
    expect(Math.max(...most)).toBe(2 + 4);
  });

  test('halts with the probability that more than MaxErrors of all nodes fail, whatever MaxConcurrency is', () => {
    const nodes = 40;
    const maxErrors = 8;
    const halted = [1, 4, 10, 40].map((maxConcurrency) =>
      replicateRollout({ nodes, maxConcurrency, maxErrors, fails: '20%', run: uneven }, 500).map((one) =>
        one.isHalted ? 1 : 0,
      ),
    );
    for (const other of halted) expect(other).toEqual(halted[0]);
    expectMean(halted[0]!, sumOf(binomial(nodes, 0.2).slice(maxErrors + 1)));
  });

  test('without a halt the same nodes fail at any MaxConcurrency', () => {
    const failedNodes = (maxConcurrency: number) =>
      replicate(rolloutYaml({ nodes: 40, maxConcurrency, fails: '20%', run: uneven }), 50, (outcome) => {
        const [command] = commandsOf(outcome);
        return Array.from(command!.nodes)
          .filter((_, position) => command!.statusOf(position) === 'Failed')
          .sort((a, b) => a - b);
      });
    const reference = failedNodes(1);
    expect(reference.flat().length).toBeGreaterThan(300);
    for (const limit of [3, 10, 40]) expect(failedNodes(limit)).toEqual(reference);
  });

  test('more failing nodes never make fewer failures, and one at a time never more starts', () => {
    const byShare = [5, 10, 20, 40].map((percent) =>
      replicateRollout({ nodes: 60, maxErrors: 4, fails: `${percent}%`, run: uneven }, 200).map(
        ({ tally }) => tally,
      ),
    );
    byShare.slice(1).forEach((tallies, index) => {
      tallies.forEach((tally, replication) => {
        expect(tally.failed).toBeGreaterThanOrEqual(byShare[index]![replication]!.failed);
        expect(tally.started).toBeLessThanOrEqual(byShare[index]![replication]!.started);
      });
    });
  });

  test('a higher MaxErrors never starts fewer nodes', () => {
    const byLimit = [0, 2, 5, 10].map((maxErrors) =>
      replicateRollout({ nodes: 60, maxErrors, fails: '20%', run: uneven }, 200).map(
        ({ tally }) => tally.started,
      ),
    );
    byLimit.slice(1).forEach((started, index) => {
      started.forEach((count, replication) => {
        expect(count).toBeGreaterThanOrEqual(byLimit[index]![replication]!);
      });
    });
  });
});

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i += 1) product *= (n - k + i) / i;
  return product;
}
