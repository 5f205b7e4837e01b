import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { override } from '../../src/cli/declare/readers.ts';
import { worstOf } from '../../src/cli/exit-codes.ts';
import { jsonChunks } from '../../src/cli/json-chunks.ts';
import { colorWanted } from '../../src/cli/terminal.ts';
import { jsonText } from '../../src/diagnostics/safe-text.ts';
import { isUsageError } from '../../src/diagnostics/usage-error.ts';
import { explained } from '../../src/library/replications.ts';
import type { Result } from '../../src/result/result.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

describe('over several files', () => {
  it('the highest of 70, 2, 1, 3 and 0 counts, in this order', () => {
    expect(worstOf([0, 3])).toBe(3);
    expect(worstOf([0, 3, 1])).toBe(1);
    expect(worstOf([3, 1, 2])).toBe(2);
    expect(worstOf([2, 70, 1])).toBe(70);
    expect(worstOf([])).toBe(0);
  });
});

describe('a replication that failed', () => {
  const repeatLine = (_: number, replication: number) =>
    `fleetsim run mine.yaml --replication ${String(replication)}`;
  const died = (message: string) =>
    explained({ variant: 0, replication: 7, reason: 'died', message }, repeatLine);

  it('for want of memory is no defect, and the message says how to have more', () => {
    const error = died('Worker terminated due to reaching memory limit: JS heap out of memory');
    expect(isUsageError(error)).toBe(true);
    expect(error.message).toMatch(/^replication 7 needs more memory .*NODE_OPTIONS=--max-old-space-size=/);
    expect(error.message).toContain('repeats it: fleetsim run mine.yaml --replication 7');
  });

  it('for any other reason is one', () => {
    expect(isUsageError(died('exit code 1'))).toBe(false);
  });
});

describe('--set', () => {
  it.each([
    ['a.b=1', 'a.b', '1'],
    ['expect.task.Install.failed=<= 3', 'expect.task.Install.failed', '<= 3'],
    ['fleet.web.tags."a=b"=c=d', 'fleet.web.tags."a=b"', 'c=d'],
    ['a=', 'a', ''],
    ['a=x\ny', 'a', 'x\ny'],
  ])('%j is split at the first equals sign outside of quotes', (text, key, value) => {
    expect(override(text, '--set')).toEqual({ key, value });
  });
});

describe('colour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('with %j, terminal %j: %j', (env, onTerminal, wanted) => {
    expect(colorWanted(env, onTerminal)).toBe(wanted);
  });
});

describe('JSON in pieces', () => {
  it('is together the text and the data of the whole, however many nodes there are', () => {
    const string = fc.string({ unit: 'binary' });
    const node = fc.record({ name: string, cause: fc.option(string) });
    const size = fc.oneof(fc.nat(3), fc.constantFrom(999, 1000, 1001, 2000, 2001));
    const property = fc.property(string, node, size, (name, one, nodeCount) => {
      const nodes = Array.from({ length: nodeCount }, (_, index) => ({ ...one, index }));
      const result = { scenario: { name, nodes: [] }, nodes, expectations: [{ nodes: [] }] };
      const text = [...jsonChunks(result as unknown as Result)].join('');
      expect(text).toBe(jsonText(result));
      expect(JSON.parse(text)).toEqual(result);
    });
    fc.assert(property, { numRuns: 50 });
  });
});
