/**
 * Text of users without power over what shows it: a terminal obeys control characters, an editor reorders by bidirectional
 * controls (https://trojansource.codes), and a CI runner runs lines that look like its commands.
 */

/** What Unicode calls Cc, by its two ranges: by its name it takes long to compile, at each start. */
const control = String.raw`\0-\x1f\x7f-\x9f`;
/** A tab and a line feed are the reader's to allow. U+2028 and U+2029 break lines where a program counts them. */
const unsafe = String.raw`${control}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069`;
export const unsafeSigns = new RegExp(`[${unsafe}]`, 'gu');
const breaks = new RegExp(`[${control}\u2028\u2029]+`, 'gu');
const unsafeSign = new RegExp(`[${unsafe}]`, 'u');
const unsafeInLine = new RegExp(`(?!\t)[${unsafe}]`, 'gu');
const unsafeInLines = new RegExp(`(?![\t\n])[${unsafe}]`, 'gu');
/** Those that JSON leaves as they are. */
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Stands for what may not be shown. */
const lost = '\ufffd';

export function isUnsafe(text: string): boolean {
  return unsafeSign.test(text);
}

/** On one line, for a report that lays out its own lines. */
export function oneLine(text: string): string {
  return text.replaceAll(breaks, ' ').replaceAll(unsafeSigns, lost);
}

/** Every sign keeps its column. */
export function verbatim(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(unsafeSigns, '?');
}

/** One line as it was written. */
export function printable(text: string): string {
  return text.replaceAll(unsafeInLine, lost);
}

/** Several lines of ours, with text of users in them. */
export function printableLines(text: string): string {
  return withoutCommands(text.replaceAll(unsafeInLines, lost));
}

/**
 * GitHub's runner takes a line that begins with `::`, or holds `##[`, as a command; Azure Pipelines and TeamCity take
 * `##vso[` and `##teamcity[`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll(commandSigns, '## ');
}

const commandSigns = /##(?=(?:vso|teamcity)?\[)/g;

/** Two spaces of indent, and a line feed at the end. Read back it is the same data. */
export function jsonText(value: unknown): string {
  return `${safeJson(JSON.stringify(value, null, 2))}\n`;
}

/** JSON that is the same data, in signs that harm neither a terminal nor a runner. */
export function safeJson(json: string): string {
  return json.replaceAll(unsafeInJson, unicodeEscape).replaceAll(/##(vso|teamcity)?\[/g, '##$1\\u005b');
}

/** As JSON, JavaScript and the quotes `$'…'` of bash write it. */
export function unicodeEscape(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
