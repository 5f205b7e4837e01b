/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-baselineoverride-parameter.html */
import { describe, expect, test } from 'vitest';
import {
  baselineOverrideFile,
  installOverrideListFile,
} from '../../../src/capabilities/patch-manager/override-files.ts';
import { contextOf } from './reading.ts';

function read<T>(
  text: string,
  reader: (bytes: Uint8Array, file: string, context: ReturnType<typeof contextOf>) => T,
) {
  const context = contextOf();
  const result = reader(new TextEncoder().encode(text), 'override.json', context);
  return { result, problems: context.problems.sorted() };
}

describe('BaselineOverride', () => {
  test('a list of baselines, as JSON with numbers and booleans', () => {
    const text = JSON.stringify([
      {
        OperatingSystem: 'AMAZON_LINUX_2',
        ApprovalRules: {
          PatchRules: [
            {
              ApproveAfterDays: 0,
              ComplianceLevel: 'UNSPECIFIED',
              EnableNonSecurity: false,
              PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }] },
            },
          ],
        },
        ApprovedPatches: [],
        ApprovedPatchesEnableNonSecurity: false,
        GlobalFilters: { PatchFilters: [] },
        RejectedPatches: [],
        RejectedPatchesAction: 'BLOCK',
        Sources: [],
      },
      { OperatingSystem: 'WINDOWS', ApprovedPatches: ['KB5034439'], Name: 'printed', BaselineId: 'pb-0123' },
    ]);
    const { result, problems } = read(text, baselineOverrideFile.read);
    expect(problems).toEqual([]);
    expect(result).toMatchObject([
      {
        operatingSystem: 'AMAZON_LINUX_2',
        rules: [{ approval: { afterDays: 0 } }],
        rejectedPatchesAction: 'BLOCK',
      },
      { operatingSystem: 'WINDOWS', approvedPatches: ['KB5034439'] },
    ]);
  });

  test('an error stands in the file itself', () => {
    const { problems } = read('[\n  { "OperatingSystem": "AMAZON_LINUX_9" }\n]\n', baselineOverrideFile.read);
    expect(problems).toMatchObject([{ file: 'override.json', line: 2, column: 24, severity: 'error' }]);
  });

  test.each(['', '{', 'null', '"text"', '[1, 2]', '{"patches": []}', '[[]]'])('%j is no override', (text) => {
    const { result, problems } = read(text, baselineOverrideFile.read);
    expect(result).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe('InstallOverrideList', () => {
  test('patches have an id, and on Linux a title', () => {
    const text = `
patches:
  - id: 'kernel.x86_64'
  - id: 'bind*.x86_64'
    title: '32:9.8.2-0.62.rc1.57.amzn1'
  - id: 111
`;
    const { result, problems } = read(text, installOverrideListFile.read);
    expect(problems).toEqual([]);
    expect(result).toEqual([
      { id: 'kernel.x86_64' },
      { id: 'bind*.x86_64', title: '32:9.8.2-0.62.rc1.57.amzn1' },
      { id: '111' },
    ]);
  });

  test.each(['', '[]', 'patches: { a: b }', 'patches: [{ title: x }]', 'packages: []'])(
    '%j is no list',
    (text) => {
      const { result, problems } = read(text, installOverrideListFile.read);
      expect(result).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});
