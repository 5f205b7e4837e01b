/** A small fleet in which every duration is a constant, so that a report can be checked by hand. */
import { expect } from 'vitest';
import { type RunReport, runReportOf } from '../../src/result/report.ts';
import { resultOf } from '../../src/result/result.ts';
import { Simulator } from '../../src/simulate.ts';
import { load, scenarioOf } from '../scenario/load-text.ts';
import { toldOfRun } from '../support/told.ts';

/** A scan of 1 minute, a patch of 4, a reboot of 5: ten minutes for each of twenty nodes, five at a time. */
export const steadyWindow = `
name: Steady
description: every duration is a constant
seed: 1
start: 2025-01-04T00:00:00Z
end: 2025-01-05T12:00:00Z
fleet:
  web: { count: 20, os: AMAZON_LINUX_2, tags: { Patch Group: web }, patchedUntil: 2024-12-01 }
patches:
  ALAS2-1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-10, install: 4m }
model:
  rateControl: { dispatch: sliding, order: listed }
  runCommand: { delivery: 0s, cancellation: 0s }
  maintenanceWindows: { startLag: 10s }
  patching: { scan: 1m, reboot: 5m, installFails: 0%, rebootFails: 0% }
resources:
  Baseline:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: web-baseline
      OperatingSystem: AMAZON_LINUX_2
      PatchGroups: [web]
      ApprovalRules:
        PatchRules:
          - ApproveAfterDays: 7
            PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: [Security] }] }
  Window:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Schedule: "cron(0 2 ? * SUN *)"
      ScheduleTimezone: Asia/Taipei
      Duration: 3
      Cutoff: 1
      AllowUnassociatedTargets: false
  Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !Ref Window
      ResourceType: INSTANCE
      Targets: [{ Key: "tag:Patch Group", Values: [web] }]
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Window
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "5"
      MaxErrors: 10%
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters:
          Parameters: { Operation: [Install], RebootOption: [RebootIfNeeded] }
expect:
  task.Install.failed: 0
  patched.percent: ">= 90"
`;

export function reportOf(text: string, ...set: string[]): RunReport {
  const { outcome, warnings } = runOf(text, set);
  const result = resultOf(outcome, { version: '0.0.0', file: 'a.yaml', sha256: '', overrides: {} });
  return runReportOf(outcome, result, { file: 'a.yaml', warnings, set });
}

export type Told = ReturnType<typeof toldOf>;

/** What the capabilities tell, as data. */
export function toldOf(text: string, ...set: string[]) {
  return toldOfRun(runOf(text, set).outcome);
}

function runOf(text: string, set: readonly string[]) {
  const scenario = scenarioOf(text, { set: [...set] });
  const loaded = load(text, { set: [...set] });
  expect('problems' in loaded).toBe(false);
  const outcome = new Simulator(scenario, { timeline: true }).run();
  return { outcome, warnings: 'warnings' in loaded ? loaded.warnings.map(({ message }) => message) : [] };
}
