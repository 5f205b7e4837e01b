/** https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html */
import { describe, expect, test } from 'vitest';
import { standingOf } from '../../../src/capabilities/state-manager/rules.ts';
import { existing, simulateAssociations, statusesOn } from './associations-yaml.ts';

const daily = (targets: string) =>
  `Name: AWS-GatherSoftwareInventory, ScheduleExpression: rate(1 day), Targets: [${targets}]`;
const everywhere = daily('{ Key: InstanceIds, Values: ["*"] }');
const onWeb = daily('{ Key: "tag:Role", Values: [web] }');
const fleet = `web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web } }
  db: { count: 1, os: AMAZON_LINUX_2, tags: { Role: db } }`;

describe('of several associations with a document that runs once on a node, one is in effect', () => {
  test('an association that names nodes overrides one that means every node, which is Skipped there', () => {
    expect(standingOf(true, [false])).toBe('overridden');
    expect(standingOf(false, [true])).toBe('in effect');
    const resources = `${existing('All', everywhere)}${existing('Web', onWeb)}`;
    const run = simulateAssociations({ fleet, resources, end: '2d' });
    expect(statusesOn(run, 'All', 'web-0001')).toEqual(['Skipped']);
    expect(statusesOn(run, 'All', 'db-0001')).toEqual(['Success']);
    expect(statusesOn(run, 'Web', 'web-0001')).toEqual(['Success']);
  });

  test('two associations that name the node both fail', () => {
    expect(standingOf(false, [false, true])).toBe('in conflict');
    expect(standingOf(true, [true])).toBe('in conflict');
    const resources = `${existing('One', onWeb)}${existing('Two', onWeb)}`;
    const run = simulateAssociations({ fleet, resources, end: '2d' });
    expect(statusesOn(run, 'One', 'web-0001')).toEqual(['Failed']);
    expect(statusesOn(run, 'Two', 'web-0001')).toEqual(['Failed']);
    const [one] = run.result.associations;
    expect(one).toMatchObject({
      failures: [
        {
          exitCode: 1,
          meaning:
            'another association with AWS-GatherSoftwareInventory means the node, and a node takes one',
        },
      ],
    });
  });

  test('a document without such a rule runs for every association', () => {
    const job = (targets: string) => `ScheduleExpression: rate(1 day), Targets: [${targets}]`;
    const resources = `${existing('One', job('{ Key: "tag:Role", Values: [web] }'))}${existing('Two', job('{ Key: "tag:Role", Values: [web] }'))}`;
    const run = simulateAssociations({ fleet, resources, end: '2d' });
    expect(statusesOn(run, 'One', 'web-0001')).toEqual(['Success']);
    expect(statusesOn(run, 'Two', 'web-0001')).toEqual(['Success']);
  });
});
