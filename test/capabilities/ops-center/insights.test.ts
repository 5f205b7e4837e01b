/** Operational insights. */
import { expect, test } from 'vitest';
import { at } from '../quiet-world.ts';
import { create, opsItems } from './world.ts';

const on = { model: '{ opsCenter: { insights: on } }' };
const clock = (index: number) => `1:${String(index).padStart(2, '0')}`;
const many = (count: number, more = '') =>
  Array.from({ length: count }, (_, index) => create(`a-${index}`, clock(index), more));
const ofOneResource = `OperationalData: { /aws/resources: { Value: '[{"arn":"arn:aws:s3:::b"}]' } }`;
const insightsOf = (...given: Parameters<typeof opsItems>) =>
  opsItems(...given).result.opsItems.filter(({ type }) => type === '/aws/insight');

test('are off by default', () => {
  expect(insightsOf(many(8, ofOneResource))).toEqual([]);
});

test('eight or more OpsItems with the same title for the same resource are one insight', () => {
  expect(insightsOf(many(7, ofOneResource), on)).toEqual([]);
  expect(insightsOf(many(12, ofOneResource), on).map(({ title }) => title)).toEqual([
    'Duplicate OpsItems: disk full',
  ]);
});

test('OpsItems without a resource are not about the same one', () => {
  expect(insightsOf(many(8), on)).toEqual([]);
});

test('more than 50 OpsItems with the same title are one insight', () => {
  expect(insightsOf(many(50), on)).toEqual([]);
  expect(insightsOf(many(51), on).map(({ title }) => title)).toEqual([
    'Sources generating most OpsItems: disk full',
  ]);
});

test('UpdateServiceSetting switches them on', () => {
  const setting = (value: string, when: string) =>
    `{ id: set-${value}, at: ${at(when)}, UpdateServiceSetting: { SettingId: /ssm/opsinsights/opscenter, SettingValue: ${value} } }`;
  expect(insightsOf([setting('Enabled', '0:30'), ...many(8, ofOneResource)])).toHaveLength(1);
  expect(insightsOf([setting('Disabled', '0:30'), ...many(8, ofOneResource)], on)).toEqual([]);
});

test('no operator takes an insight, and it is none of the OpsItems that are counted', () => {
  const run = opsItems(many(8, ofOneResource), {
    principals: '{ ann: { statements: [{ Effect: Allow, Action: "*", Resource: "*" }] } }',
    model: '{ opsCenter: { insights: on }, operators: { ann: { time: 1m } } }',
  });
  expect(run.result.metrics).toMatchObject({
    'opsItems.created': 8,
    'opsItems.resolved': 8,
    'opsItems.insights': 1,
  });
});
