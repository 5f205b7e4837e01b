/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html */
import { expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  const { findings, problems } = lintText(text);
  expect(problems).toEqual([]);
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

const scenario = (activation: string, group: string, days = 9) => `start: 2026-01-01T00:00:00Z
end: 2026-01-0${days}T00:00:00Z
activations: { racks: { ${activation} } }
fleet: { rack: { count: 20, os: UBUNTU, hybrid: { activation: racks }${group} } }
`;

const ample = 'registrationLimit: 20';

test('an activation lasts a day unless it says otherwise', () => {
  const late = ', joins: 2026-01-02T00:00:00Z';
  expect(messages('activation-short', scenario(ample, late))).toEqual([
    expect.stringContaining('expires at 2026-01-02'),
  ]);
  expect(messages('activation-short', scenario(ample, ', joins: 2026-01-01T23:59:59Z'))).toEqual([]);
  expect(messages('activation-short', scenario(`${ample}, expires: 2d`, late))).toEqual([]);
});

test('nodes that keep launching outlast an activation that ends before the run', () => {
  const group = ', joins: { every: 6h }';
  expect(messages('activation-short', scenario(ample, group))).toEqual([
    expect.stringContaining('launch later'),
  ]);
  expect(messages('activation-short', scenario(ample, group, 2))).toEqual([]);
});

test('nodes that are there already register as soon as the activation is made', () => {
  expect(messages('activation-short', scenario(`${ample}, created: 2026-01-05T00:00:00Z`, ''))).toEqual([]);
});

test('an activation registers one node unless it says otherwise', () => {
  expect(messages('activation-small', scenario('', ''))).toEqual([expect.stringContaining('the last 19')]);
  expect(messages('activation-small', scenario('registrationLimit: 19', ''))).toHaveLength(1);
  expect(messages('activation-small', scenario(ample, ''))).toEqual([]);
});

test('an activation that the operator makes counts alike', () => {
  const text = `start: 2026-01-01T00:00:00Z
end: 2026-01-09T00:00:00Z
fleet: { rack: { count: 20, os: UBUNTU, hybrid: { activation: made }, joins: 2026-01-05T00:00:00Z } }
resources:
  Nodes:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }]
actions:
  - id: made
    at: 2026-01-02T00:00:00Z
    CreateActivation: { IamRole: !Ref Nodes, RegistrationLimit: 5 }
`;
  expect(messages('activation-small', text)).toHaveLength(1);
  expect(messages('activation-short', text)).toHaveLength(1);
});

const ages = (text: string): string[] =>
  lintText(text)
    .findings.filter(({ rule }) => rule === 'agent-too-old')
    .map(({ message }) => message);

test('Default Host Management and documents of AWS need an agent of their time', () => {
  const scanned = (version: string) => `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
fleet: { web: { count: 3, os: UBUNTU, agent: { version: ${version} } } }
actions:
  - at: 2026-01-01T01:00:00Z
    SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } }
`;
  expect(ages(scanned('2.0.833.0'))).toEqual([expect.stringContaining('needs 2.0.834.0')]);
  expect(ages(scanned('2.0.834.0'))).toEqual([]);
  const relying = (version: string) => `start: 2026-01-01T00:00:00Z
end: 2026-01-02T00:00:00Z
account: { defaultHostManagement: true }
fleet: { web: { count: 3, os: UBUNTU, instanceProfile: none, agent: { version: ${version} } } }
`;
  expect(ages(relying('3.2.581.0'))).toEqual([expect.stringContaining('never managed')]);
  expect(ages(relying('3.2.582.0'))).toEqual([]);
});
