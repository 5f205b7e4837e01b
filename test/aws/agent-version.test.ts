import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAgentVersions, isAtLeast, runPatchBaselineSince } from '../../src/aws/agent-version.ts';

describe('versions of SSM Agent', () => {
  test('parts are numbers, not text: 3.3.40.0 is newer than 3.3.4.0 and older than 3.3.987.0', () => {
    expect(isAtLeast('3.3.40.0', '3.3.4.0')).toBe(true);
    expect(isAtLeast('3.3.40.0', '3.3.987.0')).toBe(false);
  });

  test('a version is at least itself, written long or short', () => {
    expect(isAtLeast('3.3.40.0', '3.3.40.0')).toBe(true);
    expect(compareAgentVersions('3.3.40', '3.3.40.0')).toBe(0);
  });

  test('the order is the one of the parts, compared from the left', () => {
    const parts = fc.array(fc.nat(2000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const first = a.findIndex((part, index) => part !== b[index]);
        const expected = first < 0 ? 0 : Math.sign(a[first]! - b[first]!);
        expect(Math.sign(compareAgentVersions(a.join('.'), b.join('.')))).toBe(expected);
      }),
    );
  });

  test('AWS-RunPatchBaseline needs version 2.0.834.0 or later', () => {
    expect(isAtLeast('2.0.833.9', runPatchBaselineSince)).toBe(false);
    expect(isAtLeast('2.0.834.0', runPatchBaselineSince)).toBe(true);
  });
});
