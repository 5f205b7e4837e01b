import { describe, expect, test } from 'vitest';
import { errorsOf, scenarioOf, times, web } from './load-text.ts';

const expectationsOf = (metric: string, text: string) =>
  scenarioOf(`${times}${web}expect:\n  ${metric}: ${text}\n`).expectations.map(
    ({ statistic, comparison, expected }) => ({ statistic, comparison, expected }),
  );

describe('an expectation', () => {
  test.each([
    ['">= 90"', { operator: 'atLeast', bound: 90 }, 'at least 90'],
    ['"<= 8"', { operator: 'atMost', bound: 8 }, 'at most 8'],
    ['"> 1"', { operator: 'above', bound: 1 }, 'above 1'],
    ['"< 1.5"', { operator: 'below', bound: 1.5 }, 'below 1.5'],
    ['<= 8', { operator: 'atMost', bound: 8 }, 'at most 8'],
    ['== 3', { operator: 'equals', bound: 3 }, 'exactly 3'],
    ['between 2 and 5', { operator: 'between', low: 2, high: 5 }, 'between 2 and 5'],
    ['3', { operator: 'equals', bound: 3 }, 'exactly 3'],
    ['true', { operator: 'equals', bound: true }, 'true'],
    ['false', { operator: 'equals', bound: false }, 'false'],
    ['null', { operator: 'equals', bound: null }, 'null'],
    ['{ atLeast: 2 }', { operator: 'atLeast', bound: 2 }, 'at least 2'],
    ['{ equals: true }', { operator: 'equals', bound: true }, 'true'],
    ['{ equals: null }', { operator: 'equals', bound: null }, 'null'],
    ['{ between: [2, 5] }', { operator: 'between', low: 2, high: 5 }, 'between 2 and 5'],
  ])('%s', (text, comparison, expected) => {
    expect(expectationsOf('nodes.total', text)).toEqual([{ statistic: 'value', comparison, expected }]);
  });

  test.each([
    ['task.Install.minutes', '"<= 1h30m"', 90],
    ['task.Install.minutes', '105', 105],
    ['exposure.nodeHours', '"<= 90m"', 1.5],
    ['group.web.exposure.patchHours', '"<= 2d"', 48],
    ['group.web.compliance.percent', '">= 90%"', 90],
  ])('of %s in its unit: %s is %d', (metric, text, bound) => {
    expect(expectationsOf(metric, text)[0]!.comparison).toMatchObject({ bound });
  });

  test('may hold a statistic to a bound, and several bounds at once', () => {
    expect(
      expectationsOf(
        'task.A.minutes',
        '{ p95: { atMost: 2h }, mean: "< 60", share: { atLeast: 95% }, above: 1 }',
      ),
    ).toEqual([
      { statistic: 'p95', comparison: { operator: 'atMost', bound: 120 }, expected: 'at most 2h' },
      { statistic: 'mean', comparison: { operator: 'below', bound: 60 }, expected: 'below 60' },
      { statistic: 'share', comparison: { operator: 'atLeast', bound: 0.95 }, expected: 'at least 95%' },
      { statistic: 'value', comparison: { operator: 'above', bound: 1 }, expected: 'above 1' },
    ]);
  });

  test('knows where it is written', () => {
    const { expectations } = scenarioOf(`${times}${web}expect:\n  nodes.total: 5\n`);
    expect(expectations[0]!.at).toEqual({ line: 6, column: 3 });
  });

  test.each([
    ['"=> 5"', '6:16 bad-value'],
    ['"!= 5"', '6:16 bad-value'],
    ['">="', '6:16 bad-value'],
    ['many', '6:16 bad-value'],
    ['5%', '6:16 bad-value'],
    ['5m', '6:16 bad-value'],
    ['[1]', '6:16 bad-value'],
    ['{}', '6:16 bad-value'],
    ['{ atMost: true }', '6:26 bad-value'],
    ['{ p95: { most: 1 } }', '6:25 unknown-key'],
    ['{ share: { atLeast: 0.95 } }', '6:36 bad-value'],
    ['{ between: [5, 2] }', '6:27 bad-value'],
    ['{ between: 5 }', '6:27 bad-value'],
  ])('%s is refused at %s', (text, expected) => {
    expect(errorsOf(`${times}${web}expect:\n  nodes.total: ${text}\n`)).toEqual([expected]);
  });
});

describe('a tolerance', () => {
  const toleranceOf = (metric: string, text: string) =>
    scenarioOf(`${times}${web}expect:\n  ${metric}: ${text}\n`).tolerances.get(metric);

  test.each([
    ['task.A.failed', '1', { absolute: 1 }],
    ['task.A.failed', '0', { absolute: 0 }],
    ['task.A.failed', '5%', { relative: 0.05 }],
    ['task.A.minutes', '90s', { absolute: 1.5 }],
    ['exposure.nodeHours', '2.5%', { relative: 0.025 }],
    ['patched.percent', '2%', { absolute: 2 }],
    ['patched.percent', '2', { absolute: 2 }],
    ['task.A.halted', '3%', { absolute: 0.03 }],
    ['task.A.halted', '0', { absolute: 0 }],
    ['association.A.halted', '3%', { absolute: 0.03 }],
  ])('of %s of %s is %j', (metric, text, expected) => {
    expect(toleranceOf(metric, `{ tolerance: ${text} }`)).toMatchObject(expected);
  });

  test('stands beside a comparison, or alone, and holds no single run to anything', () => {
    const { expectations, tolerances } = scenarioOf(
      `${times}${web}expect:\n  nodes.total: { tolerance: 1 }\n  nodes.lost: { atMost: 2, tolerance: 1 }\n`,
    );
    expect(expectations.map(({ metric }) => metric)).toEqual(['nodes.lost']);
    expect([...tolerances.keys()]).toEqual(['nodes.total', 'nodes.lost']);
    expect(tolerances.get('nodes.lost')!.at).toEqual({ line: 7, column: 3 });
  });

  test.each([
    ['nodes.total', '-1', '6:29 bad-value'],
    ['nodes.total', 'some', '6:29 bad-value'],
    ['nodes.total', '5m', '6:29 bad-value'],
    ['nodes.total', '[1]', '6:29 bad-value'],
    ['task.A.halted', '1', '6:31 bad-value'],
    ['association.A.completed', '1', '6:41 bad-value'],
  ])('of %s of %s is refused', (metric, text, expected) => {
    expect(errorsOf(`${times}${web}expect:\n  ${metric}: { tolerance: ${text} }\n`)).toEqual([expected]);
  });
});
