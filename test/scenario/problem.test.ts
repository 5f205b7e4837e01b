import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/diagnostics/nearest.ts';
import { formatPath, formatProblem, type Problem } from '../../src/diagnostics/problem.ts';
import { load, printed, times, web } from './load-text.ts';

describe('a problem as it is printed', () => {
  test('names place, path, expectation and code, shows the line with a caret, and helps', () => {
    expect(printed(`${times}fleet:\n  web: { count: 5, os: UBUNTO }\n`)).toBe(
      [
        'a.yaml:4:24: fleet.web.os: expected one of AMAZON_LINUX, AMAZON_LINUX_2, AMAZON_LINUX_2022, ' +
          'AMAZON_LINUX_2023, REDHAT_ENTERPRISE_LINUX, CENTOS, ROCKY_LINUX, ALMA_LINUX, ORACLE_LINUX, SUSE, ' +
          'DEBIAN, UBUNTU, RASPBIAN, MACOS, WINDOWS [bad-value]',
        '4 |   web: { count: 5, os: UBUNTO }',
        '  |                        ^^^^^^',
        'help: did you mean UBUNTU?',
      ].join('\n'),
    );
  });

  test("carries AWS's own name for it", () => {
    expect(printed(`${times}${web}activations: { dc1: { registrationLimit: 1001 } }\n`)).toContain(
      'expected a whole number from 1 to 1,000 (AWS: ValidationException) [bad-value]',
    );
  });

  test('points at a key that is unknown, and at the parent of one that is missing', () => {
    const text = `${times}fleet:\n  web: { count: 5, subnt: x }\n`;
    expect(
      printed(text)
        .split('\n')
        .filter((line) => line.includes('^')),
    ).toEqual(['  |   ^^^', '  |                    ^^^^^']);
  });

  test('of a value from the command line shows that value', () => {
    expect(printed(`${times}${web}`, { set: ['fleet.web.count=many'] })).toBe(
      [
        '--set fleet.web.count:1:1: fleet.web.count: expected a whole number from 0 to 10,000,000 [bad-value]',
        '1 | many',
        '  | ^^^^',
      ].join('\n'),
    );
  });

  test('keeps the caret under its character after tabs, and shows a long line in part', () => {
    const problem: Problem = {
      severity: 'error',
      code: 'c',
      path: [],
      message: 'm',
      file: 'f',
      line: 1,
      column: 3,
      endColumn: 5,
    };
    expect(formatProblem(problem, '\t\tab').split('\n')[2]).toBe('  | \t\t^^');
    const far = { ...problem, column: 500, endColumn: 502 };
    const [, line, caret] = formatProblem(far, `${'x'.repeat(499)}ab${'y'.repeat(499)}`).split('\n');
    expect(line!.slice(caret!.indexOf('^'), caret!.lastIndexOf('^') + 1)).toBe('ab');
    expect(line!.length).toBeLessThan(200);
    expect(line).toMatch(/^1 \| …x+aby+…$/);
  });

  test('of which there are more than fifty are counted', () => {
    const groups = Array.from({ length: 60 }, (_, index) => `  g${index}: { os: UBUNTU }\n`);
    const lines = printed(`${times}fleet:\n${groups.join('')}`).split('\n');
    expect(lines.at(-1)).toBe('… and 10 more');
  });
});

test('all problems come at once, by line', () => {
  const result = load(
    'start: x\nend: y\nfleet: { web: { count: z, os: q } }\nfoo: 1\nexpect: { m: "=> 1" }\n',
  );
  const lines = 'problems' in result ? result.problems.map(({ line }) => line) : [];
  expect(lines).toEqual([1, 2, 3, 3, 4, 5]);
});

test.each([
  [['fleet', 'web', 'count'], 'fleet.web.count'],
  [['fleet', 'web', 'tags', 'Patch Group'], 'fleet.web.tags."Patch Group"'],
  [['faults', 0, 'at'], 'faults[0].at'],
  [['expect', 'a.b'], 'expect."a.b"'],
])('the path %j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

describe('the nearest known word', () => {
  test.each([
    ['instanceprofile', 'instanceProfile'],
    ['instance_profile', 'instanceProfile'],
    ['isntanceProfile', 'instanceProfile'],
    ['tag', 'tags'],
    ['subnets', 'subnet'],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, ['count', 'os', 'tags', 'subnet', 'instanceProfile'])).toBe(expected);
  });

  test.each(['colour', 'x', ''])('to "%s" is none', (word) => {
    expect(nearest(word, ['count', 'tags', 'subnet', 'instanceProfile'])).toBeNull();
  });
});
