/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const rules =
  'ApprovalRules: { PatchRules: [{ ApproveAfterDays: 7, PatchFilterGroup: { PatchFilters: [] } }] }';

function baseline(id: string, properties: string, more = ''): string {
  return `\n  ${id}:\n    Type: AWS::SSM::PatchBaseline\n${more}    Properties: { Name: a-baseline, ${properties}, ${rules} }`;
}

function scenario(fleet: string, resources: string): string {
  return `start: 2025-03-01T00:00:00Z\nend: 1d\nfleet:\n${fleet}\nresources:${resources}\n`;
}

describe('baseline-unused', () => {
  test('a default baseline is selected by every node without a group', () => {
    const text = `Resources:${baseline('One', 'OperatingSystem: UBUNTU, DefaultBaseline: true')}`;
    expect(messages('baseline-unused', text)).toEqual([]);
  });

  test('whoever is handed a baseline may register it: another resource, or an export', () => {
    const made = `Resources:${baseline('One', 'OperatingSystem: UBUNTU')}`;
    const handed = `${made}\n  Register:\n    Type: Custom::PatchGroup\n    Properties: { Baseline: !Ref One }\n`;
    const exported = `${made}\nOutputs: { Id: { Value: !Ref One, Export: { Name: baseline } } }\n`;
    const shown = `${made}\nOutputs: { Id: { Value: !Ref One } }\n`;
    expect([handed, exported, shown].map((text) => messages('baseline-unused', text).length)).toEqual([
      0, 0, 1,
    ]);
  });

  test('in a scenario a baseline is unused if no node of its system is in its group', () => {
    const one = baseline('One', 'OperatingSystem: UBUNTU, PatchGroups: [web]');
    const fleet = (os: string) => `  web: { count: 1, os: ${os}, tags: { Patch Group: web } }`;
    expect(messages('baseline-unused', scenario(fleet('UBUNTU'), one))).toEqual([]);
    expect(messages('baseline-unused', scenario(fleet('DEBIAN'), one))).toEqual([
      'warning: nothing selects One: no node of its operating system is in the patch group web',
    ]);
  });

  test('a tag that an operator adds later selects too', () => {
    const one = baseline('One', 'OperatingSystem: UBUNTU, PatchGroups: [web]');
    const action =
      'actions:\n  - { at: 2025-03-01T01:00:00Z, CreateTags: { Resources: [web-0001], Tags: [{ Key: PatchGroup, Value: web }] } }\n';
    const text = scenario('  web: { count: 1, os: UBUNTU }', one) + action;
    expect(lintText(text).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(messages('baseline-unused', text)).toEqual([]);
  });
});

describe('baseline-conflict', () => {
  test('an operating system that is left out is WINDOWS', () => {
    const text = `Resources:${baseline('One', 'PatchGroups: [a]')}${baseline('Two', 'OperatingSystem: WINDOWS, PatchGroups: [a]')}`;
    expect(messages('baseline-conflict', text)).toEqual([
      'error: One has the patch group a for WINDOWS already: registering Two for it fails',
    ]);
  });

  test('one group may have a baseline for each system', () => {
    const text = `Resources:${baseline('One', 'PatchGroups: [a]')}${baseline('Two', 'OperatingSystem: UBUNTU, PatchGroups: [a]')}`;
    expect(messages('baseline-conflict', text)).toEqual([]);
  });

  test('baselines under conditions may never exist together', () => {
    const one = baseline('One', 'PatchGroups: [a]', '    Condition: IsTest\n');
    const two = baseline('Two', 'PatchGroups: [a]', '    Condition: IsProduction\n');
    expect(messages('baseline-conflict', `Resources:${one}${two}`)).toEqual([]);
  });

  test('of two defaults the later one stays', () => {
    const text = `Resources:${baseline('One', 'DefaultBaseline: true')}${baseline('Two', 'DefaultBaseline: true')}`;
    expect(messages('baseline-conflict', text)).toEqual([
      expect.stringMatching(/^warning: One is the default for WINDOWS/),
    ]);
  });
});

describe('baseline-os-mismatch', () => {
  test.each([
    ['LinuxBaseline', 'WINDOWS', 'Linux'],
    ['WindowsBaseline', 'AMAZON_LINUX_2', 'WINDOWS'],
    ['UbuntuBaseline', 'AMAZON_LINUX_2', 'UBUNTU'],
    ['AmazonLinux2023Baseline', 'AMAZON_LINUX_2', 'AMAZON_LINUX_2023'],
  ])('%s for %s is by its name one for %s', (id, os, meant) => {
    const text = `Resources:${baseline(id, `OperatingSystem: ${os}, PatchGroups: [a]`)}`;
    expect(messages('baseline-os-mismatch', text)).toEqual([
      `warning: ${id} is by its name a baseline for ${meant}, and its OperatingSystem is ${os}`,
    ]);
  });

  test.each([
    ['LinuxBaseline', 'UBUNTU'],
    ['AmazonLinuxBaseline', 'AMAZON_LINUX_2'],
    ['MaintenanceWindowsBaseline', 'AMAZON_LINUX_2'],
    ['WindowsAndLinuxBaseline', 'AMAZON_LINUX_2'],
  ])('%s is a name for %s', (id, os) => {
    const text = `Resources:${baseline(id, `OperatingSystem: ${os}, PatchGroups: [a]`)}`;
    expect(messages('baseline-os-mismatch', text)).toEqual([]);
  });

  const product = (os: string, value: string) => `Resources:
  One:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: a-baseline
      OperatingSystem: ${os}
      PatchGroups: [a]
      GlobalFilters: { PatchFilters: [{ Key: PRODUCT, Values: [${value}] }] }
`;

  test('a product of another system matches nothing', () => {
    expect(messages('baseline-os-mismatch', product('AMAZON_LINUX_2', 'AmazonLinux2018.03'))).toEqual([
      'warning: AmazonLinux2018.03 is a product of AMAZON_LINUX, and this is a baseline for AMAZON_LINUX_2: it matches nothing',
    ]);
  });

  test.each([
    ['AMAZON_LINUX_2', '"*"'],
    ['AMAZON_LINUX_2', 'AmazonLinux2.0'],
    ['UBUNTU', 'Ubuntu24.04'],
    ['REDHAT_ENTERPRISE_LINUX', 'RedhatEnterpriseLinux8'],
    ['WINDOWS', 'WindowsServer2012R2'],
    ['WINDOWS', 'Office 2016'],
  ])('of %s, %s is a product', (os, value) => {
    expect(messages('baseline-os-mismatch', product(os, value))).toEqual([]);
    expect(messages('approval-never', product(os, value)).filter((each) => each.includes('product'))).toEqual(
      [],
    );
  });

  test('a template that launches another system than its baselines are for has no use for them', () => {
    const image =
      'Parameters: { Image: { Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: PATH } }';
    const path = '/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2';
    const server = '\n  Server: { Type: "AWS::EC2::Instance", Properties: { ImageId: !Ref Image } }\n';
    const text = (os: string) =>
      `${image.replace('PATH', path)}\nResources:${baseline('One', `OperatingSystem: ${os}, PatchGroups: [a]`)}${server}`;
    expect(messages('baseline-os-mismatch', text('AMAZON_LINUX_2'))).toEqual([]);
    expect(messages('baseline-os-mismatch', text('AMAZON_LINUX'))).toEqual([
      expect.stringContaining('One is for AMAZON_LINUX, and Server runs AMAZON_LINUX_2'),
    ]);
  });

  test('a group that is registered for another system leaves its nodes with the default', () => {
    const one = baseline('One', 'OperatingSystem: UBUNTU, PatchGroups: [web]');
    const text = scenario('  web: { count: 1, os: DEBIAN, tags: { Patch Group: web } }', one);
    expect(messages('baseline-os-mismatch', text)).toEqual([
      expect.stringContaining(
        'the patch group web of web has a baseline for other systems only, One (UBUNTU)',
      ),
    ]);
  });
});

describe('no-baseline', () => {
  test.each([
    ['{ Environment: production }', 1],
    ['{ Environment: prod-eu }', 1],
    ['{ Environment: non-prod }', 0],
    ['{ Environment: preprod }', 0],
    ['{ Product: shop }', 0],
  ])('nodes tagged %s', (tags, count) => {
    const text = `start: 2025-03-01T00:00:00Z\nend: 1d\nfleet:\n  web: { count: 1, os: UBUNTU, tags: ${tags} }\n`;
    expect(messages('no-baseline', text)).toHaveLength(count);
  });
});
