/** Lines that fit the width. Words are never broken, but where they say that they may be. */
import { oneLine } from '../diagnostics/safe-text.ts';
import { type Inline, spansOf, type Tone } from './block.ts';

export interface Run {
  readonly text: string;
  readonly tone: Tone;
  readonly isBold?: boolean;
}

export type Line = readonly Run[];

const plainText = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u27bf]*$/;

/** Combining marks take no column, signs of East Asia and pictures two. Few texts have any, and the patterns are large. */
function widthOf(text: string): number {
  if (plainText.test(text)) return text.length;
  const shown = text.replaceAll(/[\p{Mn}\u200b\u00ad]/gu, '');
  const twoColumns =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
  return [...shown].length + (shown.match(twoColumns)?.length ?? 0);
}

export function lengthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

export function widest(lines: readonly Line[]): number {
  return lines.reduce((most, line) => Math.max(most, lengthOf(line)), 0);
}

export function linesOf(inline: Inline, clean = oneLine): Line[] {
  const found: Run[][] = [[]];
  for (const { text, tone = 'plain', link } of spansOf(inline)) {
    if (text === '\n') found.push([]);
    else if (link === undefined || link === text) found.at(-1)!.push({ text: clean(text), tone });
  }
  return found;
}

/** On one line, whatever breaks there are. */
export function joined(inline: Inline): Line {
  return linesOf(inline).flatMap((line, index) =>
    index === 0 || line.length === 0 ? line : [{ text: ' ', tone: 'plain' as const }, ...line],
  );
}

export function plainLine(text: string, tone: Tone = 'plain'): Line {
  return [{ text, tone }];
}

/** Every line moved to the right. */
export function indented(lines: readonly Line[], by = 2): Line[] {
  return lines.map((line) => (line.length === 0 ? line : [{ text: ' '.repeat(by), tone: 'plain' }, ...line]));
}

export function wrapAll(inline: Inline, width: number, hanging = 0): Line[] {
  return linesOf(inline).flatMap((line, index) =>
    index === 0 ? wrap(line, width, hanging) : indented(wrap(line, width - hanging, hanging), hanging),
  );
}

export function wrap(line: Line, width: number, hanging = 0): Line[] {
  if (lengthOf(line) <= width) return [line];
  const found: Run[][] = [];
  let length = 0;
  for (const word of wordsOf(line).flatMap((each) => softPieces(each, width))) {
    const last = found.at(-1);
    const wordLength = lengthOf(word.runs);
    const gap = word.isGlued ? 0 : 1;
    if (last !== undefined && length + gap + wordLength <= width) {
      append(last, word.runs, gap);
      length += gap + wordLength;
    } else {
      if (last !== undefined && word.isGlued) hyphenate(last);
      const indent = found.length === 0 ? 0 : hanging;
      found.push([...(indent === 0 ? [] : plainLine(' '.repeat(indent))), ...word.runs]);
      length = indent + wordLength;
    }
  }
  return found;
}

/** A word keeps together although its tone changes within it. */
function wordsOf(line: Line): Run[][] {
  const words: Run[][] = [];
  let isOpen = false;
  for (const run of line) {
    for (const [index, text] of piecesOf(run).entries()) {
      if (index > 0) isOpen = false;
      if (text === '') continue;
      if (isOpen) words.at(-1)!.push({ ...run, text });
      else words.push([{ ...run, text }]);
      isOpen = true;
    }
  }
  return words;
}

function piecesOf({ text, tone }: Run): string[] {
  return tone === 'code' ? [text] : text.split(' ');
}

interface Piece {
  readonly runs: Line;
  /** It goes on with the word before it. */
  readonly isGlued: boolean;
}

function softPieces(word: Line, width: number): Piece[] {
  const [run] = word;
  if (run === undefined || word.length > 1 || lengthOf(word) <= width)
    return [{ runs: word, isGlued: false }];
  return run.text
    .split(/(?<=[\u200b\u00ad])/)
    .map((text, index) => ({ runs: [{ ...run, text }], isGlued: index > 0 }));
}

/** How narrow a line can be made. */
export function longestPiece(line: Line): number {
  const pieces = wordsOf(line).flatMap((word) => softPieces(word, 0));
  return pieces.reduce(
    (most, { runs }) => Math.max(most, lengthOf(runs) + (runs.at(-1)!.text.endsWith('\u00ad') ? 1 : 0)),
    0,
  );
}

/** How narrow it can be made without breaking a word. */
export function longestWord(line: Line): number {
  return Math.max(0, ...wordsOf(line).map(lengthOf));
}

function append(line: Run[], runs: Line, gap: number): void {
  const last = line.at(-1)!;
  const [first, ...others] = runs;
  if (first === undefined) return;
  const blank = ' '.repeat(gap);
  if (last.tone === first.tone) line[line.length - 1] = { ...last, text: last.text + blank + first.text };
  else line.push(...(gap === 0 ? [] : plainLine(blank)), first);
  line.push(...others);
}

function hyphenate(line: Run[]): void {
  const last = line.at(-1)!;
  if (last.text.endsWith('\u00ad')) line[line.length - 1] = { ...last, text: `${last.text}-` };
}
