import { describe, expect, test, vi } from 'vitest';
import { flatten, type JsonObject, matchesPattern } from '../../../src/aws/event-matching.ts';
import { isPatternProblem, parseEventPattern } from '../../../src/aws/event-pattern.ts';
import { simulateYaml } from '../../support/simulate.ts';
import { invalidPatterns, patternCases } from './pattern-cases.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

function isMatch(pattern: string, event: string): boolean {
  const parsed = parseEventPattern(JSON.parse(pattern));
  if (isPatternProblem(parsed)) throw new Error(parsed.message);
  return matchesPattern(parsed, flatten(JSON.parse(event) as JsonObject));
}

describe.each(patternCases)('$says: $pattern', ({ pattern, matches = [], others = [] }) => {
  if (matches.length > 0)
    test.each(matches)('matches %s', (event) => expect(isMatch(pattern, event)).toBe(true));
  if (others.length > 0) test.each(others)('not %s', (event) => expect(isMatch(pattern, event)).toBe(false));
});

test.each(invalidPatterns)('AWS refuses %s: %s', (_says, pattern, reason) => {
  const parsed = parseEventPattern(JSON.parse(pattern));
  expect(isPatternProblem(parsed) ? parsed.message : 'accepted').toContain(reason);
});

test('the place of a mistake is told', () => {
  const parsed = parseEventPattern({ detail: { a: [1, { prefix: 2 }] } });
  expect(isPatternProblem(parsed) && parsed.path).toEqual(['detail', 'a', 1, 'prefix']);
});

test('$or makes at most a thousand combinations', () => {
  const or = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ [`${name}${index}`]: [1] }));
  const pattern = { $or: or('a', 40), b: { $or: or('b', 40) } };
  expect(isPatternProblem(parseEventPattern(pattern))).toBe(true);
});

test('many items of a list take no more time than their number', () => {
  const items = Array.from({ length: 300 }, (_, index) => ({ x: index % 2, y: index % 3, z: index % 5 }));
  expect(isMatch('{"a": {"x": [1], "y": [2], "z": [4]}}', JSON.stringify({ a: items }))).toBe(true);
});

test('a scenario file says the same: what is in quotes there is text', () => {
  // Of a key that is there twice a file of YAML is refused; as JSON text the last counts.
  const inFile = patternCases.filter(({ pattern }) => !pattern.startsWith('{"a": ["x"], "a"'));
  const rules = inFile.map(
    ({ pattern }, index) =>
      `  R${index}: { Type: AWS::Events::Rule, Properties: { EventPattern: {"detail-type": ["T${index}"], "detail": ${pattern}} } }`,
  );
  const events = inFile.flatMap(({ matches = [], others = [] }, index) =>
    [...matches, ...others].map(
      (event) =>
        `  - { at: 2025-01-01T01:00:00Z, inject: {"source": "x", "detail-type": "T${index}", "detail": ${event}} }`,
    ),
  );
  const { result } = simulateYaml(
    ['start: 2025-01-01', 'end: 1d', 'fleet: {}', 'resources:', ...rules, 'actions:', ...events].join('\n'),
  );
  expect(result.rules.map(({ matched }) => matched)).toEqual(
    inFile.map(({ matches = [] }) => matches.length),
  );
});
