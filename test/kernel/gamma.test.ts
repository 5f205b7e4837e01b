import { expect, test, vi } from 'vitest';

test('a gamma distribution must be prepared before a run draws from it', async () => {
  // Another file may have prepared it in the modules that all files share.
  vi.resetModules();
  const { samplerOf } = await import('../../src/kernel/distributions.ts');
  const { prepareDistributions } = await import('../../src/kernel/gamma.ts');
  const gamma = { family: 'gamma', mean: 10, sd: 5 } as const;
  await prepareDistributions([{ family: 'exponential', mean: 1 }]);
  expect(() => samplerOf(gamma)).toThrow('drawn from before it was prepared');
  await prepareDistributions([gamma]);
  expect(samplerOf(gamma).quantile(0.5)).toBeGreaterThan(0);
});
