/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html */
import { describe, expect, test } from 'vitest';
import { baseline, onlyError, readAction, readingOf } from './reading.ts';

const validation = { awsError: 'ValidationException' };
type Properties = Readonly<Record<string, unknown>>;

function readBaseline(properties: Properties) {
  return readingOf({ Linux: baseline(properties) }, undefined);
}

function readRule(rule: Properties, properties: Properties = {}) {
  const group = { PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }] } };
  return readBaseline({ ApprovalRules: { PatchRules: [{ ...group, ...rule }] }, ...properties });
}

function readFilter(Key: string, Values: unknown, OperatingSystem = 'AMAZON_LINUX_2') {
  const rule = { ApproveAfterDays: '0', PatchFilterGroup: { PatchFilters: [{ Key, Values }] } };
  return readBaseline({ OperatingSystem, ApprovalRules: { PatchRules: [rule] } });
}

const many = (count: number, text = 'x') => Array.from({ length: count }, (_, index) => `${text}${index}`);

describe('AWS::SSM::PatchBaseline', () => {
  test('a baseline is read with AWS’s defaults for what is left out', () => {
    const { resources, problems } = readingOf(
      { Plain: { Type: 'AWS::SSM::PatchBaseline', Properties: { Name: 'plain' } } },
      undefined,
    );
    expect(problems).toEqual([]);
    expect(resources.baselines).toEqual([
      {
        id: 'Plain',
        name: 'plain',
        operatingSystem: 'WINDOWS',
        isDefault: false,
        patchGroups: [],
        globalFilters: [],
        rules: [],
        approvedPatches: [],
        approvedPatchesComplianceLevel: 'UNSPECIFIED',
        approvedPatchesEnableNonSecurity: false,
        rejectedPatches: [],
        rejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
        availableSecurityUpdatesComplianceStatus: 'COMPLIANT',
      },
    ]);
  });

  test('a rule is read with its filters and its delay', () => {
    const filters = [
      { Key: 'CLASSIFICATION', Values: ['Security'] },
      { Key: 'SEVERITY', Values: ['Critical', 'Important'] },
    ];
    const { resources, problems } = readRule({
      ApproveAfterDays: '7',
      ComplianceLevel: 'HIGH',
      EnableNonSecurity: 'true',
      PatchFilterGroup: { PatchFilters: filters },
    });
    expect(problems).toEqual([]);
    expect(resources.baselines[0]!.rules).toEqual([
      {
        filters: [
          { key: 'CLASSIFICATION', values: ['Security'] },
          { key: 'SEVERITY', values: ['Critical', 'Important'] },
        ],
        approval: { afterDays: 7 },
        enableNonSecurity: true,
        complianceLevel: 'HIGH',
      },
    ]);
  });

  test('ApproveUntilDate covers the whole day in UTC', () => {
    const { resources } = readRule({ ApproveUntilDate: '2024-12-31' });
    expect(resources.baselines[0]!.rules[0]!.approval).toEqual({ untilMs: Date.UTC(2025, 0, 1) });
  });

  test.each(['0', '360'])('ApproveAfterDays may be %s', (ApproveAfterDays) => {
    expect(readRule({ ApproveAfterDays }).problems).toEqual([]);
  });

  test.each([
    ['ApproveAfterDays of -1', { ApproveAfterDays: '-1' }],
    ['ApproveAfterDays of 361', { ApproveAfterDays: '361' }],
    ['ApproveAfterDays with a unit', { ApproveAfterDays: '7d' }],
    ['a date that does not exist', { ApproveUntilDate: '2024-02-30' }],
    ['a date with a time', { ApproveUntilDate: '2024-12-31T00:00:00Z' }],
    ['both ApproveAfterDays and ApproveUntilDate', { ApproveAfterDays: '7', ApproveUntilDate: '2024-12-31' }],
    ['neither', {}],
    ['a compliance level of its own', { ApproveAfterDays: '7', ComplianceLevel: 'SEVERE' }],
  ])('AWS refuses a rule with %s', (_, rule) => {
    expect(onlyError(readRule(rule))).toMatchObject(validation);
  });

  test.each([
    ['no name', { Name: undefined }],
    ['a name of two characters', { Name: 'ab' }],
    ['an operating system of its own', { OperatingSystem: 'FEDORA' }],
    ['11 rules', { ApprovalRules: { PatchRules: many(11).map(() => ({ ApproveAfterDays: '1' })) } }],
    ['51 approved patches', { ApprovedPatches: many(51) }],
    ['51 rejected patches', { RejectedPatches: many(51) }],
    ['an approved patch of 101 characters', { ApprovedPatches: ['x'.repeat(101)] }],
    ['an empty rejected patch', { RejectedPatches: [''] }],
    ['a rejected action of its own', { RejectedPatchesAction: 'REFUSE' }],
    ['an empty patch group', { PatchGroups: [''] }],
    ['a patch group of 257 characters', { PatchGroups: ['x'.repeat(257)] }],
    ['a patch group with a comma', { PatchGroups: ['prod,test'] }],
    [
      '21 sources',
      { Sources: many(21).map((name) => ({ Name: `src${name}`, Products: ['*'], Configuration: 'x' })) },
    ],
    ['a source without configuration', { Sources: [{ Name: 'main', Products: ['*'] }] }],
    [
      'a configuration of 1025 characters',
      { Sources: [{ Name: 'main', Products: ['*'], Configuration: 'x'.repeat(1025) }] },
    ],
    [
      'sources on Windows',
      { OperatingSystem: 'WINDOWS', Sources: [{ Name: 'main', Products: ['*'], Configuration: 'x' }] },
    ],
    ['a description of 1025 characters', { Description: 'x'.repeat(1025) }],
    [
      'more global filters than there are keys',
      { GlobalFilters: { PatchFilters: many(20).map(() => ({ Key: 'PRODUCT', Values: ['*'] })) } },
    ],
  ])('AWS refuses %s', (_, properties) => {
    expect(onlyError(readBaseline(properties))).toMatchObject(validation);
  });

  test.each([
    [
      '10 rules with 5 filters of 20 values',
      {
        ApprovalRules: {
          PatchRules: many(10).map(() => ({
            ApproveAfterDays: '1',
            PatchFilterGroup: {
              PatchFilters: many(5).map(() => ({ Key: 'PRODUCT', Values: many(20, 'AmazonLinux2*') })),
            },
          })),
        },
      },
    ],
    ['50 approved and 50 rejected patches', { ApprovedPatches: many(50), RejectedPatches: many(50) }],
    ['25 patch groups', { PatchGroups: many(25) }],
    ['one patch group as a scalar', { PatchGroups: 'prod' }],
    [
      '20 sources',
      { Sources: many(20).map((name) => ({ Name: `src${name}`, Products: ['*'], Configuration: 'x' })) },
    ],
    ['a name of 128 characters', { Name: 'x'.repeat(128) }],
  ])('AWS accepts %s', (_, properties) => {
    expect(readBaseline(properties).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('the 26th patch group is over the quota of a baseline', () => {
    expect(onlyError(readBaseline({ PatchGroups: many(26) }))).toMatchObject({
      awsError: 'ResourceLimitExceededException',
    });
  });

  test.each([
    ['21 values', 'PRODUCT', many(21)],
    ['a value of 65 characters', 'PRODUCT', ['x'.repeat(65)]],
    ['an empty value', 'PRODUCT', ['']],
    ['a key of its own', 'PACKAGE', ['openssl']],
  ])('AWS refuses a filter with %s', (_, key, values) => {
    expect(onlyError(readFilter(key, values))).toMatchObject(validation);
  });

  test.each([
    ['MSRC_SEVERITY', 'AMAZON_LINUX_2'],
    ['PATCH_SET', 'UBUNTU'],
    ['SEVERITY', 'WINDOWS'],
    ['SEVERITY', 'UBUNTU'],
    ['PRIORITY', 'SUSE'],
  ])('%s is no filter key of %s', (key, os) => {
    expect(onlyError(readFilter(key, ['Critical'], os))).toMatchObject({
      code: 'bad-filter-key',
      ...validation,
    });
  });

  test('a value that AWS does not know for the key is a warning', () => {
    expect(readFilter('SEVERITY', ['Crítical']).problems).toMatchObject([
      { severity: 'warning', code: 'odd-filter-value', help: 'did you mean Critical?' },
    ]);
    expect(readFilter('SEVERITY', ['critical', '*']).problems).toEqual([]);
  });

  test.each([
    ['AmazonLinux2018.09', 'AMAZON_LINUX'],
    ['Amazonlinux2', 'AMAZON_LINUX_2'],
  ])('%s is not in the closed list of products of %s, and AWS refuses it', (product, os) => {
    expect(onlyError(readFilter('PRODUCT', [product], os))).toMatchObject({
      code: 'bad-filter-value',
      ...validation,
    });
  });

  test.each([
    ['WindowsServer2018', 'WINDOWS'],
    ['Ubuntu22.4', 'UBUNTU'],
    ['Debian12', 'UBUNTU'],
  ])('%s is no product of %s, which is a warning', (product, os) => {
    expect(readFilter('PRODUCT', [product], os).problems).toMatchObject([
      { severity: 'warning', code: 'odd-filter-value' },
    ]);
  });

  test.each([
    ['AmazonLinux2018.03', 'AMAZON_LINUX'],
    ['WindowsServer2028', 'WINDOWS'],
    ['Office 2016', 'WINDOWS'],
    ['RedhatEnterpriseLinux10.1', 'REDHAT_ENTERPRISE_LINUX'],
  ])('%s may be a product of %s', (product, os) => {
    expect(readFilter('PRODUCT', [product], os).problems).toEqual([]);
  });

  test.each(['DEBIAN', 'UBUNTU', 'RASPBIAN'])('on %s a rule needs no delay, and one has no effect', (os) => {
    expect(readRule({}, { OperatingSystem: os }).problems).toEqual([]);
    expect(readRule({ ApproveAfterDays: '7' }, { OperatingSystem: os }).problems).toMatchObject([
      { severity: 'warning', code: 'no-effect' },
    ]);
  });

  test('a patch group registered twice for one operating system is refused, and both baselines are named', () => {
    const group = { PatchGroups: ['prod'] };
    const error = onlyError(readingOf({ First: baseline(group), Second: baseline(group) }, undefined));
    expect(error).toMatchObject({
      awsError: 'AlreadyExistsException',
      path: ['resources', 'Second', 'Properties', 'PatchGroups', 0],
    });
    expect(error.message).toMatch(/First.*Second/);
  });

  test('a patch group may have a baseline for each operating system', () => {
    const group = { PatchGroups: ['prod'] };
    const others = { First: baseline(group), Second: baseline({ ...group, OperatingSystem: 'WINDOWS' }) };
    expect(readingOf(others, undefined).problems).toEqual([]);
  });

  test('an operating system has one default baseline', () => {
    const one = { DefaultBaseline: 'true' };
    const read = readingOf({ First: baseline(one), Second: baseline(one) }, undefined);
    expect(onlyError(read)).toMatchObject({ code: 'duplicate-default-baseline' });
  });
});

describe('UpdatePatchBaseline', () => {
  const resources = { Linux: baseline({ ApprovedPatches: ['CVE-2024-1'], RejectedPatches: ['kernel*'] }) };
  const changesOf = (request: Properties) => {
    const { actions, problems } = readAction(
      'UpdatePatchBaseline',
      { BaselineId: { Ref: 'Linux' }, ...request },
      resources,
    );
    expect(problems).toEqual([]);
    expect(actions[0]).toMatchObject({ call: 'UpdatePatchBaseline', made: { baselineId: 'Linux' } });
    return (actions[0]!.made as { changes: object }).changes;
  };

  test('what is left out stays as it is', () => {
    expect(changesOf({ ApprovedPatches: ['CVE-2025-9'] })).toEqual({ approvedPatches: ['CVE-2025-9'] });
  });

  test('with Replace, what is left out goes back to its default', () => {
    expect(changesOf({ Name: 'new-name', Replace: 'true' })).toMatchObject({
      name: 'new-name',
      approvedPatches: [],
      rejectedPatches: [],
      rules: [],
    });
  });

  test.each([
    ['a baseline that is not there', { BaselineId: 'Linx', Name: 'linux' }, 'DoesNotExistException'],
    ['a predefined baseline', { BaselineId: 'AWS-DefaultPatchBaseline' }, 'DoesNotExistException'],
    ['Replace without Name', { BaselineId: { Ref: 'Linux' }, Replace: 'true' }, 'ValidationException'],
    [
      '51 approved patches',
      { BaselineId: { Ref: 'Linux' }, ApprovedPatches: many(51) },
      'ValidationException',
    ],
  ])('AWS refuses %s', (_, request, awsError) => {
    expect(onlyError(readAction('UpdatePatchBaseline', request, resources))).toMatchObject({ awsError });
  });
});
