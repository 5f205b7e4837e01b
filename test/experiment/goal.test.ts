import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/experiment/columns.ts';
import type { Constraint, Goal, GoalOutcome } from '../../src/experiment/goal.ts';
import { parseConstraint, parseGoal } from '../../src/experiment/parse-goal.ts';
import { type GoalQuestion, goalOutcomeOf } from '../../src/experiment/pick.ts';
import { metricsByName } from '../support/metrics.ts';
import { times, type Values } from './columns-made-up.ts';

const none = Number.NaN;
const hours = 'exposure.nodeHours';

function ask(
  goal: string,
  constraints: readonly string[] = [],
  options: Partial<GoalQuestion> = {},
): GoalQuestion {
  return {
    goal: parseGoal(goal) as Goal,
    constraints: constraints.map((text) => parseConstraint(text, metricsByName) as Constraint),
    within: null,
    looks: null,
    ...options,
  };
}

function outcomeOf(variants: Readonly<Record<string, Values>>, question: GoalQuestion): GoalOutcome {
  const candidates = Object.entries(variants).map(([name, values]) => ({
    name,
    columns: columnsOf(values, metricsByName),
  }));
  return goalOutcomeOf(candidates, question);
}

/** Of one variant and one constraint. */
function judge(constraint: string, values: Values) {
  const filled = { [hours]: Object.values(values)[0]!.map(() => 1), ...values };
  return outcomeOf({ only: filled }, ask(`min ${hours}`, [constraint])).standings[0]!.constraints[0]!;
}

/** `misses` of `n` are 1, the others 0. */
const zerosBut = (misses: number, n: number) => times(n, (r) => (r < misses ? 1 : 0));
const onesBut = (misses: number, n: number) => times(n, (r) => (r < misses ? 0 : 1));

describe('a constraint on a share', () => {
  const completed = (misses: number, n: number) => ({ 'task.T.completed': onesBut(misses, n) });

  test('holds once Clopper and Pearson say so: 99% from 368 runs without a miss, or 555 with one', () => {
    const feasibility = (misses: number, n: number) =>
      judge('task.T.completed >= 99%', completed(misses, n)).feasibility;
    expect(feasibility(0, 367)).toBe('undecided');
    expect(feasibility(0, 368)).toBe('feasible');
    expect(feasibility(1, 554)).toBe('undecided');
    expect(feasibility(1, 555)).toBe('feasible');
  });

  test('is broken once they say that', () => {
    // At 99% of 200 runs, 5 misses or more come with 5.2%, 6 or more with 1.6%.
    expect(judge('task.T.completed >= 99%', completed(5, 200)).feasibility).toBe('undecided');
    expect(judge('task.T.completed >= 99%', completed(6, 200)).feasibility).toBe('infeasible');
    expect(judge('task.T.completed >= 99%', completed(30, 200))).toMatchObject({
      feasibility: 'infeasible',
      misses: 30,
      n: 200,
      estimate: 0.85,
      needed: null,
    });
  });

  test('undecided, says how many runs would settle it', () => {
    expect(judge('task.T.completed >= 99%', completed(0, 200))).toMatchObject({
      feasibility: 'undecided',
      needed: 368,
    });
    const { needed } = judge('task.T.completed >= 99%', completed(1, 200));
    // At half the share that may miss: ((1.96 sqrt(0.01 0.99) + 0.84 sqrt(0.01 0.99)) / 0.005)^2, in two digits.
    expect(needed).toBe(3_200);
    expect(judge('task.T.completed >= 99%', completed(2, 200)).needed).toBeNull();
  });

  test('at most is about how often it is false', () => {
    expect(judge('task.T.halted <= 5%', { 'task.T.halted': zerosBut(0, 72) }).feasibility).toBe('feasible');
    expect(judge('task.T.halted <= 5%', { 'task.T.halted': zerosBut(0, 71) }).feasibility).toBe('undecided');
  });

  test('counts a run without a value as a miss', () => {
    const values = { 'task.T.finishedBeforeCutoff': times(400, (r) => (r < 40 ? none : 1)) };
    expect(judge('task.T.finishedBeforeCutoff >= 99%', values)).toMatchObject({
      feasibility: 'infeasible',
      misses: 40,
    });
  });
});

describe('a constraint on a quantile', () => {
  const failed = (over: number, n: number) => ({ 'task.T.failed': times(n, (r) => (r < over ? 9 : 8)) });

  test('is one on the share of runs that keep the limit', () => {
    const feasibility = (over: number, n: number) =>
      judge('task.T.failed p95 <= 8', failed(over, n)).feasibility;
    expect(feasibility(0, 71)).toBe('undecided');
    expect(feasibility(0, 72)).toBe('feasible');
    expect(feasibility(1, 109)).toBe('undecided');
    expect(feasibility(1, 110)).toBe('feasible');
    expect(feasibility(30, 200)).toBe('infeasible');
  });

  test('below is not at most', () => {
    expect(judge('task.T.failed p95 < 8', failed(0, 200)).feasibility).toBe('infeasible');
    expect(judge('task.T.failed p95 < 9', failed(0, 200)).feasibility).toBe('feasible');
  });

  test('above is not at least', () => {
    const values = { 'patched.percent': times(200, () => 95) };
    expect(judge('patched.percent p5 > 95', values).feasibility).toBe('infeasible');
    expect(judge('patched.percent p5 >= 95', values).feasibility).toBe('feasible');
    expect(judge('patched.percent p5 > 94', values).feasibility).toBe('feasible');
  });

  test('of a small share at least asks for nearly all runs', () => {
    const values = { 'patched.percent': times(200, (r) => (r < 2 ? 80 : 95)) };
    expect(judge('patched.percent p5 >= 90', values)).toMatchObject({ feasibility: 'feasible', misses: 2 });
    expect(judge('patched.percent p95 >= 96', values).feasibility).toBe('infeasible');
  });

  test('of minutes counts what did not finish as a miss, however soon it was halted', () => {
    const rollout = (halted: number) => ({
      'task.T.minutes': times(200, (r) => (r < halted ? 5 : 50)),
      'task.T.halted': zerosBut(halted, 200),
      'task.T.completed': onesBut(halted, 200),
    });
    expect(judge('task.T.minutes p95 <= 60', rollout(0)).feasibility).toBe('feasible');
    expect(judge('task.T.minutes p95 <= 60', rollout(30))).toMatchObject({
      feasibility: 'infeasible',
      misses: 30,
    });
    const unfinished = { ...rollout(0), 'task.T.minutes': times(200, (r) => (r < 30 ? none : 50)) };
    expect(judge('task.T.minutes p95 <= 60', unfinished).misses).toBe(30);
  });
});

describe('a constraint on a mean', () => {
  const lost = times(200, (r) => r % 5);

  test('holds or is broken by a one-sided t, and is undecided between', () => {
    expect(judge('nodes.lost <= 2.5', { 'nodes.lost': lost })).toMatchObject({
      feasibility: 'feasible',
      misses: null,
      estimate: 2,
    });
    expect(judge('nodes.lost <= 1.5', { 'nodes.lost': lost }).feasibility).toBe('infeasible');
    const close = judge('nodes.lost <= 2.1', { 'nodes.lost': lost });
    expect(close.feasibility).toBe('undecided');
    // ((1.96 + 0.84) 1.418 / 0.1)^2 is 1,576.
    expect(close.needed).toBe(1_600);
  });

  test('that no number of runs would decide says so', () => {
    expect(judge('nodes.lost <= 2', { 'nodes.lost': lost })).toMatchObject({
      feasibility: 'undecided',
      needed: null,
    });
  });

  test('is decided by the value itself where all are equal, from 30 runs on', () => {
    expect(judge('nodes.lost <= 2', { 'nodes.lost': times(30, () => 2) }).feasibility).toBe('feasible');
    expect(judge('nodes.lost < 2', { 'nodes.lost': times(30, () => 2) }).feasibility).toBe('infeasible');
    expect(judge('nodes.lost <= 2', { 'nodes.lost': times(29, () => 2) }).feasibility).toBe('undecided');
  });

  test('of minutes is broken by a single run that did not finish', () => {
    const rollout = {
      'task.T.minutes': times(50, (r) => (r < 1 ? none : 50)),
      'task.T.halted': zerosBut(0, 50),
      'task.T.completed': onesBut(1, 50),
    };
    expect(judge('task.T.minutes <= 90', rollout)).toMatchObject({
      feasibility: 'infeasible',
      estimate: null,
    });
  });

  test('of what never has a value is broken', () => {
    expect(judge('patched.percent >= 10', { 'patched.percent': times(50, () => none) })).toMatchObject({
      feasibility: 'infeasible',
      n: 0,
    });
  });
});

test('the more variants and constraints there are, the more runs it takes to decide one', () => {
  const one = {
    [hours]: times(400, () => 1),
    'task.T.completed': onesBut(0, 400),
    'task.T.halted': zerosBut(0, 400),
  };
  const share = 'task.T.completed >= 99%';
  const feasibilities = (count: number, constraints: string[]) => {
    const variants = Object.fromEntries(times(count, (index) => [`v${index}`, one]));
    return outcomeOf(variants, ask(`min ${hours}`, constraints)).standings[0]!.constraints[0]!.feasibility;
  };
  expect(feasibilities(1, [share])).toBe('feasible');
  expect(feasibilities(2, [share])).toBe('undecided');
  expect(feasibilities(1, [share, 'task.T.halted <= 50%'])).toBe('undecided');
});

describe('the pick', () => {
  /** Around a mean, all variants in step but for a little. */
  const around = (mean: number, phase = 0) =>
    times(200, (r) => mean + (r % 7) - 3 + (((r + phase) % 5) - 2) / 10);
  const three = {
    slow: { [hours]: around(120) },
    best: { [hours]: around(100, 1) },
    next: { [hours]: around(110, 2) },
  };

  test('has the smallest mean, and is as sure as its rivals are far', () => {
    const outcome = outcomeOf(three, ask(`min ${hours}`));
    expect(outcome).toMatchObject({
      pick: 'best',
      tooCloseToCall: [],
      undecided: [],
      regretAtMost: 0,
      settled: null,
    });
    expect(outcome.probabilityRight!).toBeGreaterThan(0.999);
    expect(outcome.standings.map(({ mean }) => mean)).toEqual([
      expect.closeTo(120, 1),
      expect.closeTo(100, 1),
      expect.closeTo(110, 1),
    ]);
  });

  test('has the largest mean where more is wanted', () => {
    expect(outcomeOf(three, ask(`max ${hours}`)).pick).toBe('slow');
  });

  test('is the first of those that are equal', () => {
    const same = { first: three.best, second: three.best };
    const outcome = outcomeOf(same, ask(`min ${hours}`));
    expect(outcome).toMatchObject({ pick: 'first', tooCloseToCall: ['second'], regretAtMost: 0 });
  });

  test('names who is too close to call, and how much it may be worse', () => {
    const close = {
      one: { [hours]: around(100) },
      other: { [hours]: times(200, (r) => around(100)[r]! + (r % 2 === 0 ? 9 : -8.9)) },
    };
    const outcome = outcomeOf(close, ask(`min ${hours}`, [], { within: { absolute: 0.01 } }));
    expect(outcome.pick).toBe('one');
    expect(outcome.tooCloseToCall).toEqual(['other']);
    expect(outcome.probabilityRight!).toBeLessThan(0.95);
    expect(outcome.regretAtMost!).toBeGreaterThan(0.5);
  });

  test('is right within a margin, of its own mean unless that is given in the unit', () => {
    const withinOf = (within: GoalQuestion['within']) =>
      outcomeOf(three, ask(`min ${hours}`, [], { within })).within;
    expect(withinOf({ relative: 0.05 })).toBeCloseTo(5, 1);
    expect(withinOf({ absolute: 2 })).toBe(2);
    expect(withinOf(null)).toBeCloseTo(1, 1);
  });

  test('keeps the constraints, even where a better one breaks them', () => {
    const variants = {
      best: { ...three.best, 'nodes.lost': times(200, (r) => 20 + (r % 3)) },
      next: { ...three.next, 'nodes.lost': times(200, (r) => r % 3) },
    };
    const outcome = outcomeOf(variants, ask(`min ${hours}`, ['nodes.lost <= 5']));
    expect(outcome).toMatchObject({ pick: 'next', undecided: [], regretAtMost: 0 });
    expect(outcome.standings.map(({ feasibility }) => feasibility)).toEqual(['infeasible', 'feasible']);
    expect(outcome.probabilityRight!).toBeGreaterThan(0.999);
  });

  test('is not sure while a better one may keep them', () => {
    const variants = {
      best: { ...three.best, 'task.T.completed': onesBut(1, 200) },
      next: { ...three.next, 'task.T.completed': onesBut(0, 200) },
    };
    const outcome = outcomeOf(variants, ask(`min ${hours}`, ['task.T.completed >= 97%']));
    expect(outcome).toMatchObject({ pick: 'next', undecided: ['best'], tooCloseToCall: [] });
    expect(outcome.probabilityRight).toBe(0);
    expect(outcome.regretAtMost!).toBeGreaterThan(9);
  });

  test('is nobody while none is known to keep them', () => {
    const variants = { best: { ...three.best, 'task.T.completed': onesBut(0, 200) } };
    expect(outcomeOf(variants, ask(`min ${hours}`, ['task.T.completed >= 99%']))).toMatchObject({
      pick: null,
      probabilityRight: null,
      regretAtMost: null,
      undecided: ['best'],
    });
  });

  test('after a single run has no probability', () => {
    const single = { one: { [hours]: [3] }, other: { [hours]: [4] } };
    expect(outcomeOf(single, ask(`min ${hours}`))).toMatchObject({
      pick: 'one',
      probabilityRight: null,
      regretAtMost: null,
    });
  });

  test('says so where fewer than ten runs tell two apart', () => {
    const rare = { one: { 'nodes.lost': zerosBut(0, 200) }, other: { 'nodes.lost': zerosBut(3, 200) } };
    expect(outcomeOf(rare, ask('min nodes.lost')).notes).toEqual([
      'nodes.lost is the same in all runs of one; chance of any other is below 1.5%',
      'nodes.lost: fewer than ten runs tell some variants apart: take the probability as rough',
    ]);
  });

  test('leaves out runs in which one of them has no value, and says so', () => {
    const lacking = {
      one: { 'patched.percent': times(60, (r) => (r < 4 ? none : 90 + (r % 3))) },
      other: { 'patched.percent': times(60, (r) => 80 + (r % 4)) },
    };
    const outcome = outcomeOf(lacking, ask('max patched.percent'));
    expect(outcome.pick).toBe('one');
    expect(outcome.notes[0]).toBe(
      'patched.percent does not exist in some runs of one (4 runs): 56 runs were compared',
    );
  });
});

describe('a goal in minutes', () => {
  const rollout = (minutes: number, halted: number, unfinished = 0): Values => ({
    'task.T.minutes': times(100, (r) => (r < unfinished ? none : r < halted ? 5 : minutes + (r % 4))),
    'task.T.halted': zerosBut(halted, 100),
    'task.T.completed': onesBut(halted, 100),
  });
  const variants = { halting: rollout(30, 40), whole: rollout(90, 0) };

  test('takes a run that was halted or left targets over as longer than anything', () => {
    const outcome = outcomeOf(variants, ask('min task.T.minutes'));
    expect(outcome.pick).toBe('whole');
    expect(outcome.standings.map(({ mean }) => mean)).toEqual([null, 91.5]);
    expect(outcome.notes).toEqual([
      "task.T.minutes: runs that were halted, left targets over or did not finish count as longer than anything, and a variant that has one cannot be picked: halting (40 of 100 runs); a limit such as 'task.T.completed >= 95%' takes the minutes of halted runs as they are",
    ]);
  });

  test('takes them as they are where a constraint limits what is left over', () => {
    const outcome = outcomeOf(variants, ask('min task.T.minutes', ['task.T.completed >= 40%']));
    expect(outcome).toMatchObject({ pick: 'halting', notes: [] });
  });

  test('never picks who did not finish', () => {
    const unfinished = { some: rollout(30, 0, 3), whole: rollout(90, 0) };
    expect(outcomeOf(unfinished, ask('min task.T.minutes', ['task.T.completed >= 40%'])).pick).toBe('whole');
  });

  test('picks nobody where all were halted in some runs', () => {
    const outcome = outcomeOf({ one: rollout(30, 40), other: rollout(60, 1) }, ask('min task.T.minutes'));
    expect(outcome).toMatchObject({ pick: null, undecided: [], tooCloseToCall: [] });
  });
});
