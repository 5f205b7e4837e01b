/**
 * Which variant is best by a goal, among those that keep the constraints, and how sure that is. Whatever may be wrong is
 * counted: that a constraint was judged wrongly, that another variant is better after all, and, where `--pick-within` looks
 * again and again, that any of the looks deceives (Bonferroni over variants, constraints and looks: it holds however they
 * depend on each other, and under common random draws they depend a lot).
 */

import type { MetricMeaning } from '../capability/metrics.ts';
import { defaultTolerance } from '../result/metric-table.ts';
import { rounded } from '../result/metrics.ts';
import { informativeMin, mostFrequent } from '../statistics/rare-values.ts';
import {
  meanOf,
  pickSmallestMean,
  probabilityOfRightPick,
  regretBound,
  tooCloseToCall,
} from '../statistics/selection.ts';
import type { Columns } from './columns.ts';
import { type ConstraintEvidence, evidenceOf } from './constraints.ts';
import type { Constraint, Feasibility, Goal, GoalOutcome, VariantStanding } from './goal.ts';
import { judgedValues } from './incomplete-rollouts.ts';
import { type Margin, marginInUnits } from './margin.ts';
import { incompleteNotes, noValueNote, rareNote, sameInAllNote } from './pick-notes.ts';

export interface GoalQuestion {
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
  /** Another variant that is better by no more than this does not make the pick wrong. Null: the metric's default. */
  readonly within: Margin | null;
  /** How often the question may be asked on the way, each time with more replications. Null: this once. */
  readonly looks: number | null;
}

export interface Candidate {
  readonly name: string;
  readonly columns: Columns;
}

/** Chance of a wrong answer that may be taken; with constraints one half is theirs. */
const alphaInAll = 0.05;
/** Below this number of runs, a few that differ may not have happened yet: `--pick-within` goes on. */
const rareCountMin = 200;

export function goalOutcomeOf(candidates: readonly Candidate[], question: GoalQuestion): GoalOutcome {
  const looks = question.looks ?? 1;
  const judged = candidates.map((candidate) => judge(candidate, candidates.length, looks, question));
  const field = fieldOf(judged, question.goal);
  const choice = choose(
    field,
    question,
    candidates[0]!.columns.column(question.goal.metric).meaning,
    candidates.length,
    looks,
  );
  const standings = judged.map(({ standing }) => standing);
  const named = (members: readonly Contender[]) =>
    members.map(({ judged: { standing } }) => standing.variant);
  const { pick, probabilityRight, isRare } = choice;
  const nothingIsLeft = field.contenders.every(
    ({ judged: { standing } }) => standing.feasibility === 'infeasible',
  );
  const isTooSoon = (isRare || choice.isConstant) && field.n < rareCountMin;
  const isSure = pick !== null && (probabilityRight ?? 0) >= 1 - alphaInAll && !isTooSoon;
  return {
    goal: `${question.goal.direction} ${question.goal.metric}`,
    constraints: question.constraints.map(({ text }) => text),
    standings,
    pick: pick?.judged.standing.variant ?? null,
    probabilityRight: roundedDown(probabilityRight),
    within: rounded(choice.within),
    regretAtMost: rounded(choice.regretAtMost),
    tooCloseToCall: named(choice.tooCloseToCall),
    undecided: named(choice.undecided),
    settled: question.looks === null ? null : isSure || nothingIsLeft,
    notes: [
      ...incompleteNotes(question, candidates),
      ...noValueNote(question.goal.metric, candidates, field.n),
      ...sameInAllNote(question.goal.metric, candidates),
      ...(isRare ? [rareNote(question.goal.metric)] : []),
    ],
  };
}

/** A variant with all that is known of it. */
interface Judged {
  readonly standing: VariantStanding;
  readonly evidence: readonly ConstraintEvidence[];
  /** Of the goal's metric: NaN where there is none, Infinity for longer than anything. */
  readonly values: Float64Array;
}

function judge(
  { name, columns }: Candidate,
  variantCount: number,
  looks: number,
  { goal, constraints }: GoalQuestion,
): Judged {
  const alpha = alphaInAll / 2 / (variantCount * Math.max(1, constraints.length) * looks);
  const evidence = constraints.map((constraint) => evidenceOf(constraint, columns, { alpha, constraints }));
  const values = judgedValues(goal.metric, columns, constraints);
  const mean = meanOf(values.filter((value) => !Number.isNaN(value)));
  const standing: VariantStanding = {
    variant: name,
    feasibility: worstOf(evidence.map(({ outcome }) => outcome.feasibility)),
    mean: Number.isFinite(mean) ? rounded(mean) : null,
    constraints: evidence.map(({ outcome }) => ({
      ...outcome,
      estimate: rounded(outcome.estimate),
    })),
  };
  return { standing, evidence, values };
}

function worstOf(all: readonly Feasibility[]): Feasibility {
  if (all.includes('infeasible')) return 'infeasible';
  return all.includes('undecided') ? 'undecided' : 'feasible';
}

/** A variant with a mean, so that it can be compared. */
interface Contender {
  readonly judged: Judged;
  /** Smaller is better; of those replications alone in which every contender has a value. */
  readonly costs: Float64Array;
  readonly meanCost: number;
}

interface Field {
  readonly contenders: readonly Contender[];
  /** Replications that count. */
  readonly n: number;
}

function fieldOf(judged: readonly Judged[], { direction }: Goal): Field {
  const withMean = judged.filter(({ standing }) => standing.mean !== null);
  const count = withMean[0]?.values.length ?? 0;
  const counts = Array.from({ length: count }, (_, replication) =>
    withMean.every(({ values }) => !Number.isNaN(values[replication]!)),
  );
  const sign = direction === 'min' ? 1 : -1;
  const contenders = withMean.map((each) => {
    const costs = each.values.filter((_, replication) => counts[replication]!).map((value) => sign * value);
    return { judged: each, costs, meanCost: meanOf(costs) };
  });
  return { contenders, n: counts.filter(Boolean).length };
}

interface Choice {
  readonly pick: Contender | null;
  readonly within: number;
  readonly probabilityRight: number | null;
  readonly regretAtMost: number | null;
  readonly tooCloseToCall: readonly Contender[];
  readonly undecided: readonly Contender[];
  /** So few runs differ that the spread of the differences is a guess. */
  readonly isRare: boolean;
  /** Some variant was the same in all runs: other values have not happened yet. */
  readonly isConstant: boolean;
}

function choose(
  field: Field,
  question: GoalQuestion,
  metric: MetricMeaning,
  variantCount: number,
  looks: number,
): Choice {
  const { contenders, n } = field;
  const feasible = contenders.filter(({ judged }) => judged.standing.feasibility === 'feasible');
  const open = contenders.filter(({ judged }) => judged.standing.feasibility === 'undecided');
  const margin = (contender: Contender | undefined) => withinOf(question, metric, contender);
  const nothing = {
    probabilityRight: null,
    regretAtMost: null,
    tooCloseToCall: [],
    isRare: false,
    isConstant: false,
  };
  if (feasible.length === 0 || n === 0) {
    return { ...nothing, pick: null, within: margin(bestOf(contenders)), undecided: open };
  }
  const pick = bestOf(feasible)!;
  const within = margin(pick);
  const undecided = open.filter(({ meanCost }) => meanCost < pick.meanCost);
  if (n < 2) return { ...nothing, pick, within, undecided };

  const rivals = contenders.filter((each) => each !== pick);
  const possible = contenders.filter(({ judged }) => judged.standing.feasibility !== 'infeasible');
  const columns = possible.map(({ costs }) => costs);
  const place = possible.indexOf(pick);
  const alpha = (question.constraints.length === 0 ? alphaInAll : alphaInAll / 2) / looks;
  const regret = possible.length === 1 ? 0 : regretBound(columns, place, alpha);
  const close = possible.length === 1 ? [] : tooCloseToCall(columns, alpha);
  const chances = { family: variantCount * question.constraints.length * looks, looks, within };
  return {
    pick,
    within,
    probabilityRight: Math.max(0, 1 - chanceOfWrong(pick, rivals, chances)),
    regretAtMost: Number.isFinite(regret) ? regret : null,
    tooCloseToCall: close
      .map((index) => possible[index]!)
      .filter((each) => each !== pick && !undecided.includes(each)),
    undecided,
    isRare: possible.some((each) => each !== pick && isRareBetween(pick.costs, each.costs)),
    isConstant: possible.some(({ costs }) => costs.every((cost) => cost === costs[0])),
  };
}

/** The smallest mean; of equals the first. */
function bestOf(contenders: readonly Contender[]): Contender | undefined {
  return contenders.length === 0
    ? undefined
    : contenders[pickSmallestMean(contenders.map(({ costs }) => costs))];
}

/** Relative to the mean of the pick: that of a bad reference would make anything close. */
function withinOf({ within }: GoalQuestion, metric: MetricMeaning, contender: Contender | undefined): number {
  const mean = contender?.meanCost ?? 0;
  return within === null ? defaultTolerance(metric, mean) : marginInUnits(within, metric, mean);
}

interface Chances {
  /** Among how many decisions on constraints the one that is wrong may be. */
  readonly family: number;
  readonly looks: number;
  readonly within: number;
}

/**
 * Wrong is a pick that breaks a constraint, and one that a rival beats which keeps them all. Against a rival speaks that its
 * mean is worse, or that it was shown to break a constraint: the better of the two reasons counts. Of the means the closest
 * rival counts, times their number, as in Hsu's comparisons with the best: whichever variant the best one is, each of the
 * others might have been picked instead of it. (The plain sum over the rivals claims too much where many are alike: with
 * eight, and a best one ahead by `within` of two standard errors, a claim of 95% is wrong in 12% of all cases.) And both
 * tails count where the runs do not go on until it is settled: only claims are read, and among them the wrong ones weigh more than
 * among all that might have been made.
 */
function chanceOfWrong(pick: Contender, rivals: readonly Contender[], chances: Chances): number {
  const { family, looks, within } = chances;
  const possibleCount = rivals.filter(({ judged }) => judged.standing.feasibility !== 'infeasible').length;
  let byConstraints = family * Math.max(0, ...pick.judged.evidence.map(({ pOfBroken }) => pOfBroken));
  let byMeans = 0;
  for (const { judged, costs } of rivals) {
    const tail = 1 - probabilityOfRightPick([pick.costs, costs], 0, within);
    const better = Math.max(2, looks) * Math.max(1, possibleCount) * tail;
    const broken =
      judged.standing.feasibility === 'infeasible'
        ? family * Math.min(...judged.evidence.map(({ pOfKept }) => pOfKept))
        : Number.POSITIVE_INFINITY;
    if (better <= broken) byMeans = Math.max(byMeans, better);
    else byConstraints = Math.max(byConstraints, broken);
  }
  return byConstraints + byMeans;
}

/** Fewer than ten pairs lie off the most frequent difference. */
function isRareBetween(first: Float64Array, second: Float64Array): boolean {
  const differences = first.map((value, replication) => second[replication]! - value).sort();
  return differences.length - mostFrequent(differences).count < informativeMin;
}

/** 0.9999999 is not certain. */
function roundedDown(probability: number | null): number | null {
  return probability === null ? null : Math.floor(probability * 1_000_000) / 1_000_000;
}
