/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

function withRules(os: string, rules: string, more = ''): string {
  return `Parameters: { Words: { Type: CommaDelimitedList } }
Resources:
  One:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: one
      OperatingSystem: ${os}
      PatchGroups: [a]${more}
      ApprovalRules: { PatchRules: [${rules}] }
`;
}

function rule(filters: string, settings = 'ApproveAfterDays: 7'): string {
  return `{ ${settings}, PatchFilterGroup: { PatchFilters: [${filters}] } }`;
}

const never = (os: string, filters: string, settings?: string) =>
  messages('approval-never', withRules(os, rule(filters, settings)));

describe('approval-never', () => {
  test('of WINDOWS a near miss of a product is one, and the name of an application is not', () => {
    expect(never('WINDOWS', '{ Key: PRODUCT, Values: [WindowsServer2019, WindowServer2022] }')).toEqual([
      expect.stringContaining('AWS calls WindowServer2022'),
    ]);
    const applications = never(
      'WINDOWS',
      '{ Key: PRODUCT, Values: ["Office 2019", SQLServer2019, MicrosoftEdge] }',
    );
    expect(applications).not.toContainEqual(expect.stringContaining('AWS calls'));
  });

  test.each(['__proto__', 'constructor', 'toString'])('%s is a key that no system has', (key) => {
    const { findings } = lintText(withRules('AMAZON_LINUX_2', rule(`{ Key: ${key}, Values: [Critical] }`)));
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining('expected'));
  });

  test.each([
    ['UBUNTU', 'SEVERITY', 'PRIORITY'],
    ['WINDOWS', 'SEVERITY', 'MSRC_SEVERITY'],
    ['AMAZON_LINUX_2', 'MSRC_SEVERITY', 'SEVERITY'],
  ])('%s has no %s; it has %s', (os, key, alias) => {
    const { findings } = lintText(withRules(os, rule(`{ Key: ${key}, Values: [Critical] }`)));
    expect(findings.filter((finding) => finding.rule === 'approval-never')).toMatchObject([
      { severity: 'error', help: expect.stringContaining(`did you mean ${alias}?`) },
    ]);
  });

  test('one word of Windows on Linux is a warning beside others that fit, and an error alone', () => {
    expect(never('AMAZON_LINUX_2', '{ Key: CLASSIFICATION, Values: [Security, SecurityUpdates] }')).toEqual([
      'warning: no patch of AMAZON_LINUX_2 has the CLASSIFICATION SecurityUpdates',
    ]);
    expect(never('AMAZON_LINUX_2', '{ Key: CLASSIFICATION, Values: [SecurityUpdates] }')).toEqual([
      'error: no patch of AMAZON_LINUX_2 has the CLASSIFICATION SecurityUpdates, so this rule approves nothing',
    ]);
  });

  test('a blank at the end of a word is shown', () => {
    expect(never('AMAZON_LINUX_2', '{ Key: SEVERITY, Values: [Critical, "Important "] }')).toEqual([
      'warning: no patch of AMAZON_LINUX_2 has the SEVERITY "Important "',
    ]);
  });

  test('case does not count, and * takes everything', () => {
    expect(never('AMAZON_LINUX_2', '{ Key: CLASSIFICATION, Values: [security] }')).toEqual([]);
    expect(never('AMAZON_LINUX_2', '{ Key: CLASSIFICATION, Values: ["*"] }')).toEqual([]);
  });

  test('vendors say Moderate, and AWS Medium: neither is a mistake', () => {
    expect(never('REDHAT_ENTERPRISE_LINUX', '{ Key: SEVERITY, Values: [Moderate, Medium] }')).toEqual([]);
  });

  test('values that only a deployment knows are not judged', () => {
    expect(never('AMAZON_LINUX_2', '{ Key: SEVERITY, Values: !Ref Words }')).toEqual([]);
  });

  test('a filter without values lets nothing through', () => {
    expect(never('AMAZON_LINUX_2', '{ Key: SEVERITY, Values: [] }')).toEqual([
      'error: SEVERITY has no values: no patch can match',
    ]);
  });

  test('all filters of a rule must match, and a patch has one classification', () => {
    const two = '{ Key: CLASSIFICATION, Values: [Security] }, { Key: CLASSIFICATION, Values: [Bugfix] }';
    expect(never('AMAZON_LINUX_2', two)).toEqual([
      expect.stringMatching(/^error: a second filter CLASSIFICATION/),
    ]);
  });

  test('on CentOS a rule without EnableNonSecurity approves nothing', () => {
    const filter = '{ Key: CLASSIFICATION, Values: [Security] }';
    expect(never('CENTOS', filter)).toEqual([expect.stringMatching(/^error: the repositories of CENTOS/)]);
    expect(never('CENTOS', filter, 'ApproveAfterDays: 7, EnableNonSecurity: true')).toEqual([]);
    expect(never('ROCKY_LINUX', filter)).toEqual([]);
  });

  test('Windows itself is no application, and applications are not Windows itself', () => {
    const of = (set: string, product: string) =>
      `{ Key: PATCH_SET, Values: [${set}] }, { Key: PRODUCT, Values: [${product}] }`;
    expect(never('WINDOWS', of('APPLICATION', 'WindowsServer2022'))).toHaveLength(1);
    expect(never('WINDOWS', of('OS', 'Office 2016'))).toHaveLength(1);
    expect(never('WINDOWS', '{ Key: PRODUCT, Values: [Office 2016] }')).toHaveLength(1);
    expect(never('WINDOWS', of('APPLICATION', 'Office 2016'))).toEqual([]);
    expect(never('WINDOWS', of('OS', 'WindowsServer2022'))).toEqual([]);
  });

  test('Microsoft rates the severity of security updates', () => {
    const of = (classes: string) =>
      `{ Key: CLASSIFICATION, Values: [${classes}] }, { Key: MSRC_SEVERITY, Values: [Critical] }`;
    expect(never('WINDOWS', of('CriticalUpdates'))).toEqual([expect.stringMatching(/^note: /)]);
    expect(never('WINDOWS', of('CriticalUpdates, SecurityUpdates'))).toEqual([]);
  });

  test('an unknown product is a warning with an example', () => {
    const { findings } = lintText(withRules('UBUNTU', rule('{ Key: PRODUCT, Values: [Ubuntu22.4] }')));
    expect(findings.filter((finding) => finding.rule === 'approval-never')).toMatchObject([
      { severity: 'warning', help: expect.stringContaining('Ubuntu') },
    ]);
  });

  test('a product outside a closed list is one error, of the baseline, and nothing else', () => {
    const { findings } = lintText(
      withRules('AMAZON_LINUX_2', rule('{ Key: PRODUCT, Values: [Amazon Linux 2] }')),
    );
    const aboutIt = findings.filter(({ rule: id }) => ['approval-never', 'bad-filter-value'].includes(id));
    expect(aboutIt).toMatchObject([{ rule: 'bad-filter-value', severity: 'error' }]);
  });

  test('a rule needs a delay or a date, save where dates do not count', () => {
    const bare = '{ PatchFilterGroup: { PatchFilters: [] } }';
    expect(messages('approval-never', withRules('AMAZON_LINUX_2', bare))).toHaveLength(1);
    expect(messages('approval-never', withRules('UBUNTU', bare))).toEqual([]);
  });

  test('a date before every patch of the scenario approves none', () => {
    const text = (date: string) => `start: 2025-03-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2, tags: { Patch Group: a } } }
patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, released: 2025-02-01 } }
resources:
  One:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: one-baseline
      OperatingSystem: AMAZON_LINUX_2
      PatchGroups: [a]
      ApprovalRules: { PatchRules: [${rule('', `ApproveUntilDate: ${date}`)}] }
`;
    expect(messages('approval-never', text('2025-01-31'))).toHaveLength(1);
    expect(messages('approval-never', text('2025-02-01'))).toEqual([]);
  });

  test('a baseline without rules is a warning, unless it lists patches', () => {
    expect(messages('approval-never', withRules('UBUNTU', ''))).toEqual([
      expect.stringMatching(/^warning: One approves nothing/),
    ]);
    expect(messages('approval-never', withRules('UBUNTU', '', '\n      ApprovedPatches: [bash]'))).toEqual(
      [],
    );
  });

  test('what is no baseline at all is not judged', () => {
    const odd =
      'Resources:\n  One: { Type: "AWS::SSM::PatchBaseline", Properties: { ApprovalRules: [5], PatchGroups: { a: 1 } } }\n';
    expect(lintText(odd).problems).toEqual([]);
  });
});

const late = (os: string, filters: string, settings: string, more = '') =>
  messages('approval-late', withRules(os, rule(filters, settings) + more));

describe('approval-late', () => {
  test('thirty days on Windows are longer than the month', () => {
    const filter = '{ Key: CLASSIFICATION, Values: [SecurityUpdates] }';
    expect(late('WINDOWS', filter, 'ApproveAfterDays: 30')).toEqual([
      expect.stringMatching(/^warning: .*never installed/),
    ]);
    expect(late('WINDOWS', filter, 'ApproveAfterDays: 7')).toEqual([]);
  });

  test('definitions do not wait', () => {
    expect(
      late('WINDOWS', '{ Key: CLASSIFICATION, Values: [DefinitionUpdates] }', 'ApproveAfterDays: 1'),
    ).toHaveLength(1);
  });

  test('on Ubuntu no delay has an effect', () => {
    expect(late('UBUNTU', '', 'ApproveAfterDays: 7')).toEqual([
      expect.stringMatching(/^note: UBUNTU has no reliable/),
    ]);
    expect(late('UBUNTU', '', 'ApproveAfterDays: 0')).toEqual([]);
  });

  test('a Critical patch waits with the others, unless a rule lets it go ahead', () => {
    const both = '{ Key: SEVERITY, Values: [Critical, Important] }';
    const ahead = `, ${rule('{ Key: SEVERITY, Values: [Critical] }', 'ApproveAfterDays: 1')}`;
    expect(late('AMAZON_LINUX_2', both, 'ApproveAfterDays: 14')).toEqual([
      expect.stringMatching(/^note: a Critical patch waits 14 days/),
    ]);
    expect(late('AMAZON_LINUX_2', both, 'ApproveAfterDays: 14', ahead)).toEqual([]);
    expect(late('AMAZON_LINUX_2', both, 'ApproveAfterDays: 7')).toEqual([]);
    expect(late('AMAZON_LINUX_2', '{ Key: SEVERITY, Values: [Low] }', 'ApproveAfterDays: 14')).toEqual([]);
  });

  test('a date stands still', () => {
    expect(late('AMAZON_LINUX_2', '', 'ApproveUntilDate: 2024-01-31')).toEqual([
      'note: nothing that is released after 2024-01-31 is approved until the date is moved',
    ]);
  });
});
