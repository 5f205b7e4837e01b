import { describe, expect, test } from 'vitest';
import { lintText, rulesNamed } from '../../../lint/lint-text.ts';
import { type Differences, scenario, template } from '../../../lint/window-files.ts';

const rateRules = rulesNamed('rate-missing', 'rate-forbidden');
const rulesOf = (text: string): string[] => lintText(text, rateRules).findings.map(({ rule }) => rule);
const inTask = (task: Differences['task'] = {}, rest: Differences = {}) =>
  rulesOf(template({ task, ...rest }));
const messagesOf = (text: string, id: string): string[] =>
  lintText(text, rateRules)
    .findings.filter(({ rule }) => rule === id)
    .map(({ message }) => message);

test('a task with targets and both limits is as it should be', () => {
  expect(inTask()).toEqual([]);
});

describe('rate-missing', () => {
  test('both missing are one finding that names both', () => {
    const found = messagesOf(template({ task: { MaxConcurrency: '', MaxErrors: '' } }), 'rate-missing');
    expect(found).toEqual([expect.stringMatching(/no MaxConcurrency and no MaxErrors/)]);
  });

  test('in a scenario it says so instead of the loader', () => {
    const { findings } = lintText(scenario({}, { task: { MaxErrors: '' } }), rateRules);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['rate-missing', 'error']]);
  });

  test('targets that only a deployment decides are not judged', () => {
    const Targets = '!If [HasNodes, [{ Key: WindowTargetIds, Values: [!Ref Nodes] }], !Ref "AWS::NoValue"]';
    expect(inTask({ Targets, MaxConcurrency: '', MaxErrors: '' })).toEqual([]);
  });

  test('a task without targets needs neither', () => {
    const task = {
      TaskType: 'AUTOMATION',
      TaskArn: 'acme-report',
      Targets: '',
      MaxConcurrency: '',
      MaxErrors: '',
    };
    expect(inTask(task, { parameters: '' })).toEqual([]);
  });
});

describe('rate-forbidden', () => {
  test.each(['AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'])(
    'both limits of a %s task without targets are refused',
    (TaskType) => {
      const task = { TaskType, TaskArn: 'SSM-Job', Targets: '' };
      expect(inTask(task, { parameters: '' })).toEqual(['rate-forbidden', 'rate-forbidden']);
    },
  );

  test.each([
    ['MaxConcurrency', '"0"'],
    ['MaxConcurrency', '0%'],
    ['MaxConcurrency', '150%'],
    ['MaxConcurrency', '2.5%'],
    ['MaxErrors', '-1'],
    ['MaxErrors', 'none'],
    ['MaxErrors', '05%'],
    ['MaxConcurrency', '"10000000"'],
    ['MaxErrors', '"10000000"'],
  ])('AWS refuses %s: %s', (key, value) => {
    expect(inTask({ [key]: value })).toEqual(['rate-forbidden']);
  });

  test.each(['"0"', '0%', '100%', '12', '7%', '"9999999"'])('AWS takes MaxErrors: %s', (MaxErrors) => {
    expect(inTask({ MaxErrors }).filter((rule) => rule === 'rate-forbidden')).toEqual([]);
  });
});
