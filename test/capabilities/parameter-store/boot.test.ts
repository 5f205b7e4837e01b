import { expect, test } from 'vitest';
import { simulateYaml } from '../../support/simulate.ts';

const storm = (more: string, model = '') => `
start: 2026-03-01T00:00:00Z
end: 1d
fleet:
  app: { count: 400, os: AMAZON_LINUX_2023, instanceProfile: App${more} }
instanceProfiles:
  App:
    policies: [AmazonSSMManagedInstanceCore]
    statements: [{ Effect: Allow, Action: ["ssm:GetParameter", "ssm:GetParameters", "kms:Decrypt"], Resource: "*" }]
subnets:
  shut: { route: none, endpoints: [] }
resources:
  Key: { Type: AWS::KMS::Key }
  Password: { Type: AWS::SSM::Parameter, Properties: { Name: /app/password, Type: SecureString, Value: s, KeyId: !Ref Key } }
faults:
  - { id: stop, at: 2026-03-01T01:00:00Z, nodes: { group: app }, action: stop }
  - { id: start, at: 2026-03-01T02:00:00Z, nodes: { group: app }, action: start }
model:
  parameterStore: { atBoot: [/app/password], bootDelay: 10s${model} }
`;

test('400 nodes that read at once: 40 a second are let through, and the others back off', () => {
  const { number, metric } = simulateYaml(storm(''));
  expect(number('parameterStore.boot.count')).toBe(400);
  expect(number('parameterStore.boot.throttled')).toBe(360);
  // Three attempts within three seconds: no more than about 160 of 400 get through.
  expect(number('parameterStore.boot.failed')).toBeGreaterThan(220);
  expect(number('parameterStore.throttled')).toBeGreaterThan(700);
  expect(metric('parameterStore.boot.secondsMax')).toBeLessThan(3.1);
});

test('with patience every node has its secret, the last one after about ten seconds', () => {
  const { number } = simulateYaml(storm('', ', retries: 20'));
  expect(number('parameterStore.boot.failed')).toBe(0);
  expect(number('parameterStore.boot.secondsMax')).toBeGreaterThan(9);
});

test('with higher throughput none is throttled', () => {
  const high = `
actions:
  - id: raise
    at: 2026-03-01T00:30:00Z
    UpdateServiceSetting: { SettingId: /ssm/parameter-store/high-throughput-enabled, SettingValue: "true" }
`;
  const { number } = simulateYaml(storm('') + high);
  expect(number('parameterStore.throttled')).toBe(0);
  expect(number('parameterStore.monthlyCost')).toBeCloseTo((400 / 10_000) * 0.05, 10);
});

test('what a profile lacks, or a network, keeps each node from its secret', () => {
  const lacking = storm('').replace(', "kms:Decrypt"', '');
  const denied = simulateYaml(lacking, { set: ['model.parameterStore.retries=20'] });
  expect(denied.number('parameterStore.denied')).toBe(400);
  expect(denied.number('parameterStore.boot.failed')).toBe(400);
  const shut = simulateYaml(storm(', subnet: shut'));
  expect(shut.number('parameterStore.boot.failed')).toBe(400);
  expect(shut.number('parameterStore.throttled')).toBe(0);
  expect(shut.events('parameter-store/boot-read-ended')[0]).toMatchObject({ status: 'ConnectTimeout' });
});

test('a group may say what its nodes read', () => {
  const { events } = simulateYaml(storm(', model: { parameterStore: { atBoot: [] } }'));
  expect(events('parameter-store/boot-read-began')).toEqual([]);
});

test('a reboot reads again, and a node that goes down meanwhile reads no more', () => {
  const yaml = storm('', ', retries: 1000')
    .replace('count: 400', 'count: 2')
    .replace(
      /faults:[\s\S]*model:/,
      `patches:
  P: { os: AMAZON_LINUX_2023, classification: Security, severity: Critical, released: 2026-02-01 }
faults:
  - { id: stop, at: 2026-03-01T01:00:00Z, nodes: { group: app }, action: stop }
  - { id: start, at: 2026-03-01T02:00:00Z, nodes: { group: app }, action: start }
  - { id: again, at: 2026-03-01T02:00:05Z, nodes: { group: app }, action: stop }
  - { id: on, at: 2026-03-01T02:30:00Z, nodes: { group: app }, action: start }
actions:
  - id: install
    at: 2026-03-01T03:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      InstanceIds: [app-0001]
      Parameters: { Operation: [Install] }
model:`,
    );
  const { events } = simulateYaml(yaml);
  const began = events('parameter-store/boot-read-began').map(
    ({ at, node }) => `${at.slice(11, 16)} ${node}`,
  );
  expect(began.slice(0, 2)).toEqual(['02:30 app-0001', '02:30 app-0002']);
  expect(began.slice(2).map((one) => one.slice(6))).toEqual(['app-0001']);
});
