import { expect, test } from 'vitest';
import { samplerOf } from '../../src/kernel/distributions.ts';
import { prepareDistributions } from '../../src/kernel/gamma.ts';

test('a gamma distribution must be prepared before a run draws from it', async () => {
  const gamma = { family: 'gamma', mean: 10, sd: 5 } as const;
  await prepareDistributions([{ family: 'exponential', mean: 1 }]);
  expect(() => samplerOf(gamma)).toThrow('drawn from before it was prepared');
  await prepareDistributions([gamma]);
  expect(samplerOf(gamma).quantile(0.5)).toBeGreaterThan(0);
});
