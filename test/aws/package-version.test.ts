import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePackageVersions } from '../../src/aws/package-version.ts';

describe('versions of packages', () => {
  it.each([
    ['2.4.54', '2.4.55'],
    ['2.4.9', '2.4.10'],
    ['2.4', '2.4.1'],
    ['2.4.55-1.amzn2', '2.4.55-2.amzn2'],
    ['2.0~rc1', '2.0'],
    ['1.0a', '1.0b'],
    ['1.0a', '1.0.1'],
    ['9.9', '1:1.0'],
    ['1.99999999999999999998', '1.99999999999999999999'],
    ['', '1'],
  ])('%s is older than %s', (older, newer) => {
    expect(comparePackageVersions(older, newer)).toBeLessThan(0);
    expect(comparePackageVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each([
    ['2.4.54', '2.4.54'],
    ['2.4.054', '2.4.54'],
    ['0:2.4', '2.4'],
    ['2.4_54', '2.4.54'],
  ])('%s is the same as %s', (a, b) => {
    expect(comparePackageVersions(a, b)).toBe(0);
  });

  it('is one order for all', () => {
    const version = fc.stringMatching(/^[0-9a-b.~:-]{0,8}$/);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const sorted = [a, b, c].sort(comparePackageVersions);
        expect(comparePackageVersions(sorted[0]!, sorted[2]!)).toBeLessThanOrEqual(0);
        expect(Math.sign(comparePackageVersions(a, b))).toBe(-Math.sign(comparePackageVersions(b, a)) + 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
