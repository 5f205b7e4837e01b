/** What must be known to read a pick, in sentences. */
import type { Columns } from './columns.ts';
import { percentageAtMost } from './gate-words.ts';
import type { Constraint, Goal } from './goal.ts';
import { companionsOf, isGuarded, judgedValues } from './incomplete-rollouts.ts';
import { summaryOf } from './summary.ts';

interface Question {
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
}

interface Named {
  readonly name: string;
  readonly columns: Columns;
}

/** Of minutes: which variants cannot be picked, or are judged by fewer runs than they seem to be, and what would change it. */
export function incompleteNotes({ goal, constraints }: Question, variants: readonly Named[]): string[] {
  const metrics = new Set([goal.metric, ...constraints.map(({ metric }) => metric)]);
  return [...metrics].flatMap((metric) => {
    const known = variants[0]!.columns.column(metric);
    if (known.meaning.nullIsLongest !== true) return [];
    const guarded = isGuarded(known, constraints);
    const endless = variants.flatMap(({ name, columns }) => {
      const values = judgedValues(metric, columns, constraints);
      const count = values.reduce((sum, value) => (value === Number.POSITIVE_INFINITY ? sum + 1 : sum), 0);
      return count === 0 ? [] : [`${name} (${count} of ${values.length} runs)`];
    });
    if (endless.length === 0) return [];
    const which = guarded
      ? 'runs in which something was unfinished'
      : 'runs that were halted, left targets over or did not finish';
    const picked = metric === goal.metric ? ', and a variant that has one cannot be picked' : '';
    const completed = companionsOf(known).at(-1);
    const remedy =
      guarded || completed === undefined
        ? ''
        : `; a limit such as '${completed} >= 95%' takes the minutes of halted runs as they are`;
    return [`${metric}: ${which} count as longer than anything${picked}: ${endless.join(', ')}${remedy}`];
  });
}

/** Runs that say nothing about the goal. */
export function noValueNote(metric: string, variants: readonly Named[], n: number): string[] {
  if (variants[0]!.columns.column(metric).meaning.nullIsLongest === true) return [];
  const lacking = variants.filter(({ columns }) => columns.column(metric).undefinedCount > 0);
  if (lacking.length === 0) return [];
  const names = lacking.map(({ name, columns }) => `${name} (${columns.column(metric).undefinedCount} runs)`);
  return [`${metric} does not exist in some runs of ${names.join(', ')}: ${n} runs were compared`];
}

/** What was the same in all runs may yet be otherwise. */
export function sameInAllNote(metric: string, variants: readonly Named[]): string[] {
  const constant = variants.flatMap(({ name, columns }) => {
    const { otherBelow } = summaryOf(columns.column(metric));
    return otherBelow === null ? [] : [{ name, otherBelow }];
  });
  if (constant.length === 0) return [];
  const names =
    constant.length === variants.length ? 'every variant' : constant.map(({ name }) => name).join(', ');
  const bound = percentageAtMost(Math.max(...constant.map(({ otherBelow }) => otherBelow)));
  return [`${metric} is the same in all runs of ${names}; chance of any other is below ${bound}`];
}

export function rareNote(metric: string): string {
  return `${metric}: fewer than ten runs tell some variants apart: take the probability as rough`;
}
