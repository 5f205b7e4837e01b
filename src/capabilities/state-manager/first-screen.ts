/** What each association did, on the first screen of a report: every interval, or the worst of many. */
import { type Inline, say, type Tone, withoutStop } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import {
  type RolloutTotal,
  rolloutPhrase,
  toneOf,
  totalOf,
  totalPhrase,
} from '../../capability/rollout-screen.ts';
import type { StateManager } from './machine.ts';
import { type AssociationStory, associationStories, type IntervalStory } from './stories.ts';

interface Machine {
  readonly associations: StateManager;
}

/** More intervals of one association are a sum and the worst. */
const toldMax = 2;

export const associationScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 21,
    of({ associations }, simulation) {
      const stories = associationStories(associations, simulation);
      if (stories.length === 0) return null;
      const full = stories.flatMap((story) =>
        story.intervals.length > 0 && story.intervals.length <= toldMax
          ? story.intervals.map((interval) => intervalLine(story, interval))
          : [associationLine(story, true)],
      );
      const last = stories.length === 1 ? [] : [[together(stories)]];
      return { versions: [full, stories.map((story) => associationLine(story, false)), ...last] };
    },
  },
];

function intervalLine(story: AssociationStory, interval: IntervalStory): Inline {
  const { due, trigger, tally, installed, skippedFor, maxErrors, halt } = interval;
  const when = `${dateAndTime(due.atMs)} UTC ${story.id}`;
  const why = trigger === 'created' || trigger === 'updated' ? `, at once when ${trigger}` : '';
  if (skippedFor !== null) return say(`${when}: did not run (${skippedFor}).`, 'bad');
  const words = rolloutPhrase({
    name: `${story.id}${why}`,
    operation: story.operation,
    tally,
    installed,
    maxErrorsCount: maxErrors?.count ?? null,
    halts: halt === null ? [] : [halt],
    base: due,
  });
  return say(`${dateAndTime(due.atMs)} UTC ${words}.`, toneOf(tally, installed));
}

/** `DailyScan, 365 runs: 930,000 of 930,750 succeeded, 750 failed; worst 2025-03-30 00:00 UTC: 80 of 100 succeeded` */
function associationLine(story: AssociationStory, hasWorst: boolean): Inline {
  const { id, error, intervals, nextDue } = story;
  if (error !== null) return say(`${id}: AWS refuses to create it with ${withoutStop(error)}.`, 'bad');
  if (intervals.length === 0) {
    const next = nextDue === null ? '' : `; next due ${dateAndTime(nextDue.atMs)} UTC`;
    return say(`${id}: did not come due${next}.`, 'odd');
  }
  const worst = hasWorst ? worstOf(story) : null;
  const told =
    worst === null
      ? ''
      : `; worst ${dateAndTime(worst.due.atMs)} UTC: ${count(worst.tally.succeeded)} of ${count(worst.tally.targets)} succeeded`;
  const name = `${id}, ${counted(intervals.length, 'run')}${hasWorst ? atOnce(intervals) : ''}`;
  return say(`${totalPhrase(name, totalOf(intervals))}${told}.`, toneOfAll(story));
}

/** A run that its schedule does not explain: the first surprise of associations. */
function atOnce(intervals: readonly IntervalStory[]): string {
  const found = intervals.find(({ trigger }) => trigger === 'created' || trigger === 'updated');
  return found === undefined
    ? ''
    : `, one at once when ${found.trigger} (${dateAndTime(found.due.atMs)} UTC)`;
}

/** Null: each of them went well. */
export function worstOf({ intervals }: AssociationStory): IntervalStory | null {
  const shortfall = ({ tally }: IntervalStory) => tally.targets - tally.succeeded;
  const worst = [...intervals].sort((a, b) => shortfall(b) - shortfall(a))[0];
  return worst === undefined || shortfall(worst) === 0 ? null : worst;
}

/** An Install that finds nothing to install for most days of a year is none the worse for it. */
function toneOfAll({ intervals }: AssociationStory): Tone {
  const { tally, installed } = totalOf(intervals);
  return toneOf(tally, installed);
}

function together(stories: readonly AssociationStory[]): Inline {
  const total: RolloutTotal = totalOf(stories.flatMap(({ intervals }) => intervals));
  const refused = stories.filter(({ error }) => error !== null).length;
  const name = `${counted(stories.length, 'association')}${refused === 0 ? '' : `, ${count(refused)} refused`}`;
  return say(`${totalPhrase(name, total)}.`, refused > 0 ? 'bad' : toneOf(total.tally, total.installed));
}
