/** The report of one run: the first screen, which can be read alone, then the details. */
import {
  type Block,
  command,
  heading,
  linesIn,
  listUnder,
  paragraph,
  section,
  sentences,
} from '../blocks/block.ts';
import { counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { RunReport } from '../result/report.ts';
import { expectationSection } from './gates-in-words.ts';

export { rendered } from '../blocks/render.ts';

/** At most eight lines. */
export function firstScreenBlocks({ firstScreen: { title, lines, next } }: RunReport): Block[] {
  return [heading(title), ...sentences(lines), command('next', next)];
}

export function runBlocks(report: RunReport): Block[] {
  const { parts, warnings, notes, description, expectations, repeat, firstScreen } = report;
  return [
    ...firstScreenBlocks(report),
    section('Details', [
      ...(description === '' ? [] : [paragraph(description)]),
      paragraph(factsOf(report), 'dim'),
    ]),
    ...parts,
    ...listUnder('Warnings', warnings.map(linesIn)),
    ...listUnder(
      'Notes',
      notes.map(({ text, page }) => [text, { text: 'AWS', link: page }]),
    ),
    ...expectationSection(expectations),
    command('reproduce with', repeat),
    command('next', firstScreen.next),
  ];
}

function factsOf({ nodeCount, result: { seed, start, end } }: RunReport): string {
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return `seed ${seed} · ${counted(nodeCount, 'node')} · ${times}`;
}
