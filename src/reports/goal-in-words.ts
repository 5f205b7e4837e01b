/** Which variant to take, and how sure that is, in sentences and as a table. */
import { type Span, say } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import type { Comparison } from '../experiment/comparison.ts';
import type { ConstraintOutcome, GoalOutcome, VariantStanding } from '../experiment/goal.ts';
import type { MetricTable } from '../result/metric-table.ts';
import type { ComparisonReport } from './comparison-report.ts';
import { claimedPercent, plain, roundShare, upward } from './statistics-figures.ts';
import { amountInWords } from './statistics-in-words.ts';

/** More of a kind are counted, not named. */
const namedMax = 5;
const standingsMax = 12;

/** `min task.Install.minutes, subject to task.Install.failed p95 <= 8 and task.Install.errors mean <= 2` */
export function goalInWords({ goal, constraints }: GoalOutcome): string {
  return constraints.length === 0 ? goal : `${goal}, subject to ${listed(constraints)}`;
}

/** The answer first. */
export function goalSentences(outcome: GoalOutcome, { comparison, metrics }: ComparisonReport): Span[] {
  const unit = unitOfGoal(outcome, metrics);
  return [
    pickSentence(outcome, unit),
    ...undecidedSentences(outcome),
    ...settledSentences(outcome, comparison),
    ...outcome.notes.map((note) => say(note)),
  ];
}

/** Whether or not the table shows it. */
function unitOfGoal({ goal }: GoalOutcome, metrics: MetricTable): string {
  return metrics.of(goal.slice(goal.indexOf(' ') + 1)).unit;
}

function pickSentence(outcome: GoalOutcome, unit: string): Span {
  const { pick, probabilityRight, within, regretAtMost, tooCloseToCall } = outcome;
  if (pick === null) return noPickSentence(outcome);
  const close = tooCloseToCall.filter((name) => name !== pick);
  const isSure = probabilityRight !== null && probabilityRight >= 0.95;
  return say(
    [
      `Pick: ${pick}.`,
      ...rightInWords(probabilityRight, within, unit),
      ...(close.length === 0 ? [] : [`Too close to call: ${namedOrCounted(close)}.`]),
      ...regretInWords(regretAtMost, unit),
    ].join(' '),
    isSure ? 'good' : 'odd',
  );
}

/** `Right with at least 97% (within 3 node-hours).` */
function rightInWords(probability: number | null, within: number, unit: string): string[] {
  if (probability === null) return [];
  if (probability <= 0) return ['Whether it is right cannot be said with so few runs.'];
  const zone = within === 0 ? '' : ` (within ${inUnit(within, unit, plain)})`;
  return [`Right with at least ${claimedPercent(probability)}${zone}.`];
}

function regretInWords(regret: number | null, unit: string): string[] {
  if (regret === null) return [];
  if (regret === 0) return ['No other is better, with 95% confidence.'];
  return [`No worse than the best by more than ${inUnit(regret, unit, upward)}.`];
}

function inUnit(value: number, unit: string, inDigits: (value: number) => string): string {
  if (unit === 'yes or no' || unit === 'percent') {
    return `${inDigits(unit === 'percent' ? value : 100 * value)} points`;
  }
  return unit === '' ? inDigits(value) : amountInWords(inDigits(value), unit);
}

function noPickSentence({ standings, constraints }: GoalOutcome): Span {
  const open = standings.filter(({ feasibility }) => feasibility === 'undecided');
  if (open.length === 0 && standings.every(({ feasibility }) => feasibility === 'infeasible')) {
    const what = constraints.length === 1 ? 'the constraint' : 'some constraint';
    return say(`No pick: no variant is feasible. Each breaks ${what}: see why in the table.`, 'bad');
  }
  if (open.length === 0) return say('No pick: no feasible variant has an average to compare.', 'bad');
  const names = namedOrCounted(open.map(({ variant }) => variant));
  return say(`No pick: no variant is known to be feasible. Undecided: ${names}.`, 'odd');
}

/** `15% may be better, but 'task.Install.failed mean <= 2' is undecided: 1 miss in 200 runs, needs 555.` */
function undecidedSentences({ pick, undecided, standings }: GoalOutcome): Span[] {
  const names =
    pick === null
      ? standings.filter(({ feasibility }) => feasibility === 'undecided').map(({ variant }) => variant)
      : undecided;
  const said = names.slice(0, namedMax).flatMap((name) => {
    const standing = standings.find(({ variant }) => variant === name);
    const open = standing?.constraints.filter(({ feasibility }) => feasibility === 'undecided') ?? [];
    const reasons = open.map(undecidedInWords).join('; ');
    if (reasons === '') return [];
    const start = pick === null ? `${name} may be feasible, but` : `${name} may be better, but`;
    return [say(`${start} ${reasons}.`, 'odd')];
  });
  const more = names.length - namedMax;
  return more > 0 ? [...said, say(`So ${more === 1 ? 'is 1 other' : `are ${more} others`}.`, 'odd')] : said;
}

function undecidedInWords(outcome: ConstraintOutcome): string {
  const { constraint, needed } = outcome;
  const needs = needed === null ? '' : `, needs ${count(needed)}`;
  return `'${constraint}' is undecided: ${seenInWords(outcome)}${needs}`;
}

/** `1 miss in 200 runs`; of a mean `2.1 on average in 200 runs`. */
function seenInWords({ misses, estimate, n }: ConstraintOutcome): string {
  const runs = counted(n, 'run');
  if (misses !== null) return `${counted(misses, 'miss', 'misses')} in ${runs}`;
  return estimate === null ? `no average in ${runs}` : `${plain(estimate)} on average in ${runs}`;
}

function settledSentences({ settled }: GoalOutcome, { replications }: Comparison): Span[] {
  if (settled === null) return [];
  const runs = `${counted(replications, 'run')} each`;
  return settled
    ? [say(`Settled after ${runs}.`)]
    : [say(`Not settled after ${runs}: --max-replications allows more.`, 'odd')];
}

function namedOrCounted(names: readonly string[]): string {
  const more = names.length - namedMax;
  return more > 1 ? `${names.slice(0, namedMax).join(', ')} and ${more} others` : names.join(', ');
}

/** Best first: those that may be taken, those not known, those that may not. */
export function standingsTable(
  outcome: GoalOutcome,
  metrics: MetricTable,
): { rows: string[][]; unshown: number } {
  const rank = { feasible: 0, undecided: 1, infeasible: 2 };
  const sign = outcome.goal.startsWith('max') ? -1 : 1;
  const meanOf = ({ mean }: VariantStanding) => (mean === null ? Number.MAX_VALUE : sign * mean);
  const sorted = [...outcome.standings].sort(
    (a, b) => rank[a.feasibility] - rank[b.feasibility] || meanOf(a) - meanOf(b),
  );
  const rows = sorted
    .slice(0, standingsMax)
    .map((standing) => [
      standing.variant === outcome.pick ? 'pick' : '',
      standing.variant,
      meanInWords(standing, unitOfGoal(outcome, metrics)),
      standing.feasibility,
      reasonsInWords(standing),
    ]);
  return { rows, unshown: sorted.length - rows.length };
}

function meanInWords({ mean }: VariantStanding, unit: string): string {
  if (mean === null) return 'none';
  return unit === 'yes or no' ? roundShare(mean) : plain(mean);
}

/** What holds needs no words; nor, once one constraint is broken, does what is undecided. */
function reasonsInWords({ constraints, feasibility }: VariantStanding): string {
  return constraints
    .filter((one) => one.feasibility === feasibility && feasibility !== 'feasible')
    .map((one) =>
      feasibility === 'undecided'
        ? undecidedInWords(one)
        : `'${one.constraint}' is broken: ${seenInWords(one)}`,
    )
    .join('; ');
}
