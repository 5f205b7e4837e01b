/** Patterns with `*` and `?`, which users write: in policies, in approval rules, in the names of metrics. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesWildcard } from '../../src/aws/wildcard.ts';

describe('A wildcard', () => {
  test('matches what the regular expression of the same meaning matches', () => {
    const letters = (from: string) =>
      fc.array(fc.constantFrom(...from), { maxLength: 8 }).map((some) => some.join(''));
    fc.assert(
      fc.property(letters('ab.*?'), letters('ab.'), (pattern, text) => {
        const expression = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${expression}$`).test(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [`${'*'.repeat(30)}z`, 'task.Install.minutes'],
    [`${'*'.repeat(100_000)}z`, 'task.Install.minutes'],
    [`${'*a'.repeat(30)}b`, 'a'.repeat(100)],
    [`*${'a'.repeat(1_000)}b`, 'a'.repeat(2_000)],
  ])('that is hostile fails at once: %#', (pattern, text) => {
    const startMs = performance.now();
    expect(matchesWildcard(pattern, text)).toBe(false);
    // Backtracking would take longer than the universe; this takes about a millisecond.
    expect(performance.now() - startMs).toBeLessThan(250);
  });
});
