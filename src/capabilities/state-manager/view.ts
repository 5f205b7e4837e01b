/** Associations in a report of a run: when each came due, and what it did on its nodes. */
import { type Block, paragraph, type Span, say, section, sentences } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import { failureSentences, refusalSentences } from '../../capability/failures.ts';
import { totalOf } from '../../capability/rollout-screen.ts';
import { outcomeWords } from '../../capability/rollout-sentences.ts';
import { tallyCells, tallyTable, taskCells } from '../../capability/rollout-table.ts';
import type { ReportPart } from '../../capability/view.ts';
import { worstOf } from './first-screen.ts';
import type { StateManager } from './machine.ts';
import { type AssociationStory, associationStories, type IntervalStory } from './stories.ts';

/** Up to this number of intervals each has a row; of more the first, the worst and the last. */
const rowsMax = 10;

interface Machine {
  readonly associations: StateManager;
}

export const associationView: readonly ReportPart<Machine>[] = [
  {
    place: 25,
    blocks({ associations }, simulation) {
      const stories = associationStories(associations, simulation);
      if (stories.length === 0) return [];
      return [section(`Associations: ${count(stories.length)}`, stories.map(associationSection))];
    },
  },
];

function associationSection(story: AssociationStory): Block {
  const operation = story.operation === null ? '' : ` ${story.operation}`;
  const title = `${story.id}: ${story.document}${operation}, ${story.schedule}`;
  if (story.error !== null) return section(title, sentences(refusalSentences(story.error, [])));
  return section(title, [...sentences(associationSentences(story)), ...intervalTable(story)]);
}

function associationSentences(story: AssociationStory): Span[] {
  const { createdByCall, deleted, intervals, nextDue, refusedFor, compliance, severity } = story;
  const said: Span[] = [];
  if (createdByCall !== null) said.push(say(`Created ${dateAndTime(createdByCall.atMs)} UTC.`));
  if (deleted !== null) said.push(say(`Deleted ${dateAndTime(deleted.atMs)} UTC.`, 'odd'));
  if (intervals.length === 0) said.push(say('It did not come due in this run.', 'odd'));
  for (const interval of intervals.slice(0, rowsMax)) said.push(...haltSentences(interval));
  const late = intervals.reduce((sum, { lateCount }) => sum + lateCount, 0);
  if (late > 0) {
    said.push(say(`${counted(late, 'late run')}: nodes that came to its targets, or back to them.`));
  }
  if (refusedFor.length > 0) {
    const names = refusedFor.slice(0, 3).map(({ node }) => node);
    const more = refusedFor.length > names.length ? ', …' : '';
    const refused = counted(refusedFor.length, 'node');
    said.push(say(`Refused on ${refused} with 20 associations already: ${names.join(', ')}${more}.`, 'bad'));
  }
  said.push(...failureSentences(story.failures));
  const { compliant, nonCompliant } = compliance;
  if (compliant + nonCompliant > 0) {
    const words = `${count(compliant)} compliant, ${count(nonCompliant)} non-compliant`;
    const tone = nonCompliant > 0 ? 'bad' : 'plain';
    said.push(say(`Association compliance: ${words} (severity ${severity}).`, tone));
  }
  if (nextDue !== null) said.push(say(`Next due ${dateAndTime(nextDue.atMs)} UTC.`));
  return said;
}

function haltSentences({ halt, due }: IntervalStory): Span[] {
  if (halt === null) return [];
  const whose =
    halt.node === ''
      ? ''
      : ` (${halt.node}: ${halt.status}${halt.exitCode === null ? '' : `, exit code ${halt.exitCode}`})`;
  return [
    say(
      `The run of ${dateAndTime(due.atMs)} UTC HALTED on error ${count(halt.errorCount)}${whose}: ${count(halt.notStartedCount)} not started before the next run.`,
      'bad',
    ),
  ];
}

function intervalTable(story: AssociationStory): Block[] {
  const { intervals } = story;
  if (intervals.length === 0) return [];
  const worst = worstOf(story);
  const isShown = (one: IntervalStory, index: number) =>
    intervals.length <= rowsMax || one === worst || index === 0 || index === intervals.length - 1;
  const shown = intervals.filter(isShown);
  const hidden = intervals.length - shown.length;
  const rows = shown.map((one) => [
    dateAndTime(one.due.atMs),
    one.trigger,
    one.skippedFor ?? one.status,
    ...taskCells(one),
  ]);
  const { tally } = totalOf(intervals);
  const total = [
    `all ${count(intervals.length)}`,
    '',
    `${count(tally.haltedExecutions)} halted`,
    ...tallyCells({ tally, maxConcurrency: '', maxErrors: '', minutes: '' }),
  ];
  return [
    tallyTable(['due (UTC)', 'why', 'status'], hidden > 0 ? [...rows, total] : rows),
    ...(hidden > 0
      ? [
          paragraph(
            `First, worst and last of them; ${count(hidden)} more not shown. In all: ${outcomeWords(tally)}.`,
          ),
        ]
      : []),
  ];
}
