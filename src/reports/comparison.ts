/** Settings side by side, and which of them to take. */
import {
  type Block,
  breakable,
  command,
  heading,
  linesIn,
  listUnder,
  paragraph,
  say,
  section,
  sentences,
} from '../blocks/block.ts';
import { counted } from '../blocks/numbers.ts';
import type { Comparison } from '../experiment/comparison.ts';
import { footnotesOf, identicalNote, pairingInWords, readingInWords } from './comparison-cells.ts';
import {
  afterPick,
  conclusionOf,
  neverDiffers,
  unchangedInWords,
  variedInWords,
} from './comparison-conclusion.ts';
import { type ComparisonReport, factsOf, sameWithin, seedsInWords, titleOf } from './comparison-report.ts';
import {
  comparisonTables,
  figuresTable,
  hasManyVariants,
  legend,
  variantDetail,
} from './comparison-tables.ts';
import { frontierDetail } from './frontier.ts';
import { goalInWords, goalSentences, standingsTable } from './goal-in-words.ts';
import { partialWarning } from './statistics-in-words.ts';

export function comparisonBlocks(report: ComparisonReport): Block[] {
  const { comparison, warnings, repeat } = report;
  const { variants, replications, frontier, goal } = comparison;
  const isMatrix = hasManyVariants(comparison);
  const differing = comparison.metrics.filter((metric) => !neverDiffers(metric));
  const inTables = { ...comparison, metrics: differing };
  const notes = [...footnotesOf(comparison, isMatrix), ...(isMatrix ? identicalNote(inTables) : [])];
  const isFull = report.extent === 'full';
  const evidence = [
    ...variantDetail(comparison),
    ...(differing.length === 0 && comparison.metrics.length > 0 ? [] : comparisonTables(inTables)),
    ...sentences([
      ...unchangedInWords(comparison.metrics),
      ...legend(inTables),
      ...notes,
      readingInWords(comparison),
    ]),
    ...figuresTable(comparison),
    ...(isFull ? toleranceDetail(comparison) : []),
    ...(frontier === null ? [] : [frontierDetail(frontier)]),
    ...listUnder('Warnings', [...partialWarning(comparison), ...warnings].map(linesIn)),
  ];
  return [
    heading(titleOf(comparison)),
    paragraph(factsOf(comparison), 'dim'),
    ...variedInWords(comparison).map((text) => paragraph(text)),
    ...(report.extent === 'brief' ? [] : evidence),
    ...(goal === null ? conclusionOf(report) : [answerOf(goal, report), ...afterPick(goal, report)]),
    ...precisionBlocks(comparison),
    command(`${seedsInWords(variants)}, ${counted(replications, 'run')} each, reproduce with`, repeat),
  ];
}

function toleranceDetail({ variants, metrics }: Comparison): Block[] {
  if (variants.length < 2) return [];
  const items = metrics.map(
    (metric) => `${metric.metric}: same ${sameWithin(metric)}; ${pairingInWords(metric)}`,
  );
  const title = 'Tolerances and pairing';
  return [{ kind: 'detail', title, isOpen: false, blocks: [{ kind: 'list', items }] }];
}

function answerOf(goal: NonNullable<Comparison['goal']>, report: ComparisonReport): Block {
  const [pick, ...others] = goalSentences(goal, report);
  const { rows, unshown } = standingsTable(goal, report.metrics);
  const head = ['', 'variant', breakable(goal.goal.split(' ').at(-1)!), '', ''];
  return {
    kind: 'answer',
    evidence: [
      section(`Goal: ${goalInWords(goal)}`, [
        { kind: 'table', head, rows, numeric: [2], labels: 2, prose: 1, narrow: 'listed' },
        ...(unshown > 0 ? [paragraph(`… and ${counted(unshown, 'variant')} more`)] : []),
      ]),
    ],
    verdict: [pick!],
    advice: sentences(others),
  };
}

function precisionBlocks({ precision, replications }: Comparison): Block[] {
  if (precision === undefined) return [];
  const { metric, wanted, precisionReached } = precision;
  const runs = counted(replications, 'run');
  return [
    {
      kind: 'paragraph',
      text: precisionReached
        ? `${metric} is known to ${wanted} after ${runs} each.`
        : say(
            `${metric} is not known to ${wanted} after ${runs} each: --max-replications allows more.`,
            'odd',
          ),
    },
  ];
}
