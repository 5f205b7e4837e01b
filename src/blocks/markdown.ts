/** A report as Markdown, for a pull request or a wiki. */
import { oneLine, printableLines, verbatim } from '../diagnostics/safe-text.ts';
import {
  type Block,
  type Chart,
  type Code,
  type Detail,
  type Facts,
  type Inline,
  itemOf,
  type List,
  type Span,
  spansOf,
  type Table,
  withoutEmptyColumns,
} from './block.ts';
import { chartAsText } from './text.ts';

/** Of what is drawn in a block of code. */
const chartWidth = 100;

export function renderMarkdown(blocks: readonly Block[]): string {
  return printableLines(`${partsOf(answerFirst(blocks), 2).join('\n\n')}\n`);
}

/** The verdict comes right below the title, and what it rests on below the introduction. */
function answerFirst(blocks: readonly Block[]): readonly Block[] {
  const answer = blocks.find((block) => block.kind === 'answer');
  if (answer === undefined) return blocks;
  const others = blocks.filter((block) => block !== answer);
  const title = others[0]?.kind === 'heading' ? 1 : 0;
  const intro = others.slice(title).findIndex(({ kind }) => kind !== 'paragraph');
  const first = intro < 0 ? others.length : title + intro;
  return [
    ...others.slice(0, title),
    { ...answer, evidence: [], advice: [] },
    ...others.slice(title, first),
    { ...answer, verdict: [] },
    ...others.slice(first),
  ];
}

/** `level` of the headings. */
function partsOf(blocks: readonly Block[], level: number): string[] {
  return blocks.flatMap((block) => partsOfBlock(block, level)).filter((part) => part !== '');
}

function partsOfBlock(block: Block, level: number): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(level)} ${plainInline(block.text)}`];
    case 'section':
      return [`${'#'.repeat(level + 1)} ${plainInline(block.title)}`, ...partsOf(block.blocks, level + 1)];
    case 'detail':
      return folded(block, level);
    case 'answer':
      return [
        ...block.verdict.map((text, index) => (index === 0 ? `**${plainInline(text)}**` : inline(text))),
        ...partsOf(block.advice, level),
        ...partsOf(block.evidence, level),
      ];
    case 'paragraph':
      return [inline(block.text)];
    case 'list':
      return [listOf(block)];
    case 'facts':
      return factsOf(block);
    case 'table':
      return [tableOf(block)];
    case 'code':
      return codeOf(block);
    case 'chart':
      return chartOf(block);
  }
}

function folded({ title, isOpen, blocks }: Detail, level: number): string[] {
  const summary = asHtml(
    spansOf(title)
      .map(({ text }) => text)
      .join(''),
  );
  return [
    `<details${isOpen ? ' open' : ''}><summary>${summary}</summary>`,
    ...partsOf(blocks, level + 1),
    '</details>',
  ];
}

function asHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ');
}

function listOf({ items }: List): string {
  return items
    .map(itemOf)
    .flatMap(({ text, under }) => [`- ${inline(text)}`, ...under.map((one) => `  - ${inline(one)}`)])
    .join('\n');
}

function factsOf({ facts }: Facts): string[] {
  return facts.flatMap(({ label, value, isCode }) =>
    isCode
      ? codeOf({ kind: 'code', label, lines: [value], language: 'sh' })
      : [`${capital(plainInline(label))}: ${inline(value)}`],
  );
}

function tableOf(given: Table): string {
  const { head, rows, numeric } = withoutEmptyColumns(given);
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map((title) => inline(title))),
    line(head.map((_, index) => (numeric.includes(index) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => inline(cell, '<br>')))),
  ].join('\n');
}

function codeOf({ lines, language, label }: Code): string[] {
  const text = lines
    .map((line) =>
      spansOf(line)
        .map(({ text: part }) => (part === '\n' ? part : verbatim(part)))
        .join(''),
    )
    .join('\n');
  const fence = backquotes(text, 3);
  return [
    ...(label === undefined ? [] : [`${capital(plainInline(label))}:`]),
    [`${fence}${language}`, text, fence].join('\n'),
  ];
}

function chartOf({ chart }: Chart): string[] {
  if (chart.kind !== 'bars') {
    return codeOf({
      kind: 'code',
      lines: chartAsText({ kind: 'chart', chart }, chartWidth),
      language: 'text',
    });
  }
  const names = chart.bars[0]?.parts.map(({ name }) => name) ?? [];
  return [
    tableOf({
      kind: 'table',
      head: ['', ...names],
      rows: chart.bars.map(({ label, parts }) => [label, ...parts.map(({ figure }) => figure)]),
      numeric: names.map((_, index) => index + 1),
    }),
  ];
}

/** What a scenario's author has written is text, not Markdown. */
function inline(given: Inline, lineBreak = ' '): string {
  return spansOf(given)
    .map((span) => (span.text === '\n' ? lineBreak : toned(span)))
    .join('')
    .trim();
}

function toned({ text, tone, link }: Span): string {
  if (link !== undefined) return link === text ? `<${link}>` : ` ([${escaped(text)}](${link}))`;
  if (tone === 'code') return codeSpan(text);
  const words = escaped(text);
  return tone === 'bad' && words.trim() !== '' ? words.replace(/\S(?:.*\S)?/, '**$&**') : words;
}

function codeSpan(given: string): string {
  const text = oneLine(given);
  const fence = backquotes(text, 1);
  return fence === '`' ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** More of them than the text has itself. */
function backquotes(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([signs]) => signs.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

function plainInline(given: Inline): string {
  return inline(spansOf(given).map(({ text }) => ({ text })));
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\u200b\u00ad]/g, '')
    .replaceAll(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
