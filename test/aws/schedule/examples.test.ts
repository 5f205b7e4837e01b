import { describe, expect, it } from 'vitest';
import { invalidExamples, validExamples } from './examples.ts';
import { expressionOf, nextStarts, problemOf, scheduleOf } from './make.ts';

describe('published expressions', () => {
  it.each(validExamples)('a $dialect takes $expression', ({ expression, dialect, after, starts, ends }) => {
    const schedule = scheduleOf('rate(1 day)', { expression: expressionOf(expression, dialect) });
    expect(schedule.expression.text).toBe(expression);
    if (starts === undefined) return;
    const from = after ?? '2026-01-01T00:00:01Z';
    const expected = starts.map((start) => (start.length === 16 ? `${start}:00Z` : `${start}Z`));
    expect(nextStarts(schedule, from, expected.length + (ends ? 1 : 0))).toEqual(expected);
  });

  it.each(invalidExamples)('a $dialect refuses $expression', ({ expression, dialect, because }) => {
    expect(problemOf(expression, dialect).message).toMatch(because);
  });
});
