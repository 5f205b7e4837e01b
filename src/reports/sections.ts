/** What every report for a terminal is made of: sections with a blank line between them. */
import { Chalk } from 'chalk';
import { inAscii, indented, type Page, wrap } from './layout.ts';

export interface TextStyle {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Block characters and lines; ASCII where false. */
  readonly unicode?: boolean;
}

/** Below this nothing can be laid out. */
const widthMin = 40;

/** Longer lines are hard to read, and tables need no more. */
const widthMax = 160;

export function pageFor(style: TextStyle): Page {
  return {
    chalk: new Chalk({ level: style.color ? 1 : 0 }),
    width: Math.max(widthMin, Math.min(widthMax, style.width)),
  };
}

/** Sections without lines are left out. */
export function textOf(sections: readonly (readonly string[])[], style: TextStyle): string {
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
  return style.unicode === false ? inAscii(text) : text;
}

export function bulletLines(title: string, texts: readonly string[], { chalk, width }: Page): string[] {
  if (texts.length === 0) return [];
  return [
    ...wrap(title, width).map((line) => chalk.bold(line)),
    ...indented(texts.flatMap((text) => bullet(text, width - 2))),
  ];
}

/** Lines of one text stay lines: a warning may have a second one with its remedy. */
function bullet(text: string, width: number): string[] {
  const [first, ...others] = text.split('\n');
  return [...wrap(`- ${first}`, width, 2), ...others.flatMap((line) => indented(wrap(line, width - 2, 2)))];
}
