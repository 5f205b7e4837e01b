import { describe, expect, test } from 'vitest';
import { parseConstraint, parseGoal, parseMargin, Refusal } from '../../src/experiment/parse-goal.ts';
import { metricsByName } from '../support/metrics.ts';

describe('a goal', () => {
  test('is min or max and a metric', () => {
    expect(parseGoal('min exposure.nodeHours')).toEqual({ direction: 'min', metric: 'exposure.nodeHours' });
    expect(parseGoal('  max   patched.percent ')).toEqual({ direction: 'max', metric: 'patched.percent' });
  });

  test.each([
    ['exposure.nodeHours', 'did you mean "min exposure.nodeHours"?'],
    ['minimize exposure.nodeHours', 'did you mean "min exposure.nodeHours"?'],
    ['MAX patched.percent', 'did you mean "max patched.percent"?'],
    ['min', 'the metric is missing'],
    ['min nodes.lost <= 2', 'a limit belongs into --subject-to'],
    [
      'min task.Install.minutes p95',
      "a limit may be on a quantile: --subject-to 'task.Install.minutes p95 <= …'",
    ],
  ])('refuses %j and says what was meant', (text, help) => {
    const refusal = parseGoal(text);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).help).toBe(help);
  });

  test('refuses nothing at all and words that are no direction', () => {
    expect(parseGoal('')).toBeInstanceOf(Refusal);
    expect(parseGoal('least nodes.lost')).toBeInstanceOf(Refusal);
  });
});

describe('a constraint', () => {
  test.each([
    ['task.Install.failed p95 <= 8', 'task.Install.failed', 'p95', 'atMost', 8],
    ['nodes.lost mean <= 2', 'nodes.lost', 'mean', 'atMost', 2],
    ['nodes.lost < 2.5', 'nodes.lost', 'mean', 'below', 2.5],
    [
      'task.Install.finishedBeforeCutoff >= 99%',
      'task.Install.finishedBeforeCutoff',
      'share',
      'atLeast',
      0.99,
    ],
    ['task.Install.halted share <= 5%', 'task.Install.halted', 'share', 'atMost', 0.05],
    ['patched.percent p5 >= 90%', 'patched.percent', 'p5', 'atLeast', 90],
    ['patched.percent>90', 'patched.percent', 'mean', 'above', 90],
    ['task.Install.minutes p95 <= 1h30m', 'task.Install.minutes', 'p95', 'atMost', 90],
    ['exposure.nodeHours <= 2d', 'exposure.nodeHours', 'mean', 'atMost', 48],
    ['command.my scan.failed p50 <= 3', 'command.my scan.failed', 'p50', 'atMost', 3],
  ])('reads %j', (text, metric, statistic, operator, bound) => {
    expect(parseConstraint(text, metricsByName)).toMatchObject({ metric, statistic, operator, bound });
  });

  test('is told again in even spaces', () => {
    expect(parseConstraint('  nodes.lost   p95<=2 ', metricsByName)).toMatchObject({
      text: 'nodes.lost p95 <= 2',
    });
  });

  test.each([
    ['nodes.lost', /expected a metric and its limit/, null],
    ['<= 3', /expected a metric and its limit/, 'the metric is missing'],
    ['nodes.lost <=', /expected a metric and its limit/, 'nothing follows <='],
    [
      'nodes.lost == 3',
      /expected >=, <=, > or </,
      'no number of runs can show that two numbers are exactly equal',
    ],
    ['nodes.lost =< 3', /expected >=, <=, > or </, 'did you mean "nodes.lost <= 3"?'],
    ['nodes.lost p95 ≤ 3', /expected >=, <=, > or </, 'did you mean "nodes.lost p95 <= 3"?'],
    [
      'task.T.completed == true',
      /expected >=, <=, > or </,
      'say in which share of the runs: "task.T.completed >= 99%"',
    ],
    ['nodes.lost p99 <= 3', /expected mean, p5, p50, p95 or share after the metric, found p99/, null],
    [
      'nodes.lost max <= 3',
      /found max/,
      'the smallest and the largest change with the number of runs: take p5 or p95',
    ],
    ['nodes.lost median <= 3', /found median/, 'did you mean p50?'],
    ['nodes.lost <= 5%', /nodes.lost is not a percentage/, null],
    ['nodes.lost <= 5m', /nodes.lost is not a duration/, null],
    ['nodes.lost <= many', /expected a metric and its limit/, null],
    [
      'nodes.lost share <= 5%',
      /nodes.lost is a number, and has no share/,
      '"nodes.lost p95 <= 8" says that it is at most 8 in 95% of runs',
    ],
    ['nodes.lost <= true', /nodes.lost is not a yes or no/, null],
    ['nodes.lost <= -1', /no metric is below 0/, null],
    ['nodes.lost < 0', /no metric is below 0/, null],
    ['patched.percent >= 101%', /expected at most 100%/, null],
    ['task.T.completed >= 101%', /from 0% to 100%/, null],
    ['task.T.completed >= 0.99', /from 0% to 100%/, 'did you mean task.T.completed >= 99%?'],
    ['task.T.completed p95 >= 99%', /task.T.completed is a yes or no/, 'leave out p95'],
    ['task.T.completed >= 100%', /a share that simulation can show/, 'take task.T.completed >= 99.9%'],
    ['task.T.halted <= 0%', /a share that simulation can show/, 'take task.T.halted <= 0.1%'],
    ['task.T.completed >= true', /from 0% to 100%/, null],
  ])('refuses %j', (text, message, help) => {
    const refusal = parseConstraint(text, metricsByName) as Refusal;
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal.message).toMatch(message);
    expect(refusal.help).toBe(help);
  });

  test('on a metric that nobody knows is left to who knows the metrics', () => {
    expect(parseConstraint('task.T.faild p95 <= 8', metricsByName)).toMatchObject({ metric: 'task.T.faild' });
  });
});

test('a margin is relative with a percent sign and absolute without', () => {
  expect(parseMargin('5%')).toEqual({ relative: 0.05 });
  expect(parseMargin(' 0.5 ')).toEqual({ absolute: 0.5 });
  for (const text of ['', 'five', '-1', '5 %%', '1e3']) expect(parseMargin(text)).toBeInstanceOf(Refusal);
});
