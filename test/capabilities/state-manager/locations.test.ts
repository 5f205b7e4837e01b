/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html */
import { describe, expect, test } from 'vitest';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';
import {
  associationsYaml,
  at,
  called,
  created,
  existing,
  startsOn,
  statusesOn,
} from './associations-yaml.ts';

const world = {
  fleet: `home: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } }
  eu: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web }, account: eu }
  us: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web, Tier: test }, account: us }`,
  more: `accounts:
  eu: { id: "222222222222", region: eu-west-1, organizationalUnit: ou-ab12-prod0001 }
  us: { id: "333333333333", region: us-west-2 }
`,
};
const yaml = (actions: string, more = '') => associationsYaml({ ...world, actions, more: world.more + more });
const simulate = (actions: string, more = '') => simulateYaml(yaml(actions, more));
const locations = (...each: string[]) => `TargetLocations: [${each.map((one) => `{ ${one} }`).join(', ')}]`;

const toWeb = 'Targets: [{ Key: "tag:Role", Values: [web] }]';
const both = 'Accounts: ["222222222222", "333333333333"], Regions: [eu-west-1, us-west-2]';

describe('TargetLocations', () => {
  test('it runs in the accounts and Regions that are named, and in no other', () => {
    const run = simulate(created('A', at(1, '10:00'), locations(both)));
    expect(['home-0001', 'eu-0001', 'us-0001'].map((node) => startsOn(run, node).length)).toEqual([0, 1, 1]);
    expect(run.number('association.A-eu.succeeded')).toBe(2);
    expect(run.number('association.A-us.succeeded')).toBe(2);
  });

  test('an account without the Region is none, an organizational unit means its accounts, and one may be excluded', () => {
    const nodes = (where: string) => {
      const run = simulate(created('A', at(1, '10:00'), locations(where)));
      return ['home-0001', 'eu-0001', 'us-0001'].filter((node) => startsOn(run, node).length > 0);
    };
    expect(nodes('Accounts: ["222222222222", "333333333333"], Regions: [us-west-2]')).toEqual(['us-0001']);
    expect(nodes('Accounts: [ou-ab12-prod0001], Regions: [eu-west-1]')).toEqual(['eu-0001']);
    expect(nodes(`${both}, ExcludeAccounts: ["222222222222"]`)).toEqual(['us-0001']);
    expect(nodes('Regions: [us-east-1]')).toEqual(['home-0001']);
  });

  test('each has targets, concurrency and errors of its own', () => {
    const run = simulate(
      created(
        'A',
        at(1, '10:00'),
        `${toWeb}, MaxConcurrency: "1", ${locations(
          'Accounts: ["222222222222"]',
          'Accounts: ["333333333333"], Targets: [{ Key: "tag:Tier", Values: [test] }], TargetsMaxConcurrency: "2"',
        )}`,
      ),
    );
    expect(startsOn(run, 'eu-0002')).toEqual(['01 10:10:00']);
    expect(startsOn(run, 'us-0002')).toEqual(['01 10:00:00']);
  });

  test('TargetLocationMaxConcurrency: the next begins when one is done', () => {
    const run = simulate(
      created('A', at(1, '10:00'), locations(`${both}, TargetLocationMaxConcurrency: "1"`)),
    );
    expect(startsOn(run, 'eu-0001')).toEqual(['01 10:00:00']);
    expect(startsOn(run, 'us-0001')).toEqual(['01 10:10:00']);
  });

  test('TargetLocationMaxErrors: after errors in one no other begins, until it is due again', () => {
    const failing = '\n  documents: { Job: { run: 10m, fails: 100% } }';
    const text = yaml(
      created(
        'A',
        at(1, '10:00'),
        `ScheduleExpression: rate(1 day), ${locations(`${both}, TargetLocationMaxConcurrency: "1", TargetLocationMaxErrors: "0"`)}`,
      ),
    ).replace(/\n {2}documents: .*/, failing);
    const run = simulateYaml(text);
    expect(startsOn(run, 'us-0001')).toEqual([]);
    expect(startsOn(run, 'eu-0001')).toHaveLength(4);
    expect(statusesOn(run, 'A-us', 'us-0001')).toEqual(['Skipped', 'Skipped', 'Skipped', 'Skipped']);
    expect(run.events('state-manager/interval-skipped')[0]).toMatchObject({ cause: 'HALTED_BY_MAX_ERRORS' });
  });

  test('calls name the association in all of them, and an update may change where it runs', () => {
    const run = simulate(
      created('A', at(1, '10:00'), locations(both)) +
        called('StartAssociationsOnce', at(1, '12:00'), 'AssociationIds: [A]') +
        called(
          'UpdateAssociation',
          at(1, '14:00'),
          `AssociationId: A, ${locations('Accounts: ["333333333333"]')}`,
        ) +
        called('DeleteAssociation', at(1, '16:00'), 'AssociationId: A'),
    );
    expect(startsOn(run, 'eu-0001')).toEqual(['01 10:00:00', '01 12:00:00']);
    expect(startsOn(run, 'us-0001')).toEqual(['01 10:00:00', '01 12:00:00', '01 14:00:00']);
    expect(run.events('state-manager/association-deleted')).toHaveLength(2);
  });

  test('without them it runs in its own account and Region', () => {
    const resources = existing('A', 'ScheduleExpression: rate(1 day)');
    const run = simulateYaml(associationsYaml({ ...world, resources }));
    expect(['home-0001', 'eu-0001'].map((node) => startsOn(run, node).length)).toEqual([3, 0]);
  });

  test('a location that no account of the file fits is a warning, and a wrong criterion an error', () => {
    const { warnings } = loadYaml(
      yaml(created('A', at(1, '10:00'), locations('Accounts: ["444444444444"]'))),
    );
    expect(warnings.map(({ message }) => message)).toContain(
      'no account of the file fits Accounts: the association runs nowhere there',
    );
    const wrong = locations('Accounts: ["222222222222"], Targets: [{ Key: Role, Values: [web] }]');
    expect(() => loadYaml(yaml(created('A', at(1, '10:00'), `${toWeb}, ${wrong}`)))).toThrow(
      'TargetLocations[0].Targets[0].Key',
    );
  });
});
