/** https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html */
import { describe, expect, test } from 'vitest';
import { attemptsOn } from '../../../src/capabilities/state-manager/attempts.ts';
import { stateManager } from '../../../src/capabilities/state-manager/index.ts';
import {
  associationStatuses,
  countsAsError,
  nextPollAfter,
  overviewOf,
} from '../../../src/capabilities/state-manager/rules.ts';
import { haltOf } from '../../../src/capabilities/state-manager/stories.ts';
import {
  at,
  called,
  created,
  existing,
  intervalsOf,
  simulateAssociations,
  startsOn,
  statusesOn,
} from './associations-yaml.ts';

const badNode = 'web: { count: 4, os: AMAZON_LINUX_2, tags: { Role: web } }';

describe('statuses', () => {
  test('the status of an association follows from its nodes', () => {
    const none = { Pending: 0, InProgress: 0, Success: 0, Failed: 0, TimedOut: 0, Skipped: 0, Cancelled: 0 };
    expect(overviewOf({ ...none, Success: 3, Failed: 1, Pending: 1 })).toBe('Failed');
    expect(overviewOf({ ...none, Success: 3, TimedOut: 1 })).toBe('Failed');
    expect(overviewOf({ ...none, Success: 3, InProgress: 1 })).toBe('Pending');
    expect(overviewOf({ ...none, Success: 3, Skipped: 1 })).toBe('Success');
  });

  test('MaxErrors counts what failed and what timed out', () => {
    expect(associationStatuses.filter(countsAsError)).toEqual(['Failed', 'TimedOut']);
  });

  const long = created('A', at(1, '10:00'), 'Parameters: { executionTimeout: ["14400"] }');

  test('an association that runs 2 h 1 m gives Failed (StuckAtInProgress), then Success', () => {
    const run = simulateAssociations({ job: '{ run: 2h1m }', actions: long });
    expect(run.events('state-manager/run-stuck')).toMatchObject(
      [1, 2, 3].map((number) => ({
        node: `web-000${number}`,
        at: '2025-01-01T12:00:00.001Z',
        status: 'Failed',
        error: 'StuckAtInProgress',
      })),
    );
    expect(statusesOn(run, 'A', 'web-0001')).toEqual(['Success']);
    const compliance = run
      .events('state-manager/compliance-changed')
      .filter(({ node }) => node === 'web-0001')
      .map((entry) => entry['compliance']);
    expect(compliance).toEqual(['NON_COMPLIANT', 'COMPLIANT']);
  });

  test('a run of two hours is not stuck', () => {
    const run = simulateAssociations({ job: '{ run: 2h }', actions: long });
    expect(run.events('state-manager/run-stuck')).toEqual([]);
    expect(run.number('association.A.succeeded')).toBe(3);
  });

  test('a run that is due while an earlier one is still in progress times the earlier one out', () => {
    const run = simulateAssociations({
      job: '{ run: 50m }',
      actions: created('A', at(1, '10:00'), 'ScheduleExpression: rate(30 minutes)'),
      end: '11h',
    });
    expect(statusesOn(run, 'A', 'web-0001')).toEqual(['TimedOut', 'InProgress']);
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:00:00', '01 10:30:00']);
    expect(run.result.associations[0]!.executions.map(({ status }) => status)).toEqual(['Failed', 'Pending']);
  });

  test('after its Duration what runs is cancelled, and nothing more starts', () => {
    const run = simulateAssociations({
      job: '{ run: 50m }',
      resources: existing(
        'A',
        'ScheduleExpression: "cron(0 2 ? * * *)", ApplyOnlyAtCronInterval: true, Duration: 1, MaxConcurrency: "1"',
      ),
      end: '1d',
    });
    expect(['web-0001', 'web-0002', 'web-0003'].map((node) => statusesOn(run, 'A', node))).toEqual([
      ['Success'],
      ['Cancelled'],
      ['Skipped'],
    ]);
    expect(run.number('association.A.cancelled')).toBe(1);
  });

  test('a runbook runs by its schedule only', () => {
    const properties = 'AutomationTargetParameterName: InstanceId';
    const run = simulateAssociations({
      fleet: 'web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: db } }',
      resources: existing('Runbook', properties) + existing('Plain', ''),
      actions: called(
        'CreateTags',
        at(1, '10:00'),
        'Resources: [web-0001], Tags: [{ Key: Role, Value: web }]',
      ),
    });
    expect(startsOn(run, 'web-0001', 'Plain')).toHaveLength(1);
    expect(startsOn(run, 'web-0001', 'Runbook')).toEqual([]);
  });
});

describe('a node that goes down', () => {
  const down = (action: string) =>
    `  - { id: down, at: ${at(1, '10:05')}, nodes: { names: [web-0001] }, action: ${action} }\n`;

  test('cuts off what runs: it has failed once the agent is back', () => {
    const run = simulateAssociations({ actions: created('A', at(1, '10:00'), ''), faults: down('reboot') });
    expect(statusesOn(run, 'A', 'web-0001')).toEqual(['Failed']);
    expect(statusesOn(run, 'A', 'web-0002')).toEqual(['Success']);
  });
});

describe('rate control of an interval', () => {
  test('one error more than MaxErrors stops it until the next interval', () => {
    const run = simulateAssociations({
      fleet: badNode,
      job: '{ run: 10m, fails: 100% }',
      actions: created(
        'A',
        at(1, '10:00'),
        'ScheduleExpression: rate(1 day), MaxErrors: "1", MaxConcurrency: "1"',
      ),
      end: '2d',
    });
    const [first, second] = intervalsOf(run, 'A');
    expect(first!.tally).toMatchObject({ Failed: 2, Skipped: 2 });
    expect(second!.tally).toMatchObject({ Failed: 2, Skipped: 2 });
    expect(run.number('association.A.haltedExecutions')).toBe(2);
    // Nodes that it never reached have neither begun nor ended.
    expect(run.events('state-manager/run-ended')).toHaveLength(4);
    const { simulation } = run.outcome;
    expect(haltOf(first!, simulation)).toMatchObject({ sentCount: 2, inFlightCount: 0, notStartedCount: 2 });
  });

  test('an interval without targets has no node in flight', () => {
    const run = simulateAssociations({
      actions: created('A', at(1, '10:00'), 'Targets: [{ Key: "tag:Role", Values: [none] }]'),
    });
    expect(run.number('association.A.peakConcurrency')).toBe(0);
  });

  test('no MaxConcurrency means all nodes at once, and fifty with the user guide', () => {
    const fleet = 'web: { count: 60, os: AMAZON_LINUX_2, tags: { Role: web } }';
    const peak = (model: string) =>
      simulateAssociations({ fleet, model, actions: created('A', at(1, '10:00'), '') }).number(
        'association.A.peakConcurrency',
      );
    expect(peak('{ jitter: 0s }')).toBe(60);
    expect(peak('{ jitter: 0s, maxConcurrency: 50 }')).toBe(50);
  });
});

describe('one association document at a time', () => {
  test('two that are due together run one after the other', () => {
    const run = simulateAssociations({
      actions: created('A', at(1, '10:00'), '') + created('B', at(1, '10:00'), ''),
    });
    expect(startsOn(run, 'web-0001', 'A')).toEqual(['01 10:00:00']);
    expect(startsOn(run, 'web-0001', 'B')).toEqual(['01 10:10:00']);
  });

  test('one that waits behind another has been sent to the node', () => {
    const { outcome } = simulateAssociations({
      actions: created('A', at(1, '10:00'), '') + created('B', at(1, '10:00'), ''),
      end: '10h5m',
    });
    const { associations } = outcome.machines.of(stateManager);
    const attempts = attemptsOn(associations, outcome.simulation, 0);
    expect(attempts.map(({ kind }) => kind)).toEqual(['sent', 'sent']);
  });

  const patching = (operation: string) =>
    `Name: AWS-RunPatchBaseline, Parameters: { Operation: [${operation}] }`;

  test('two patch runs on one node: the second exits 4', () => {
    const run = simulateAssociations({
      more: 'patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01 } }',
      actions: `${created('A', at(1, '10:01'), patching('Install'))}  - { id: byHand, at: ${at(1, '10:00')}, SendCommand: { DocumentName: AWS-RunPatchBaseline, Targets: [{ Key: "tag:Role", Values: [web] }], Parameters: { Operation: [Install] } } }\n`,
    });
    expect(run.number('command.byHand.succeeded')).toBe(3);
    expect(run.number('association.A.failed')).toBe(3);
    expect(run.result.associations[0]!.failures).toMatchObject([
      { exitCode: 4, cause: 'PATCH_LOCKED', nodes: 3 },
    ]);
  });
});

test('SyncCompliance MANUAL leaves compliance to PutComplianceItems', () => {
  const run = simulateAssociations({ actions: created('A', at(1, '10:00'), 'SyncCompliance: MANUAL') });
  expect(run.events('state-manager/compliance-changed')).toEqual([]);
});

test('the next poll is worked out, and none is waited for', () => {
  const poll = 600_000;
  expect(nextPollAfter(0, poll, 0.25)).toBe(150_000);
  expect(nextPollAfter(150_000, poll, 0.25)).toBe(750_000);
  expect(nextPollAfter(149_999, poll, 0.25)).toBe(150_000);
});
