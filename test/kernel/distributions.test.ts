import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  chooseByShare,
  type Distribution,
  meanOf,
  pickSmallest,
  samplerOf,
  validateDistribution,
} from '../../src/kernel/distributions.ts';
import { prepareDistributions } from '../../src/kernel/gamma.ts';
import { standardNormalQuantile } from '../../src/kernel/normal.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { gammaDistribution, kolmogorovSmirnov, momentsOf, normalDistribution } from './statistics.ts';

const lognormalOf = (mean: number, sd: number) => (x: number) => {
  const variance = Math.log(1 + (sd / mean) ** 2);
  return normalDistribution((Math.log(x / mean) + variance / 2) / Math.sqrt(variance));
};

/** Each family with its distribution function, written independently, and quantiles and moments as SciPy 1.17 has them. */
const families: readonly {
  readonly distribution: Distribution;
  readonly distributionOf: (x: number) => number;
  /** At 1%, 25%, 50%, 90% and 99.9%. */
  readonly quantiles: readonly number[];
  readonly mean: number;
  readonly sd: number;
}[] = [
  {
    distribution: { family: 'uniform', min: 10, max: 30 },
    distributionOf: (x) => (x - 10) / 20,
    quantiles: [10.2, 15, 20, 28, 29.98],
    mean: 20,
    sd: 5.773502691896257,
  },
  {
    distribution: { family: 'exponential', mean: 600 },
    distributionOf: (x) => -Math.expm1(-x / 600),
    quantiles: [
      6.030201512100865, 172.60924347106854, 415.88830833596717, 1381.5510557964276, 4144.653167389281,
    ],
    mean: 600,
    sd: 600,
  },
  {
    distribution: { family: 'normal', mean: 600, sd: 120 },
    distributionOf: (x) => normalDistribution((x - 600) / 120),
    quantiles: [320.8382551150991, 519.0612299764703, 600, 753.7861878653521, 970.8278767401375],
    mean: 600,
    sd: 120,
  },
  {
    distribution: { family: 'lognormal', mean: 480, sd: 240 },
    distributionOf: lognormalOf(480, 240),
    quantiles: [
      143.06404942642158, 312.185752004036, 429.3250516799594, 786.5014676620323, 1848.2241014551676,
    ],
    mean: 480,
    sd: 240,
  },
  {
    distribution: { family: 'triangular', min: 1, mode: 3, max: 9 },
    distributionOf: (x) => (x < 3 ? (x - 1) ** 2 / 16 : 1 - (9 - x) ** 2 / 48),
    quantiles: [1.4, 3, 4.101020514433644, 6.809109769979336, 8.780910976997934],
    mean: 13 / 3,
    sd: 1.699673171197595,
  },
  {
    distribution: { family: 'gamma', mean: 480, sd: 240 },
    distributionOf: (x) => gammaDistribution(4, x / 120),
    quantiles: [
      98.78984236144622, 304.23842542801117, 440.64728986210764, 801.6939681907038, 1567.4688935025683,
    ],
    mean: 480,
    sd: 240,
  },
  {
    distribution: { family: 'gamma', mean: 480, sd: 960 },
    distributionOf: (x) => gammaDistribution(0.25, x / 1920),
    quantiles: [
      1.2959420024752244e-5, 5.072980039859324, 83.85370051751693, 1440.7543146947262, 8402.772975142438,
    ],
    mean: 480,
    sd: 960,
  },
  {
    distribution: { family: 'weibull', shape: 1.5, scale: 300 },
    distributionOf: (x) => -Math.expm1(-((x / 300) ** 1.5)),
    quantiles: [
      13.971455054105904, 130.73637951090714, 234.96593063239538, 523.1164540789235, 1088.1260737018426,
    ],
    mean: 270.82358788528006,
    sd: 183.8807375264029,
  },
];

const spread: readonly Distribution[] = [
  ...families.map((one) => one.distribution),
  { family: 'normal', mean: 10, sd: 20 },
  { family: 'empirical', values: [1, 2, 2, 5, 8, 13] },
];

const nameOf = (distribution: Distribution) => JSON.stringify(distribution);

beforeAll(async () => {
  await prepareDistributions(spread);
});

describe.each(families.map((one) => ({ ...one, name: nameOf(one.distribution) })))('$name', (family) => {
  test('has the quantiles of its family', () => {
    const sampler = samplerOf(family.distribution);
    for (const [i, u] of [0.01, 0.25, 0.5, 0.9, 0.999].entries()) {
      expect(sampler.quantile(u) / family.quantiles[i]!).toBeCloseTo(1, 12);
    }
  });

  test('draws what its distribution function says, with its mean and sd', () => {
    const count = 20_000;
    const sampler = samplerOf(family.distribution);
    const stream = new RandomStreams('families').stream(nameOf(family.distribution));
    const values = Array.from({ length: count }, (_, i) => sampler.quantile(stream.uniform(i, 0)));
    expect(kolmogorovSmirnov(values, family.distributionOf)).toBeLessThan(1.95);
    const moments = momentsOf(values);
    expect(Math.abs(moments.mean - family.mean) / (family.sd / Math.sqrt(count))).toBeLessThan(4);
    expect(moments.sd / family.sd).toBeCloseTo(1, 1);
    expect(meanOf(family.distribution)).toBeCloseTo(family.mean, 9);
  });
});

describe.each(spread.map((distribution) => ({ distribution, name: nameOf(distribution) })))(
  '$name',
  ({ distribution }) => {
    test('grows with the number drawn, and is finite at both ends', () => {
      const sampler = samplerOf(distribution);
      const us = [2 ** -53, ...Array.from({ length: 9999 }, (_, i) => (i + 1) / 10_000), 1 - 2 ** -53];
      const values = us.map((u) => sampler.quantile(u));
      expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    });

    test('lasts whole milliseconds, one draw of its stream each', () => {
      const sampler = samplerOf(distribution);
      const stream = new RandomStreams('durations').stream('x');
      expect(sampler.isConstant).toBe(false);
      for (let ordinal = 0; ordinal < 50; ordinal += 1) {
        const durationMs = sampler.durationMs(stream, ordinal, 2, 1);
        expect(Number.isSafeInteger(durationMs)).toBe(true);
        expect(Math.abs(durationMs - sampler.quantile(stream.uniform(ordinal, 2, 1)))).toBeLessThanOrEqual(
          0.5,
        );
      }
    });
  },
);

test('the normal quantile agrees with 40 digits of arithmetic to 15 digits', () => {
  const known: readonly (readonly [number, number])[] = [
    [2 ** -53, -8.209536151601387],
    [1e-10, -6.361340902404057],
    [0.0125, -2.2414027276049455],
    [0.07, -1.4757910281791706],
    [0.25, -0.6744897501960817],
    [0.7, 0.5244005127080407],
    [0.975, 1.9599639845400538],
    [0.99999, 4.264890793923841],
  ];
  for (const [p, z] of known) expect(standardNormalQuantile(p) / z).toBeCloseTo(1, 14);
  expect(standardNormalQuantile(0.5)).toBe(0);
});

test('a normal duration that would be negative takes no time', () => {
  const sampler = samplerOf({ family: 'normal', mean: 10, sd: 20 });
  expect(sampler.quantile(0.1)).toBe(0);
  expect(sampler.quantile(0.9)).toBeCloseTo(35.63103131089201, 10);
});

test('a list of values yields each of them equally often', () => {
  const sampler = samplerOf({ family: 'empirical', values: [3, 5, 5, 9] });
  expect([0.001, 0.249, 0.25, 0.5, 0.749, 0.75, 1 - 2 ** -53].map((u) => sampler.quantile(u))).toEqual([
    3, 3, 5, 5, 5, 9, 9,
  ]);
});

test.each<Distribution>([
  { family: 'constant', value: 90_000 },
  { family: 'uniform', min: 90_000, max: 90_000 },
  { family: 'triangular', min: 90_000, mode: 90_000, max: 90_000 },
  { family: 'lognormal', mean: 90_000, sd: 0 },
  { family: 'normal', mean: 90_000, sd: 0 },
  { family: 'gamma', mean: 90_000, sd: 0 },
  { family: 'empirical', values: [90_000] },
])('a $family distribution without spread draws nothing', (distribution) => {
  const sampler = samplerOf(distribution);
  const streams = new RandomStreams('1');
  const stream = streams.stream('x');
  stream.uniform = () => {
    throw new Error('drawn');
  };
  expect(sampler.isConstant).toBe(true);
  expect(sampler.durationMs(stream, 0, 0)).toBe(90_000);
  expect(meanOf(distribution)).toBe(90_000);
});

test('a larger mean makes every single draw longer', () => {
  const mean = fc.double({ min: 1, max: 1e7, noNaN: true });
  const u = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
  const families: readonly ((mean: number) => Distribution)[] = [
    (m) => ({ family: 'exponential', mean: m }),
    (m) => ({ family: 'normal', mean: m, sd: 1 }),
    (m) => ({ family: 'lognormal', mean: m, sd: m / 2 }),
    (m) => ({ family: 'gamma', mean: m, sd: m / 2 }),
    (m) => ({ family: 'weibull', shape: 1.5, scale: m }),
  ];
  fc.assert(
    fc.property(
      mean,
      fc.double({ min: 1.01, max: 100, noNaN: true }),
      u,
      fc.constantFrom(...families),
      (m, factor, p, of) => {
        const shorter = samplerOf(of(m)).quantile(p);
        const longer = samplerOf(of(m * factor)).quantile(p);
        expect(longer).toBeGreaterThanOrEqual(shorter);
        if (shorter > 0) expect(longer).toBeGreaterThan(shorter);
      },
    ),
  );
});

describe('what is wrong with a distribution', () => {
  test.each<[Distribution, string]>([
    [{ family: 'constant', value: -1 }, 'value must be a number from 0, not -1'],
    [{ family: 'constant', value: Number.NaN }, 'value must be a number from 0, not NaN'],
    [{ family: 'uniform', min: 5, max: 4 }, 'max must not be below min: 4 is below 5'],
    [{ family: 'uniform', min: 5, max: Infinity }, 'max must be a number, not Infinity'],
    [{ family: 'exponential', mean: 0 }, 'mean must be a number above 0, not 0'],
    [{ family: 'lognormal', mean: 3, sd: -1 }, 'sd must be a number from 0, not -1'],
    [{ family: 'triangular', min: 1, mode: 0, max: 3 }, 'mode must not be below min: 0 is below 1'],
    [{ family: 'triangular', min: 1, mode: 4, max: 3 }, 'max must not be below mode: 3 is below 4'],
    [{ family: 'weibull', shape: 0, scale: 3 }, 'shape must be a number above 0, not 0'],
    [{ family: 'empirical', values: [] }, 'values must not be empty'],
    [{ family: 'empirical', values: [2, 1] }, 'values must ascend: value 2 does not'],
    [{ family: 'empirical', values: [-2, 1] }, 'value 1 must be a number from 0, not -2'],
  ])('%o', (distribution, problem) => {
    expect(validateDistribution(distribution)).toBe(problem);
    expect(() => samplerOf(distribution)).toThrow(problem);
  });

  test.each(spread.map((one) => [one]))('nothing: %o', (distribution) => {
    expect(validateDistribution(distribution)).toBeNull();
  });
});

describe('choices', () => {
  test('categories share the unit interval in their order', () => {
    const shares = [0.2, 0, 0.7, 0.1];
    expect([0.1, 0.2, 0.89, 0.95].map((u) => chooseByShare(u, shares))).toEqual([0, 2, 2, 3]);
  });

  test('the last category with a share takes what rounding left over', () => {
    expect(chooseByShare(1 - 2 ** -53, [0.5, 0.4999999999999998])).toBe(1);
    expect(chooseByShare(1 - 2 ** -53, [0.5, 0.4999999999999998, 0])).toBe(1);
  });

  test('picks are exact in number, ascending, and contained in larger picks', () => {
    const stream = new RandomStreams('picks').stream('x');
    const uniformOf = (ordinal: number) => stream.uniform(ordinal, 0);
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat({ max: 60 }), (a, b, c) => {
        const [few, many, all] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
        const smaller = pickSmallest(few, all, uniformOf);
        const larger = pickSmallest(many, all, uniformOf);
        expect(smaller).toHaveLength(few);
        expect(smaller).toEqual(smaller.toSorted((x, y) => x - y));
        expect(new Set([...smaller, ...larger]).size).toBe(many);
      }),
    );
  });

  test('of equal draws the lower ordinal is picked', () => {
    expect(pickSmallest(2, 4, () => 0.5)).toEqual([0, 1]);
  });
});
