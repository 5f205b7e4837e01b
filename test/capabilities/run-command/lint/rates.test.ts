import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintText, rulesNamed } from '../../../lint/lint-text.ts';
import { type Differences, scenario, template } from '../../../lint/window-files.ts';

const rateRules = rulesNamed('rate-rounds-to-nothing', 'errors-unlimited', 'errors-blind');
const rulesOf = (text: string): string[] => lintText(text, rateRules).findings.map(({ rule }) => rule);
const inTask = (task: Differences['task'] = {}, rest: Differences = {}) =>
  rulesOf(template({ task, ...rest }));
const messagesOf = (text: string, id: string): string[] =>
  lintText(text, rateRules)
    .findings.filter(({ rule }) => rule === id)
    .map(({ message }) => message);

test('a task with usual limits is as it should be', () => {
  expect(inTask()).toEqual([]);
});

describe('rate-rounds-to-nothing', () => {
  test('5% of ten nodes is no error', () => {
    const text = scenario({ count: 10 }, { task: { MaxConcurrency: '"2"' } });
    expect(messagesOf(text, 'rate-rounds-to-nothing')).toEqual([
      expect.stringMatching(/^5% of the 10 nodes/),
    ]);
  });

  test('with a percentage that comes to one or more nothing is found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 2, max: 400 }), (percent, count) => {
        const limit = `${percent}%`;
        const found = messagesOf(
          scenario({ count }, { task: { MaxConcurrency: limit, MaxErrors: limit } }),
          'rate-rounds-to-nothing',
        );
        expect(found.length).toBe(percent * count < 100 ? 2 : 0);
      }),
      { numRuns: 25 },
    );
  });

  test('rounding up leaves an error', () => {
    const model = 'model: { rateControl: { rounding: up } }\n';
    const text = scenario({ count: 10 }, { task: { MaxConcurrency: '"2"' } }, model);
    expect(messagesOf(text, 'rate-rounds-to-nothing')).toEqual([]);
  });

  test('nodes of a template by tag may be any number', () => {
    expect(inTask({ MaxErrors: '1%', MaxConcurrency: '1%' })).toEqual([]);
  });

  test('nodes that a task of a template names are counted', () => {
    const ids = ['a', 'b', 'c'].map((last) => `i-0123456789abcde0${last}`);
    const Targets = `[{ Key: InstanceIds, Values: [${ids.join(', ')}] }]`;
    const refused = 'unassociated-target';
    expect(inTask({ Targets, MaxConcurrency: '"1"' })).toEqual([refused, 'rate-rounds-to-nothing']);
  });
});

describe('errors-unlimited', () => {
  test('no number of errors exceeds 100%', () => {
    expect(inTask({ MaxErrors: '100%' })).toEqual(['errors-unlimited']);
  });

  test('nor as many as there are nodes', () => {
    const text = scenario({ count: 10 }, { task: { MaxErrors: '"10"', MaxConcurrency: '"2"' } });
    expect(rulesOf(text)).toEqual(['errors-unlimited']);
  });

  test('a scan does no harm', () => {
    expect(inTask({ MaxErrors: '100%' }, { parameters: 'Operation: [Scan]' })).toEqual([]);
  });

  test('what an unknown Operation does is not judged', () => {
    expect(inTask({ MaxErrors: '100%' }, { parameters: 'Operation: [!ImportValue operation]' })).toEqual([]);
  });
});

describe('errors-blind', () => {
  const blind = { MaxConcurrency: '"10"', MaxErrors: '"9"' };

  test('ten at once and fewer errors than that are found', () => {
    expect(inTask(blind)).toEqual(['errors-blind']);
  });

  test('nine at once are not', () => {
    expect(inTask({ ...blind, MaxConcurrency: '"9"', MaxErrors: '"0"' })).toEqual([]);
  });

  test('without a reboot no node is lost by one', () => {
    expect(inTask(blind, { parameters: 'Operation: [Install], RebootOption: [NoReboot]' })).toEqual([]);
  });

  test('no more are down at once than there are', () => {
    expect(rulesOf(scenario({ count: 8 }, { task: { MaxConcurrency: '"50"', MaxErrors: '"1"' } }))).toEqual(
      [],
    );
  });
});
