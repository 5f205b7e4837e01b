/** What a report is made of: plain data that every format renders, so that no format can say less than another. */

/** What a piece of text means; a renderer decides what that looks like. Code is never broken. */
export type Tone = 'plain' | 'good' | 'bad' | 'odd' | 'info' | 'dim' | 'code';

/**
 * A piece of text. A line feed that is a span by itself breaks the line; within any other span a control sign becomes a
 * blank, because names come from the user. U+200B and U+00AD say where a long word may be broken.
 */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Shown in a terminal only where the text is the address itself. */
  readonly link?: string;
}

export type Inline = string | Span | readonly (string | Span)[];

/** The title of a report, or of one of several files in it. */
export interface Heading {
  readonly kind: 'heading';
  readonly text: Inline;
}

export interface Section {
  readonly kind: 'section';
  readonly title: Inline;
  readonly blocks: readonly Block[];
}

/** A section that can be folded away. */
export interface Detail {
  readonly kind: 'detail';
  readonly title: Inline;
  readonly isOpen: boolean;
  readonly blocks: readonly Block[];
  /** What stands for all of it where nothing can be folded; null: nothing does. */
  readonly brief?: Inline | null;
}

/** What the report comes to: last in a terminal, where the eye goes to the end, and first on a page. */
export interface Answer {
  readonly kind: 'answer';
  readonly evidence: readonly Block[];
  readonly verdict: readonly Inline[];
  /** What follows from the verdict. */
  readonly advice: readonly Block[];
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: Inline;
}

/** A line of a list, with others below it. */
export interface Item {
  readonly text: Inline;
  readonly under: readonly Inline[];
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly (Inline | Item)[];
  /** Sentences that follow each other: lines without a bullet in a terminal. */
  readonly isBare?: boolean;
}

export interface Fact {
  readonly label: string;
  readonly value: Inline;
  /** To be copied: never broken. */
  readonly isCode?: boolean;
}

export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly Fact[];
}

export interface Table {
  readonly kind: 'table';
  readonly head: readonly Inline[];
  readonly rows: readonly (readonly Inline[])[];
  /** Columns of numbers, by index. */
  readonly numeric: readonly number[];
  /** How many of the first columns name the row; one, if not given. */
  readonly labels?: number;
  /** How many of the last columns are sentences, which may stand below their row. */
  readonly prose?: number;
  /** What becomes of a table that is too wide: columns become rows (if not given), rows sentences, or several tables. */
  readonly narrow?: 'turned' | 'listed' | 'split';
}

/** Lines that stay as they are, because they are copied or because their columns matter. */
export interface Code {
  readonly kind: 'code';
  readonly lines: readonly Inline[];
  readonly language: 'sh' | 'json' | 'text';
  /** What the lines are, such as `reproduce with`. */
  readonly label?: string;
}

/** Shares of a whole, a bar for each label. */
export interface Bars {
  readonly kind: 'bars';
  readonly bars: readonly {
    readonly label: string;
    readonly parts: readonly { readonly name: string; readonly value: number; readonly figure: string }[];
  }[];
}

/** Values over time in rows of blocks, above an axis with the local clock. */
export interface Timeline {
  readonly kind: 'timeline';
  readonly fromMs: number;
  readonly toMs: number;
  /** After this there is nothing to draw. */
  readonly lastMs: number;
  /** What the local clock is ahead of UTC. */
  readonly offsetMs: number;
  readonly rows: readonly TimelineRow[];
  readonly marks: readonly TimelineMark[];
  readonly captions: readonly string[];
}

export interface TimelineRow {
  readonly name: string;
  /** One for each slice of the time, all slices of one length. */
  readonly values: readonly number[];
  /** How slices that share a column are taken together. */
  readonly combine: 'mean' | 'last' | 'most';
  /** What a full block stands for. */
  readonly full: number;
  readonly height: number;
  readonly tone: Tone;
}

export interface TimelineMark {
  readonly letter: string;
  readonly atMs: number;
  /** A line through the rows. */
  readonly isLined: boolean;
}

/** Points in a plane, with a letter each as long as there are enough letters, and a legend. */
export interface Scatter {
  readonly kind: 'scatter';
  readonly x: string;
  readonly y: string;
  readonly points: readonly ScatterPoint[];
  readonly markedTitle: string;
  readonly othersTitle: string;
  /** Follows the number of points that have no letter. */
  readonly unnamed: string;
  readonly notes: readonly string[];
}

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Its letter, if there are few enough points for each to have one. */
  readonly index: number;
  readonly isMarked: boolean;
  readonly words: string;
}

export interface Chart {
  readonly kind: 'chart';
  readonly chart: Bars | Timeline | Scatter;
}

export type Block = Heading | Section | Detail | Answer | Paragraph | List | Facts | Table | Code | Chart;

export function heading(text: Inline): Heading {
  return { kind: 'heading', text };
}

export function section(title: Inline, blocks: readonly Block[]): Section {
  return { kind: 'section', title, blocks };
}

export function paragraph(text: Inline, tone: Tone = 'plain'): Paragraph {
  return { kind: 'paragraph', text: typeof text === 'string' ? say(text, tone) : text };
}

export function say(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** A message of AWS inside a sentence: many end in a full stop of their own. */
export function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}

/** Sentences that follow each other. */
export function sentences(items: List['items']): List[] {
  return items.length === 0 ? [] : [{ kind: 'list', items, isBare: true }];
}

/** Nothing where there are no items. */
export function listUnder(title: string, items: readonly Inline[]): Section[] {
  return items.length === 0 ? [] : [section(title, [{ kind: 'list', items }])];
}

/** Each text on a line of its own. */
export function lines(texts: readonly (string | Span)[]): (string | Span)[] {
  return texts.flatMap((text, index) => (index === 0 ? [text] : ['\n', text]));
}

/** A text of ours, such as a problem with its remedy: its lines stay lines. */
export function linesIn(text: string): (string | Span)[] {
  return lines(text.split('\n'));
}

/** A line to copy. */
export function command(label: string, line: string): Code {
  return { kind: 'code', label, lines: [line], language: 'sh' };
}

/** A name such as `task.Install.finishedBeforeCutoff`, which may be broken after a dot or before a capital. */
export function breakable(name: string): string {
  return name.replaceAll(/(?<=\.)(?=.)|(?<=[a-z])(?=[A-Z])/g, '\u200b');
}

export function itemOf(item: Inline | Item): Item {
  return typeof item === 'object' && 'under' in item ? item : { text: item, under: [] };
}

export function spansOf(inline: Inline): readonly Span[] {
  const parts = typeof inline === 'string' || 'text' in inline ? [inline] : inline;
  return parts.map((part) => (typeof part === 'string' ? { text: part } : part));
}

/** Columns in which no row has anything say nothing. */
export function withoutEmptyColumns(table: Table): Table {
  const kept = table.head
    .map((_, index) => index)
    .filter((index) => table.rows.some((row) => spansOf(row[index]!).some(({ text }) => text !== '')));
  return {
    ...table,
    head: kept.map((index) => table.head[index]!),
    rows: table.rows.map((row) => kept.map((index) => row[index]!)),
    numeric: table.numeric.map((index) => kept.indexOf(index)).filter((index) => index >= 0),
    labels: kept.filter((index) => index < (table.labels ?? 1)).length,
    prose: kept.filter((index) => index >= table.head.length - (table.prose ?? 0)).length,
  };
}
