/** Files that no one should have to read: one clear error each, soon. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatProblems } from '../../src/diagnostics/problem.ts';
import { errorsOf, load, times, web } from './load-text.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = Uint8Array.from(Buffer.from('\ufeffstart: 2025-01-03', 'utf16le'));

describe('a file that is no scenario text', () => {
  test.each([
    ['empty', bytes(), '0:0 empty-file'],
    ['only blanks', ' \n\n', '0:0 empty-file'],
    ['NUL bytes', bytes(0x61, 0, 0x62), '0:0 binary-file'],
    ['UTF-16', utf16, '0:0 binary-file'],
    ['Latin-1 on its second line', bytes(0x61, 0x0a, 0x62, 0xe9, 0x62), '2:2 not-utf8'],
    ['an escape character', 'name: \u001b[31mred', '1:7 control-character'],
    ['larger than 8 MB', new Uint8Array(9 * 1024 * 1024).fill(0x20), '0:0 file-too-large'],
    ['one word', 'hello', '1:1 not-a-scenario'],
    ['a number', '42', '1:1 not-a-scenario'],
  ])('%s', (_, content, expected) => {
    expect(errorsOf(content)).toEqual([expected]);
  });

  test('that is UTF-16 is told from other binary files', () => {
    const result = load(utf16);
    expect('problems' in result && result.problems[0]!.help).toBe('it is UTF-16: save it as UTF-8');
  });

  test('that cannot be read says why', () => {
    const result = load(times, { files: { 'b.yaml': '' }, set: [] });
    expect('scenario' in result).toBe(true);
    expect(errorsOf(`${times}${web}patchFiles: [c.yaml]\n`)).toEqual(['5:14 unreadable-file']);
  });

  test('a byte order mark is no mistake', () => {
    expect(errorsOf(`\ufeff${times}${web}`)).toEqual([]);
  });
});

describe('nesting without end is refused before it is parsed', () => {
  test.each([
    ['20,000 brackets', '['.repeat(20_000)],
    ['20,000 closed brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['20,000 braces', `a: ${'{a: '.repeat(20_000)}`],
    ['20,000 lists on one line', `${'- '.repeat(20_000)}x`],
    ['20,000 question marks', `${'? '.repeat(20_000)}x`],
    [
      '1,200 levels of indentation',
      Array.from({ length: 1_200 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
    ],
    [
      '150 levels of indentation',
      Array.from({ length: 150 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
    ],
  ])('%s', (_, text) => {
    const errors = errorsOf(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('too-deep');
  });

  test('brackets in text and comments are only text', () => {
    const brackets = '['.repeat(500);
    expect(errorsOf(`# ${brackets}\ndescription: "${brackets}"\n${times}${web}`)).toEqual([]);
  });
});

describe('aliases', () => {
  test('that expand without end are refused', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const items = level === 0 ? Array(9).fill('lol') : Array(9).fill(`*a${level - 1}`);
      return `  a${level}: &a${level} [${items.join(', ')}]\n`;
    });
    expect(errorsOf(`x-bomb:\n${levels.join('')}${times}`)).toEqual(['7:12 alias-expansion']);
  });

  test('that contain themselves are refused', () => {
    expect(errorsOf('x-a: &a [*a]\n')).toEqual(['1:10 recursive-alias']);
  });

  test('that save writing are followed', () => {
    const text = `x-tags: &tags { Environment: prod }\n${times}fleet:\n  web: { count: 5, os: UBUNTU, tags: *tags }\n`;
    expect(errorsOf(text)).toEqual([]);
  });
});

test('no key reaches the prototype of an object', () => {
  load(`${times}fleet: { web: { count: 1, os: UBUNTU, tags: { __proto__: { polluted: yes } } } }\n`);
  load(`${times}constructor: { prototype: { polluted: yes } }\n`);
  load(times, {
    set: ['__proto__.polluted=yes', 'fleet.__proto__.polluted=yes', 'x-a.constructor.prototype.polluted=yes'],
  });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a tag may be called constructor', () => {
  expect(
    errorsOf(`${times}fleet: { web: { count: 1, os: UBUNTU, tags: { constructor: x, toString: y } } }\n`),
  ).toEqual([]);
});

test('escape sequences of a file do not reach the terminal', () => {
  const result = load(`${times}"\\e[31mred": 1\n`);
  const problems = 'problems' in result ? result.problems : [];
  expect(problems).toHaveLength(1);
  expect(formatProblems(problems, result.sources)).not.toContain('\u001b');
});

describe('whatever the text, there is a scenario or a problem with a place, never an exception', () => {
  const judge = (text: string, set: readonly string[] = []) => {
    const result = load(text, { set });
    if ('scenario' in result) return;
    expect(result.problems.length).toBeGreaterThan(0);
    for (const { line, column } of result.problems) {
      expect(line).toBeGreaterThanOrEqual(0);
      expect(column).toBeGreaterThanOrEqual(0);
    }
    formatProblems(result.problems, result.sources);
  };
  const keys = [
    'fleet',
    'web',
    'count',
    'os',
    'start',
    'end',
    'model',
    'patches',
    'faults',
    'expect',
    'resources',
    'actions',
  ];
  const word = fc.oneof(
    fc.constantFrom(
      ...keys,
      '2025-01-01',
      '5%',
      '4m',
      '10',
      'true',
      '~',
      '>= 3',
      'UBUNTU',
      '!Ref x',
      '*a',
      '&a',
      '<<',
    ),
    fc.string({ maxLength: 6 }),
  );

  test('for any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => judge(text)),
      { numRuns: 300 },
    );
  });

  test('for characters that mean something in YAML', () => {
    const sign = fc.constantFrom(
      '\n',
      '  ',
      '- ',
      ': ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '#',
      '|',
      '>',
      '? ',
      '!',
      '&a',
      '*a',
      '<<',
    );
    const text = fc.array(fc.oneof(sign, word), { maxLength: 25 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (each) => judge(each)),
      { numRuns: 600 },
    );
  });

  test('for data of any shape under every key', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(word, tie('value'), { maxKeys: 3 }),
      ),
    }));
    const topLevel = [
      'start',
      'end',
      'account',
      'subnets',
      'instanceProfiles',
      'activations',
      'fleet',
      'patches',
    ];
    const others = [
      'patchFiles',
      'patchStreams',
      'faults',
      'model',
      'files',
      'resources',
      'actions',
      'expect',
    ];
    const scenario = fc.dictionary(fc.constantFrom(...topLevel, ...others), value, {
      minKeys: 1,
      maxKeys: 4,
    });
    fc.assert(
      fc.property(scenario, (data) => judge(JSON.stringify({ start: '2025-01-03', end: '3d', ...data }))),
      {
        numRuns: 600,
      },
    );
  });

  test('for any --set', () => {
    const key = fc.array(fc.oneof(word, fc.constantFrom('[0]', '"a b"', '.', '[')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(key, word, (parts, value) =>
        judge(`${times}${web}`, [`${parts.join('.').replaceAll('=', '')}=${value}`]),
      ),
      { numRuns: 400 },
    );
  });
});
