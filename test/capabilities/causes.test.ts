/** The causes of all capabilities: one order, and no two at one place of it. */
import { expect, test } from 'vitest';
import { capabilities, causes } from '../../src/capabilities/index.ts';
import { CauseTable, causesOf } from '../../src/capability/causes.ts';
import { linksOf } from '../../src/capability/links.ts';

const table = causesOf(capabilities);

test('no two causes have one place', () => {
  const places = causes.map((id) => `${table.of(id).stage} ${table.of(id).place}`);
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

test('no two links have one place, and every cause breaks a link that there is', () => {
  const links = linksOf(capabilities);
  const places = links.map(({ stage, place }) => `${stage} ${place}`);
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  const names = links.map(({ name }) => name);
  expect(causes.filter((id) => !names.includes(table.of(id).link))).toEqual([]);
});

test('the order is that of the stages, whichever capability a cause is of', () => {
  expect(causes.slice(0, 5)).toEqual([
    'NOT_LAUNCHED',
    'TERMINATED',
    'STOPPED',
    'AGENT_STOPPED',
    'NO_INSTANCE_PROFILE',
  ]);
  const around = causes.slice(causes.indexOf('NO_EXECUTION'), causes.indexOf('CANCELLED') + 1);
  expect(around).toEqual([
    'NO_EXECUTION',
    'AWAITS_NEXT_WINDOW',
    'WINDOW_SKIPPED',
    'WINDOW_DISABLED',
    'CALENDAR_CLOSED',
    'ALARM_ACTIVE',
    'ASSOCIATION_SKIPPED',
    'CUTOFF',
    'HALTED_BY_MAX_ERRORS',
    'STOPPED_BY_ALARM',
    'PATCH_LOCKED',
    'ROLE_NOT_ASSUMABLE',
    'AUTOMATION_FAILED',
    'APPROVAL_MISSING',
    'CANCELLED',
  ]);
  expect(new CauseTable([...capabilities].reverse()).ids).toEqual(causes);
});

test('a cause that no capability knows is a mistake of ours', () => {
  expect(() => table.of('NO_SUCH_CAUSE')).toThrow('no capability knows the cause NO_SUCH_CAUSE');
  const { STOPPED } = capabilities[0].causes ?? {};
  expect(() => new CauseTable([...capabilities, { causes: { STOPPED: STOPPED! } }])).toThrow('one name');
});
