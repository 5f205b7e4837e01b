import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import { sortEvenlySpread } from '../../src/kernel/sort.ts';

describe('sorting numbers that are spread evenly', () => {
  test('does what the sort of the language does, however they are spread', () => {
    const numbers = fc.array(
      fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.nat({ max: 3 }), fc.constant(2 ** 53 - 1)),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(numbers, (given) => {
        const sorted = Float64Array.from(given);
        sortEvenlySpread(sorted, 2 ** 53);
        expect(sorted).toEqual(Float64Array.from(given).sort());
      }),
    );
  });

  test('takes many draws', () => {
    const stream = new RandomStreams('sort').stream('sort');
    const draws = Float64Array.from({ length: 20_000 }, (_, ordinal) => stream.uniform(ordinal, 0));
    const sorted = draws.slice();
    sortEvenlySpread(sorted, 1);
    expect(sorted).toEqual(draws.sort());
  });
});
