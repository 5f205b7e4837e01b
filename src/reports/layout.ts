/** Lines that fit the width. Words are never broken; a word longer than the line, such as an id, stands alone. */
import type { ChalkInstance } from 'chalk';

/** What the sections need to know of the place that they are written for. */
export interface Page {
  readonly chalk: ChalkInstance;
  readonly width: number;
}

/** Whatever was written to look like more than one line, or to paint the terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

export function wrap(text: string, width: number, hanging = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const indent = lines.length === 0 ? 0 : hanging;
    if (line === '') line = ' '.repeat(indent) + word;
    else if (visibleLength(line) + 1 + visibleLength(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = ' '.repeat(hanging) + word;
    }
  }
  return [...lines, line];
}

/** Every line moved to the right. */
export function indented(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

/** `task.Install.` and `finishedBeforeCutoff` on lines of their own where one is too narrow. */
export function brokenAtDots(name: string, width: number): string[] {
  if (name.length <= width) return [name];
  const parts = name
    .split(/(?<=\.)/)
    .flatMap((part) => (part.length <= width ? [part] : part.split(/(?<=[a-z])(?=[A-Z])/)));
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}

/** A line may hold escape sequences of colour, which take no place. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export function visibleLength(line: string): number {
  return line.replaceAll(escapes, '').length;
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
};

export function inAscii(text: string): string {
  return text.replaceAll(/[▁▂▃▄▅▆▇█▒░─│┊┴┬┤└·…]/g, (sign) => plainSigns[sign]!);
}
