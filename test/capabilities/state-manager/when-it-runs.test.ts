/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
import { describe, expect, test } from 'vitest';
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

describe('when an association runs', () => {
  test('created at 10:07 with rate(1 day) it runs at once, then daily', () => {
    const run = simulateAssociations({
      actions: created('Daily', at(1, '10:07'), 'ScheduleExpression: rate(1 day)'),
    });
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:07:00', '02 10:07:00', '03 10:07:00', '04 10:07:00']);
    expect(run.number('association.Daily.succeeded')).toBe(12);
  });

  test('with ApplyOnlyAtCronInterval it does not run before the tick', () => {
    const properties = 'ScheduleExpression: "cron(0 2 ? * * *)"';
    const atOnce = simulateAssociations({ actions: created('Nightly', at(1, '10:07'), properties) });
    expect(startsOn(atOnce, 'web-0001')[0]).toBe('01 10:07:00');
    const only = simulateAssociations({
      actions: created('Nightly', at(1, '10:07'), `${properties}, ApplyOnlyAtCronInterval: true`),
    });
    expect(startsOn(only, 'web-0001')).toEqual(['02 02:00:00', '03 02:00:00', '04 02:00:00']);
  });

  test('without a schedule it runs once', () => {
    const run = simulateAssociations({ actions: created('Once', at(1, '10:07'), '') });
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:07:00']);
  });

  test('what resources declare existed before: rate is due one interval after start, cron at its times, no schedule has run', () => {
    const run = simulateAssociations({
      resources:
        existing('Daily', 'ScheduleExpression: rate(1 day)') +
        existing('Nightly', 'ScheduleExpression: "cron(0 2 ? * * *)"') +
        existing('Once', ''),
    });
    expect(startsOn(run, 'web-0001', 'Daily')[0]).toBe('02 00:00:00');
    expect(startsOn(run, 'web-0001', 'Nightly')[0]).toBe('01 02:00:00');
    expect(startsOn(run, 'web-0001', 'Once')).toEqual([]);
  });

  test('at() is one time more', () => {
    const run = simulateAssociations({
      actions: created('Later', at(1, '10:00'), 'ScheduleExpression: "at(2025-01-02T13:00:00)"'),
    });
    expect(startsOn(run, 'web-0001')).toEqual(['01 10:00:00', '02 13:00:00']);
  });

  test('ScheduleOffset moves the day: if this cron day has passed, the next period counts', () => {
    const properties =
      'ScheduleExpression: "cron(0 2 ? * WED *)", ApplyOnlyAtCronInterval: true, ScheduleOffset: 2';
    // The first of January 2025 is a Wednesday.
    const before = simulateAssociations({ resources: existing('A', properties), end: '14d' });
    expect(startsOn(before, 'web-0001')).toEqual(['03 02:00:00', '10 02:00:00']);
    const after = simulateAssociations({ actions: created('A', at(1, '10:00'), properties), end: '14d' });
    expect(startsOn(after, 'web-0001')).toEqual(['10 02:00:00']);
  });

  test('ScheduleOffset of an association that existed before counts from a cron day before the run', () => {
    const properties =
      'ScheduleExpression: "cron(0 2 ? * SUN *)", ApplyOnlyAtCronInterval: true, ScheduleOffset: 4';
    const run = simulateAssociations({ resources: existing('A', properties), end: '10d' });
    // Four days after Sunday, the 29th of December, and after the 5th of January.
    expect(startsOn(run, 'web-0001')).toEqual(['02 02:00:00', '09 02:00:00']);
  });

  test('associations that wait for the worker of a node run in the order in which they came', () => {
    const run = simulateAssociations({
      actions: ['10:00', '10:01', '10:02']
        .map((time, index) => created('ABC'[index]!, at(1, time), ''))
        .join(''),
    });
    const starts = ['A', 'B', 'C'].map((id) => startsOn(run, 'web-0001', id));
    expect(starts).toEqual([['01 10:00:00'], ['01 10:10:00'], ['01 10:20:00']]);
  });

  test('StartAssociationsOnce runs it now and moves no tick', () => {
    const run = simulateAssociations({
      resources: existing('Daily', 'ScheduleExpression: rate(1 day)'),
      actions: called('StartAssociationsOnce', at(1, '05:00'), 'AssociationIds: [Daily]'),
    });
    expect(startsOn(run, 'web-0001').slice(0, 2)).toEqual(['01 05:00:00', '02 00:00:00']);
  });

  test('a node off for three days runs once on return', () => {
    const run = simulateAssociations({
      resources: existing('Daily', 'ScheduleExpression: rate(1 day)'),
      faults: `  - { id: off, at: ${at(1, '12:00')}, nodes: { names: [web-0002] }, action: stop, for: 72h }`,
      end: '6d',
    });
    const starts = startsOn(run, 'web-0002');
    expect(starts[0]).toMatch(/^04 12:0/);
    expect(starts.slice(1)).toEqual(['05 00:00:00', '06 00:00:00']);
  });

  test('an agent stopped for three days runs once on return', () => {
    const run = simulateAssociations({
      resources: existing('Daily', 'ScheduleExpression: rate(1 day)'),
      faults: `  - { id: off, at: ${at(1, '12:00')}, nodes: { names: [web-0002] }, action: stopAgent, for: 72h }`,
      end: '6d',
    });
    expect(startsOn(run, 'web-0002')[0]).toMatch(/^04 12:0/);
    expect(statusesOn(run, 'Daily', 'web-0002')).toEqual([
      'Skipped',
      'Skipped',
      'Success',
      'Success',
      'Success',
    ]);
    expect(run.number('association.Daily.undeliverable')).toBe(2);
  });

  test('with ApplyOnlyAtCronInterval a node that missed a run waits for the next', () => {
    const run = simulateAssociations({
      resources: existing(
        'Nightly',
        'ScheduleExpression: "cron(0 2 ? * * *)", ApplyOnlyAtCronInterval: true',
      ),
      faults: `  - { id: off, at: ${at(1, '01:00')}, nodes: { names: [web-0002] }, action: stopAgent, for: 3h }`,
    });
    expect(startsOn(run, 'web-0002')[0]).toBe('02 02:00:00');
  });

  test('a node tagged later runs within a poll, and one that loses the tag no longer', () => {
    const run = simulateAssociations({
      fleet: 'web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: db } }',
      resources: existing('Daily', 'ScheduleExpression: rate(1 day)'),
      actions:
        called('CreateTags', at(1, '10:00'), 'Resources: [web-0001], Tags: [{ Key: Role, Value: web }]') +
        called('DeleteTags', at(3, '10:00'), 'Resources: [web-0001], Tags: [{ Key: Role }]'),
    });
    const [first, ...others] = startsOn(run, 'web-0001');
    expect(first! > '01 10:00:00' && first! <= '01 10:10:00').toBe(true);
    expect(others).toEqual(['02 00:00:00', '03 00:00:00']);
    expect(startsOn(run, 'web-0002')).toEqual([]);
  });

  test('a node that joins the fleet runs when it is online for the first time', () => {
    const run = simulateAssociations({
      resources: existing('Once', ''),
      faults: `  - { id: more, at: ${at(1, '10:00')}, nodes: { group: web }, action: launch, count: 1 }`,
    });
    expect(startsOn(run, 'web-0004')).toHaveLength(1);
    expect(startsOn(run, 'web-0001')).toEqual([]);
  });

  test('a node that comes to a halted interval has not started, and was not out of reach', () => {
    const run = simulateAssociations({
      job: '{ run: 10m, fails: 100% }',
      resources: existing('Daily', 'ScheduleExpression: rate(1 day), MaxErrors: "0", MaxConcurrency: "1"'),
      faults: `  - { id: more, at: ${at(2, '10:00')}, nodes: { group: web }, action: launch, count: 1 }`,
      end: '47h',
    });
    expect(statusesOn(run, 'Daily', 'web-0004')).toEqual(['Pending']);
    expect(run.number('association.Daily.undeliverable')).toBe(0);
    expect(run.number('association.Daily.notStarted')).toBe(3);
  });

  test('with pickUp: poll an agent finds everything at its next poll', () => {
    const run = simulateAssociations({
      model: '{ jitter: 0s, pickUp: poll }',
      actions: created('Daily', at(1, '10:07'), 'ScheduleExpression: rate(1 day)'),
    });
    const [first] = startsOn(run, 'web-0001');
    expect(first! > '01 10:07:00' && first! <= '01 10:17:00').toBe(true);
    expect(intervalsOf(run, 'Daily')).toHaveLength(4);
  });
});
