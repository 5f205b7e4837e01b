/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html */
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../../support/simulate.ts';
import {
  associationOf,
  associationsYaml,
  at,
  called,
  created,
  existing,
  intervalsOf,
  simulateAssociations,
  startsOn,
  statusesOn,
} from './associations-yaml.ts';

describe('UpdateAssociation', () => {
  test('an edit mid-run lets what runs finish, stops what has not started, and runs on every target again', () => {
    const run = simulateAssociations({
      actions:
        created('A', at(1, '10:00'), 'MaxConcurrency: "1"') +
        called('UpdateAssociation', at(1, '10:05'), 'AssociationId: A, Name: Job, Parameters: { x: [y] }'),
    });
    expect(statusesOn(run, 'A', 'web-0001')).toEqual(['Success', 'Success']);
    expect(statusesOn(run, 'A', 'web-0002')).toEqual(['Skipped', 'Success']);
    expect(statusesOn(run, 'A', 'web-0003')).toEqual(['Skipped', 'Success']);
    // The first node runs one association document at a time.
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:00:00', '01 10:10:00']);
    expect(startsOn(run, 'web-0002')).toEqual(['01 10:05:00']);
    expect(run.number('association.A.notStarted')).toBe(2);
    expect(intervalsOf(run, 'A').map(({ trigger }) => trigger)).toEqual(['created', 'updated']);
  });

  test('an update keeps the document and the targets, and drops all else', () => {
    const run = simulateAssociations({
      resources: existing('A', 'ScheduleExpression: rate(1 day), MaxErrors: "0", ComplianceSeverity: HIGH'),
      actions: called('UpdateAssociation', at(1, '10:05'), 'AssociationId: A'),
    });
    const { definition } = associationOf(run, 'A').version;
    expect(definition).toMatchObject({ documentName: 'Job', expression: null, severity: 'UNSPECIFIED' });
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:05:00']);
  });

  test('a rate counts from the edit', () => {
    const run = simulateAssociations({
      resources: existing('A', 'ScheduleExpression: rate(1 day)'),
      actions: called(
        'UpdateAssociation',
        at(1, '10:05'),
        'AssociationId: A, ScheduleExpression: rate(1 day)',
      ),
    });
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:05:00', '02 10:05:00', '03 10:05:00', '04 10:05:00']);
  });

  test('with ApplyOnlyAtCronInterval an edit waits for the next tick', () => {
    const run = simulateAssociations({
      resources: existing('A', 'ScheduleExpression: rate(1 day)'),
      actions: called(
        'UpdateAssociation',
        at(1, '10:05'),
        'AssociationId: A, ScheduleExpression: "cron(0 2 ? * * *)", ApplyOnlyAtCronInterval: true',
      ),
    });
    expect(startsOn(run, 'web-0001')).toEqual(['02 02:00:00', '03 02:00:00', '04 02:00:00']);
  });

  test('other targets are those that run again', () => {
    const run = simulateAssociations({
      resources: existing('A', 'ScheduleExpression: rate(1 day)'),
      actions: called(
        'UpdateAssociation',
        at(1, '10:05'),
        'AssociationId: A, Targets: [{ Key: InstanceIds, Values: [web-0003] }]',
      ),
    });
    expect(startsOn(run, 'web-0001')).toEqual([]);
    expect(startsOn(run, 'web-0003')).toEqual(['01 10:05:00']);
  });
});

describe('DeleteAssociation', () => {
  test('what runs finishes, and nothing starts any more', () => {
    const run = simulateAssociations({
      actions:
        created('A', at(1, '10:00'), 'MaxConcurrency: "1", ScheduleExpression: rate(1 day)') +
        called('DeleteAssociation', at(1, '10:05'), 'AssociationId: A') +
        called('StartAssociationsOnce', at(2, '10:05'), 'AssociationIds: [A]'),
    });
    expect(statusesOn(run, 'A', 'web-0001')).toEqual(['Success']);
    expect(statusesOn(run, 'A', 'web-0002')).toEqual(['Skipped']);
    expect(run.events('state-manager/call-refused')).toMatchObject([
      { call: 'StartAssociationsOnce', error: 'AssociationDoesNotExist' },
    ]);
  });
});

test('the 21st association of a node is refused', () => {
  const many = Array.from({ length: 20 }, (_, index) => existing(`A${index}`, '')).join('');
  const run = simulateAssociations({ resources: many, actions: created('Last', at(1, '10:00'), '') });
  expect(associationOf(run, 'Last').error).toBe('AssociationLimitExceeded');
  expect(startsOn(run, 'web-0001', 'Last')).toEqual([]);
  const fits = simulateAssociations({
    resources: many.replace(/ {2}A0: .*\n/, ''),
    actions: created('Last', at(1, '10:00'), ''),
  });
  expect(startsOn(fits, 'web-0001', 'Last')).toEqual(['01 10:00:00']);
});

test('one that is deleted makes room for another, on each of its nodes', () => {
  const many = Array.from({ length: 20 }, (_, index) => existing(`A${index}`, '')).join('');
  const actions =
    called('DeleteAssociation', at(1, '09:00'), 'AssociationId: A0') + created('Last', at(1, '10:00'), '');
  const run = simulateAssociations({ resources: many, actions });
  expect(associationOf(run, 'Last').error).toBeNull();
  for (const node of ['web-0001', 'web-0002', 'web-0003'])
    expect(startsOn(run, node, 'Last')).toEqual(['01 10:00:00']);
});

test('a node that loses its tag before its agent has heard of the run does not begin it', () => {
  const run = simulateAssociations({
    model: '{ jitter: 5m }',
    actions:
      created('A', at(1, '10:00'), '') +
      called('DeleteTags', at(1, '10:02'), 'Resources: [web-0001], Tags: [{ Key: Role }]'),
    end: '1d',
  });
  expect(startsOn(run, 'web-0001')).toEqual([]);
  expect(statusesOn(run, 'A', 'web-0001')).toEqual(['Skipped']);
  expect(startsOn(run, 'web-0002')).toEqual(['01 10:05:00']);
});

test('InstanceIds * means every node of the account', () => {
  const run = simulateAssociations({
    fleet: 'web: { count: 2, os: AMAZON_LINUX_2 }\n  db: { count: 1, os: UBUNTU }',
    actions: created('All', at(1, '10:00'), 'Targets: [{ Key: InstanceIds, Values: ["*"] }]'),
  });
  expect(run.number('association.All.targets')).toBe(3);
});

test('InstanceId must be a managed node, Targets need not be there yet', () => {
  const fleet = 'web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none, tags: { Role: web } }';
  const byId = simulateAssociations({ fleet, actions: created('A', at(1, '10:00'), 'InstanceId: web-0001') });
  expect(byId.result.associations[0]).toMatchObject({
    error: 'InvalidInstanceId',
    refusedFor: [{ node: 'web-0001' }],
  });
  const byTag = simulateAssociations({ fleet, actions: created('A', at(1, '10:00'), '') });
  expect(byTag.result.associations[0]).toMatchObject({ error: null, targets: 0 });
});

test('a query of a resource group with more than five keys is InvalidTarget', () => {
  const filters = (count: number) =>
    Array.from({ length: count }, (_, index) => `{ Key: K${index}, Values: [v] }`).join(', ');
  const world = (count: number) =>
    associationsYaml({
      resources: `  G: { Type: "AWS::ResourceGroups::Group", Properties: { Name: many, ResourceQuery: { Type: TAG_FILTERS_1_0, Query: { TagFilters: [${filters(count)}] } } } }\n${existing('A', 'Targets: [{ Key: "resource-groups:Name", Values: [many] }]')}`,
    });
  expect(() => loadYaml(world(5))).not.toThrow();
  expect(() => loadYaml(world(6))).toThrow(/InvalidTarget/);
});

test('the name of a document has at most 128 characters, in a resource and in a call', () => {
  const load = (name: string) =>
    loadYaml(
      associationsYaml({
        resources: existing('A', `Name: ${name}`),
        actions: created('B', at(1, '10:00'), `Name: ${name}`),
      }),
    );
  expect(() => load('a'.repeat(128))).not.toThrow();
  expect(() => load('a'.repeat(129))).toThrow(/A\.Properties\.Name[\s\S]*CreateAssociation\.Name/);
});
