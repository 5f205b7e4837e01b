/** Over a thousand experiments whose truth is known, a pick that is said to be right with 95% has to be. */
import { describe, expect, test, vi } from 'vitest';
import { Columns } from '../../src/experiment/columns.ts';
import type { Constraint, Goal, GoalOutcome } from '../../src/experiment/goal.ts';
import { parseConstraint } from '../../src/experiment/parse-goal.ts';
import { goalOutcomeOf } from '../../src/experiment/pick.ts';
import { pickLooks, untilPicked } from '../../src/experiment/pick-looks.ts';
import { standardNormalQuantile } from '../../src/kernel/normal.ts';
import { type RandomStream, RandomStreams } from '../../src/kernel/random.ts';
import { metricsByName } from '../support/metrics.ts';
import { times } from './columns-made-up.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const hours = 'exposure.nodeHours';
const completed = 'task.T.completed';
const goal: Goal = { direction: 'min', metric: hours };
const keepsAtLeast = (percent: number) =>
  parseConstraint(`${completed} >= ${percent}%`, metricsByName) as Constraint;

/** What is true of a variant: normal hours of spread 1, and how often it completes. */
interface Truth {
  readonly mean: number;
  readonly share: number;
}

/** Replications of one experiment, as far as they are asked for; half of the luck is common to all variants. */
class Experiment {
  readonly columns: readonly Columns[];
  private readonly truths: readonly Truth[];
  private readonly stream: RandomStream;
  private readonly ordinal: number;

  constructor(truths: readonly Truth[], stream: RandomStream, ordinal: number) {
    this.truths = truths;
    this.stream = stream;
    this.ordinal = ordinal;
    this.columns = truths.map(() => new Columns([hours, completed], metricsByName));
  }

  extendTo(count: number): void {
    const from = this.columns[0]!.count;
    const uniform = (replication: number, part: number) =>
      this.stream.uniform(this.ordinal, replication, part);
    const common = times(count - from, (index) => standardNormalQuantile(uniform(from + index, 0)));
    this.truths.forEach(({ mean, share }, variant) => {
      const rows = new Float64Array(2 * common.length);
      common.forEach((luck, index) => {
        const own = standardNormalQuantile(uniform(from + index, 2 * variant + 1));
        rows[2 * index] = 100 + mean + Math.SQRT1_2 * (luck + own);
        rows[2 * index + 1] = share === 1 || uniform(from + index, 2 * variant + 2) < share ? 1 : 0;
      });
      this.columns[variant]!.append(rows);
    });
  }

  outcome(constraints: readonly Constraint[], within: number, looks: number | null): GoalOutcome {
    const candidates = this.columns.map((columns, index) => ({ name: String(index), columns }));
    return goalOutcomeOf(candidates, { goal, constraints, within: { absolute: within }, looks });
  }
}

function isRight(truths: readonly Truth[], pick: string, required: number, within: number): boolean {
  const feasible = truths.filter(({ share }) => share >= required);
  const picked = truths[Number(pick)]!;
  return picked.share >= required && picked.mean <= Math.min(...feasible.map(({ mean }) => mean)) + within;
}

const experiments = 1_000;

/** How often a pick was claimed with 95%, and how often that was right. */
function claimsOf(
  truths: readonly Truth[],
  { n, required, within }: { n: number; required: number; within: number },
): { claimed: number; right: number } {
  const stream = new RandomStreams('claims').stream(JSON.stringify(truths));
  const constraints = required === 0 ? [] : [keepsAtLeast(100 * required)];
  let claimed = 0;
  let right = 0;
  for (let ordinal = 0; ordinal < experiments; ordinal += 1) {
    const experiment = new Experiment(truths, stream, ordinal);
    experiment.extendTo(n);
    const { pick, probabilityRight } = experiment.outcome(constraints, within, null);
    if (pick === null || probabilityRight! < 0.95) continue;
    claimed += 1;
    if (isRight(truths, pick, required, within)) right += 1;
  }
  return { claimed, right };
}

/** The same where replications are added until the pick is settled. */
function settledOf(
  truths: readonly Truth[],
  { required, within, atMost }: { required: number; within: number; atMost: number },
): { settled: number; right: number } {
  const stream = new RandomStreams('settled').stream(JSON.stringify(truths));
  const constraints = required === 0 ? [] : [keepsAtLeast(100 * required)];
  const limits = { atLeast: 30, atMost };
  const names = truths.map((_, index) => String(index));
  const looks = pickLooks(limits).length;
  let settled = 0;
  let right = 0;
  for (let ordinal = 0; ordinal < experiments; ordinal += 1) {
    const experiment = new Experiment(truths, stream, ordinal);
    const nextLook = untilPicked({ goal, constraints, within: { absolute: within } }, names, limits);
    for (let count = nextLook(0, experiment.columns); count !== null; ) {
      experiment.extendTo(count);
      count = nextLook(count, experiment.columns);
    }
    const outcome = experiment.outcome(constraints, within, looks);
    if (outcome.settled !== true) continue;
    settled += 1;
    if (isRight(truths, outcome.pick!, required, within)) right += 1;
  }
  return { settled, right };
}

const whole = (...means: number[]): Truth[] => means.map((mean) => ({ mean, share: 1 }));

describe('of a fixed number of replications', () => {
  // With 50 of them and half of the luck in common, the standard error of a difference is 0.141.
  const n = 50;

  test('a claim is right, and made where the best one is far ahead', () => {
    for (const gap of [0.15, 0.3, 0.6]) {
      const { claimed, right } = claimsOf(whole(0, gap, gap), { n, required: 0, within: 0 });
      expect(right).toBeGreaterThanOrEqual(0.95 * claimed);
      if (gap === 0.6) expect(claimed).toBeGreaterThan(0.9 * experiments);
    }
  });

  test('a claim is right where all others are worse by just more than the margin', () => {
    const others = times(7, () => 0.284);
    const { claimed, right } = claimsOf(whole(...others, 0), { n, required: 0, within: 0.283 });
    expect(right).toBeGreaterThanOrEqual(0.95 * claimed);
    expect(claimed).toBeGreaterThan(0.5 * experiments);
  });
});

describe('with constraints', () => {
  test('a claim is right that passes over a better variant, which breaks one', () => {
    const truths = [
      { mean: -1, share: 0.7 },
      { mean: 0, share: 0.97 },
      { mean: 0.7, share: 1 },
    ];
    const { claimed, right } = claimsOf(truths, { n: 150, required: 0.85, within: 0 });
    expect(right).toBeGreaterThanOrEqual(0.95 * claimed);
    expect(claimed).toBeGreaterThan(0.5 * experiments);
  });

  test('variants just below the limit are hardly ever claimed', () => {
    const truths = [
      { mean: -1, share: 0.849 },
      { mean: -1, share: 0.849 },
      { mean: 1, share: 0.95 },
    ];
    const { claimed, right } = claimsOf(truths, { n: 150, required: 0.85, within: 0 });
    expect(claimed - right).toBeLessThanOrEqual(0.05 * experiments);
  });
});

describe('with as many replications as it takes', () => {
  test('a settled pick is right, though it was looked at again and again', () => {
    const { settled, right } = settledOf(whole(0, 0.201, 0.201), { required: 0, within: 0.2, atMost: 2_000 });
    expect(settled).toBe(experiments);
    expect(right).toBeGreaterThanOrEqual(0.95 * settled);
  });

  test('a settled pick keeps its constraint, too', () => {
    const truths = [
      { mean: -0.5, share: 0.8 },
      { mean: 0, share: 0.97 },
      { mean: 0.6, share: 1 },
    ];
    const { settled, right } = settledOf(truths, { required: 0.9, within: 0.3, atMost: 1_000 });
    expect(settled).toBeGreaterThan(0.9 * experiments);
    expect(right).toBeGreaterThanOrEqual(0.95 * settled);
  });
});

describe('looks', () => {
  test('are twice as far each time, from 30 at the least to the cap', () => {
    expect(pickLooks({ atLeast: 200, atMost: 10_000 })).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000]);
    expect(pickLooks({ atLeast: 1, atMost: 100 })).toEqual([30, 60, 100]);
    expect(pickLooks({ atLeast: 50, atMost: 20 })).toEqual([20]);
  });

  test('end at the cap, settled or not', () => {
    const experiment = new Experiment(whole(0, 0), new RandomStreams('cap').stream('cap'), 0);
    const nextLook = untilPicked({ goal, constraints: [], within: { absolute: 0.0001 } }, ['a', 'b'], {
      atLeast: 30,
      atMost: 100,
    });
    const seen: (number | null)[] = [nextLook(0, experiment.columns)];
    for (let count = seen[0]!; count !== null; ) {
      experiment.extendTo(count);
      count = nextLook(count, experiment.columns)!;
      seen.push(count);
    }
    expect(seen).toEqual([30, 60, 100, null]);
    expect(experiment.outcome([], 0.0001, 3).settled).toBe(false);
  });

  test('do not settle on fewer than 200 runs what hardly any run tells apart', () => {
    const outcomeAt = (count: number) => {
      const candidates = ['a', 'b'].map((name) => {
        const columns = new Columns([hours], metricsByName);
        columns.append(Float64Array.from(times(count, () => 3)));
        return { name, columns };
      });
      return goalOutcomeOf(candidates, { goal, constraints: [], within: null, looks: 3 });
    };
    expect(outcomeAt(100).settled).toBe(false);
    expect(outcomeAt(200).settled).toBe(true);
  });

  test('are over once every variant is known to break a constraint', () => {
    const experiment = new Experiment([{ mean: 0, share: 0.5 }], new RandomStreams('none').stream('none'), 0);
    experiment.extendTo(200);
    expect(experiment.outcome([keepsAtLeast(99)], 1, 3)).toMatchObject({ pick: null, settled: true });
  });
});
