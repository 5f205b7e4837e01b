import { expect, test } from 'vitest';
import { explainNode } from '../../src/explain/explain.ts';
import type { Explanation } from '../../src/explain/explanation.ts';
import { loadYaml } from '../support/simulate.ts';

test('a start that clocks skip is told: no history at AWS has it', () => {
  const { scenario, sha256, overrides } = loadYaml(`
start: 2025-03-24T00:00:00Z
end: 8d
fleet: { web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web } } }
patches:
  ALAS2-1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, packages: openssl, released: 2025-01-01 }
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Schedule: cron(30 2 ? * SUN *)
      ScheduleTimezone: Europe/Berlin
      Duration: 2
      Cutoff: 1
      AllowUnassociatedTargets: true
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Sunday
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "1"
      MaxErrors: "1"
      Targets: [{ Key: InstanceIds, Values: [web-0001] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } }
`);
  const given = { scenario, file: 'test.yaml', sha256, overrides, version: '0' };
  const { cause, links } = explainNode(given, 'web-0001') as Explanation;
  const window = links.find(({ link }) => link === 'window-and-target')!;
  expect(cause).toBe('NO_EXECUTION');
  expect(window.found.join('\n')).toContain('Sunday did not start at 2025-03-30 02:30');
});
