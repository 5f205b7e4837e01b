/** A report as text for a terminal. */
import { Chalk, type ChalkInstance } from 'chalk';
import { verbatim, withoutCommands } from '../diagnostics/safe-text.ts';
import { barsLines } from './bars.ts';
import {
  type Block,
  type Chart,
  type Code,
  type Facts,
  type Inline,
  itemOf,
  type List,
  type Section,
  type Tone,
} from './block.ts';
import { indented, type Line, linesOf, plainLine, type Run, wrapAll } from './lines.ts';
import { scatterLines } from './scatter.ts';
import { tableLines } from './tables.ts';
import { timelineLines } from './timeline.ts';

export interface TextStyle {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Block characters and lines; ASCII where false. */
  readonly unicode?: boolean;
}

/** Below this nothing can be laid out; longer lines are hard to read, and tables need no more. */
const widthMin = 40;
const widthMax = 160;

export function renderText(blocks: readonly Block[], style: TextStyle): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const shown = style.unicode === false ? withWordsForMarks(blocks) : blocks;
  const lines = stacked(shown, Math.max(widthMin, Math.min(widthMax, style.width)), 0);
  const painted = lines.map((line) => line.map((run) => paintedRun(run, chalk)).join(''));
  const text = withoutCommands(`${painted.join('\n')}\n`);
  return style.unicode === false ? inAscii(text) : text;
}

/** Longer than the signs, so that tables must be laid out with them. */
function withWordsForMarks(blocks: readonly Block[]): readonly Block[] {
  const text = JSON.stringify(blocks);
  if (!/[✓✗]/.test(text)) return blocks;
  return JSON.parse(text.replaceAll('✓', 'ok').replaceAll('✗', 'FAIL')) as Block[];
}

function paintedRun({ text, tone, isBold }: Run, chalk: ChalkInstance): string {
  const paints: Readonly<Record<Tone, ChalkInstance>> = {
    plain: chalk,
    good: chalk.green,
    bad: chalk.red,
    odd: chalk.yellow,
    info: chalk.cyan,
    dim: chalk.dim,
    code: chalk,
  };
  const shown = text.replaceAll(/[\u200b\u00ad]/g, '');
  return shown.trim() === '' ? shown : (isBold ? paints[tone].bold : paints[tone])(shown);
}

/** Text flows; what has columns, and every section that is not within another, has a blank line around it. */
function stacked(blocks: readonly Block[], width: number, depth: number): Line[] {
  const found: Line[] = [];
  let wasLoose = false;
  for (const block of blocks.flatMap(unfolded)) {
    const lines = linesOfBlock(block, width, depth);
    if (lines.length === 0) continue;
    const isLoose = hasRoom(block, depth) || lines.some((line) => line.length === 0);
    if (found.length > 0 && (wasLoose || isLoose || block.kind === 'heading')) found.push([]);
    found.push(...lines);
    wasLoose = isLoose;
  }
  return found;
}

/** The verdict comes last, below what it rests on, but for what follows from it. */
function unfolded(block: Block): readonly Block[] {
  if (block.kind !== 'answer') return [block];
  const { evidence, verdict, advice } = block;
  return [...evidence, ...verdict.map((text) => ({ kind: 'paragraph' as const, text })), ...advice];
}

function hasRoom(block: Block, depth: number): boolean {
  switch (block.kind) {
    case 'section':
    case 'detail':
      return depth === 0 || block.blocks.some((one) => hasRoom(one, depth + 1));
    case 'chart':
      return block.chart.kind !== 'bars';
    case 'code':
      return block.label === undefined;
    default:
      return block.kind === 'table';
  }
}

function linesOfBlock(block: Block, width: number, depth: number): Line[] {
  switch (block.kind) {
    case 'heading':
      return wrapAll(block.text, width).map(boldPlain);
    case 'section':
      return sectionLines(block, width, depth);
    case 'detail':
      if (block.brief === undefined) return sectionLines(block, width, depth);
      return block.brief === null ? [] : wrapAll(block.brief, width);
    case 'paragraph':
      return wrapAll(block.text, width);
    case 'list':
      return listLines(block, width);
    case 'facts':
      return factLines(block, width);
    case 'table':
      return tableLines(block, width);
    case 'code':
      return codeLines(block);
    case 'chart':
      return chartLines(block, width);
    case 'answer':
      return stacked([block], width, depth);
  }
}

function sectionLines(
  { title, blocks }: Pick<Section, 'title' | 'blocks'>,
  width: number,
  depth: number,
): Line[] {
  return [...wrapAll(title, width).map(boldPlain), ...indented(stacked(blocks, width - 2, depth + 1))];
}

/** What has a tone of its own in a title is seen without being bold. */
function boldPlain(line: Line): Line {
  return line.map((run) => (run.tone === 'plain' ? { ...run, isBold: true } : run));
}

function listLines({ items, isBare }: List, width: number): Line[] {
  const margin = isBare ? 2 : 4;
  return items
    .map(itemOf)
    .flatMap(({ text, under }) => [
      ...wrapAll(isBare ? text : bulleted(text), width, 2),
      ...under.flatMap((one) => indented(wrapAll(one, width - margin, 2), margin)),
    ]);
}

function bulleted(text: Inline): Inline {
  return ['- ', ...(typeof text === 'string' || 'text' in text ? [text] : text)];
}

function factLines({ facts }: Facts, width: number): Line[] {
  const margin = 2 + Math.max(...facts.map(({ label }) => label.length));
  return facts.flatMap(({ label, value, isCode }) => {
    const lines = isCode ? linesOf(value) : wrapAll(value, width - margin);
    return lines.map((line, index) => [
      ...plainLine((index === 0 ? label : '').padEnd(margin), 'dim'),
      ...line,
    ]);
  });
}

/** Never broken, so that it can be copied. */
function codeLines({ lines, label }: Code): Line[] {
  const [first = [], ...others] = lines.flatMap((line) => linesOf(line, verbatim));
  if (label === undefined) return [first, ...others];
  return [[...linesOf(`${label}: `).flat(), ...first], ...others];
}

function chartLines({ chart }: Chart, width: number): Line[] {
  switch (chart.kind) {
    case 'bars':
      return barsLines(chart, width);
    case 'timeline':
      return timelineLines(chart, width);
    case 'scatter':
      return scatterLines(chart, width);
  }
}

/** A chart where nothing can be drawn but text. */
export function chartAsText(chart: Chart, width: number): string[] {
  return chartLines(chart, width).map((line) => line.map(({ text }) => text).join(''));
}

/** What each sign becomes where a terminal has ASCII only: one for one, so that nothing moves. */
const plainSigns: Readonly<Record<string, string>> = {
  '▁': '.',
  '▂': ':',
  '▃': '-',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '█': '#',
  '▒': 'x',
  '░': '.',
  '─': '-',
  '│': '|',
  '┊': ':',
  '┴': '+',
  '┬': '+',
  '┤': '+',
  '└': '+',
  '·': '-',
  '…': '~',
  '▲': '+',
  '▼': 'x',
  '↑': '^',
  '↓': 'v',
};

export function inAscii(text: string): string {
  return text.replaceAll(/[▁-▏█▒░─│┊┴┬┤└·…▲▼↑↓]/g, (sign) => plainSigns[sign] ?? sign);
}
