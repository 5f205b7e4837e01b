import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isUsageError } from '../../src/diagnostics/usage-error.ts';
import { lint, ScenarioError, schedule, validate } from '../../src/index.ts';

/** Numbers of a small generator, the same every time: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const tokens = [
  ...[
    'null',
    '[]',
    '{}',
    '-1',
    '1e999',
    'NaN',
    '""',
    '"\\u0000"',
    '*',
    '&a',
    '*a',
    '!Ref x',
    '!!binary x',
    '|',
    '>',
  ],
  ...[
    '\t',
    '\r\n',
    '\ufeff',
    '\u202e',
    '::error::x',
    '__proto__: 1',
    '<<: *a',
    '- - -',
    '? x',
    '9'.repeat(400),
  ],
  ...[
    '2025-02-30T00:00:00Z',
    'cron(* * * * *)',
    'rate(0 days)',
    '100000%',
    'true',
    '0x10',
    '../../etc/passwd',
  ],
];

function mutated(text: string, next: (below: number) => number): string {
  const lines = text.split('\n');
  for (let count = 1 + next(4); count > 0; count -= 1) {
    const at = next(lines.length);
    const line = lines[at]!;
    const colon = line.indexOf(':');
    const token = tokens[next(tokens.length)]!;
    switch (next(6)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, lines[next(lines.length)]!);
        break;
      case 2:
        lines[at] = colon < 0 ? token : `${line.slice(0, colon + 1)} ${token}`;
        break;
      case 3:
        lines[at] = line.slice(0, next(line.length + 1));
        break;
      case 4:
        lines[at] = ' '.repeat(next(8)) + line.trimStart();
        break;
      default: {
        const cut = next(line.length + 1);
        lines[at] = line.slice(0, cut) + token + line.slice(cut);
      }
    }
  }
  return lines.join('\n');
}

const shipped = readdirSync('scenarios').filter((name) => name.endsWith('.yaml') && name !== 'year.yaml');
const read = (path: string) => readFileSync(join('scenarios', path));

describe('a scenario that was changed at random', () => {
  it.each([1, 2, 3])(
    'is taken or refused in words, and soon: series %i',
    { timeout: 60_000 },
    async (seed) => {
      const next = numbersFrom(seed);
      for (let count = 0; count < 60; count += 1) {
        const name = shipped[next(shipped.length)]!;
        const text = mutated(readFileSync(join('scenarios', name), 'utf8'), next);
        for (const call of [validate, lint, schedule] as const) {
          const startedAtMs = performance.now();
          try {
            await call(text, { read });
          } catch (error) {
            const isRefusal = error instanceof ScenarioError || isUsageError(error);
            expect(
              isRefusal ? null : { name, count, error: String((error as Error).stack), text },
            ).toBeNull();
          }
          expect(performance.now() - startedAtMs, `${name}, change ${count}`).toBeLessThan(10_000);
        }
      }
    },
  );
});
