/** https://docs.aws.amazon.com/general/latest/gr/ssm.html: quotas are of one account in one Region. */
import { expect, test } from 'vitest';
import { lintText } from '../lint/lint-text.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';

const head = `
start: 2025-01-01T00:00:00Z
end: 1d
account: { id: "111111111111", region: us-east-1 }
accounts: { europe: { id: "222222222222", region: eu-west-1 } }
`;
const inEurope = 'Metadata: { fleetsim: { account: europe } }, ';
const resources = (here: number, there: number, type: string, properties: (index: number) => string) =>
  Array.from(
    { length: here + there },
    (_, index) =>
      `  R${index}: { Type: "${type}", ${index < here ? '' : inEurope}Properties: ${properties(index)} }`,
  ).join('\n');
const warningsOf = (text: string) => loadYaml(text).warnings.map(({ message }) => message);

const baseline = (index: number) =>
  `{ Name: base-${index}, OperatingSystem: AMAZON_LINUX_2, ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: ["*"] }] } }] } }`;
const night = (index: number) =>
  `{ Name: night-${index}, Schedule: "cron(0 2 * * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true }`;
const rule = () => '{ EventPattern: { source: [aws.ssm] }, Targets: [{ Id: t, Arn: "arn:x" }] }';
const keep = () => '{ Name: AWS-UpdateSSMAgent, Targets: [{ Key: "tag:Role", Values: [web] }] }';

test.each([
  ['baselines', 50, 'AWS::SSM::PatchBaseline', baseline],
  ['windows', 50, 'AWS::SSM::MaintenanceWindow', night],
  ['rules of the bus default', 300, 'AWS::Events::Rule', rule],
  ['associations', 2000, 'AWS::SSM::Association', keep],
] as const)(
  '%s are counted in each account and Region',
  (what, most, type, properties) => {
    // As many as allowed here, one more there.
    const all = resources(most, most + 1, type, properties);
    const text = `${head}fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }\nresources:\n${all}\n`;
    expect(warningsOf(text).filter((message) => message.includes('quota'))).toEqual([
      `${most + 1} ${what} in account 222222222222 and Region eu-west-1: the default quota of an account and Region is ${most}`,
    ]);
  },
  20_000,
);

test('managed nodes are counted in each account and Region', () => {
  const fleet = (there: number) =>
    `${head}fleet: { us: { count: 2000, os: AMAZON_LINUX_2 }, eu: { count: ${there}, os: AMAZON_LINUX_2, account: europe } }\n`;
  expect(warningsOf(fleet(2400))).toEqual([]);
  expect(warningsOf(fleet(2401))).toEqual([
    expect.stringContaining('2401 nodes in account 222222222222 and Region eu-west-1: above about 2,400'),
  ]);
});

const policy = `  Policy: { Type: AWS::SSMQuickSetup::ConfigurationManager, Properties: { ConfigurationDefinitions: [{ Type: AWSQuickSetupType-PatchPolicy, Parameters: {
    PatchPolicyName: prod, ConfigurationOptionsPatchOperation: ScanAndInstall, ConfigurationOptionsScanValue: "cron(0 1 * * ? *)", ConfigurationOptionsInstallValue: "cron(0 2 ? * SAT *)",
    TargetType: Tags, TargetTagKey: Role, TargetTagValue: web, RateControlConcurrency: 10%, RateControlErrorThreshold: 2%, RebootOption: RebootIfNeeded } }] } }`;

test('associations that a patch policy makes count toward the 20 of a node', () => {
  const text = (here: number) =>
    `start: 2025-01-01T00:00:00Z\nend: 1d\nfleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } } }\nresources:\n${resources(here, 0, 'AWS::SSM::Association', keep)}\n${policy}\n`;
  const found = (here: number) =>
    lintText(text(here)).findings.filter((one) => one.rule === 'association-quota');
  expect(found(18)).toEqual([]);
  expect(found(19)).toMatchObject([
    { message: expect.stringMatching(/^the association Policy-install is number 21 on the nodes of web/) },
  ]);
  expect(
    simulateYaml(text(19)).result.associations.find(({ id }) => id === 'Policy-install')?.refusedFor,
  ).toHaveLength(2);
});
