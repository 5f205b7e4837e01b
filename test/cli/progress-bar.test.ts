import { describe, expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress-bar.ts';

const halfway = { done: 500, wanted: 1_000 };

describe('the line of progress', () => {
  test('has a bar, a rate and the time that is left', () => {
    expect(progressLine('simulating', halfway, { elapsedMs: 2_000, width: 100 })).toBe(
      'simulating ████████████░░░░░░░░░░░░ 500 of 1,000, 250 a second, 2 s left',
    );
  });

  test('says how long one takes where that is more than a second', () => {
    const line = progressLine('simulating', { done: 2, wanted: 10 }, { elapsedMs: 10_000, width: 100 });
    expect(line).toMatch(/ 2 of 10, 5 s each, 40 s left$/);
  });

  test.each([200, 80, 60, 50, 30, 10])('fits into %i columns', (width) => {
    const line = progressLine('simulating 12 variants', halfway, { elapsedMs: 2_000, width });
    expect(line.length).toBeLessThanOrEqual(width);
  });

  test('promises nothing before the first replication is over', () => {
    const line = progressLine('simulating', { done: 0, wanted: 1_000 }, { elapsedMs: 2_000, width: 100 });
    expect(line).toBe('simulating ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 1,000');
  });
});
