import { Lexer } from 'yaml';
import { SourceText } from '../diagnostics/positions.ts';
import type { Problem } from '../diagnostics/problem.ts';

/** Scenarios are kilobytes, and parsing a megabyte takes a second; the reader of a file may refuse a larger one before reading it. */
export const fileSizeMax = 8 * 1024 * 1024;

/** Deeper than any data that fleetsim knows, and far from what a recursive parser cannot bear. */
export const nestingMax = 100;

/** A value costs the parser about a kilobyte and ten microseconds. */
const tokenMax = 500_000;

type Refused = { readonly problem: Problem };

/** Bytes that are safe to parse as YAML, as text; else the one thing that is wrong with them. */
export function decodeSource(bytes: Uint8Array, file: string): SourceText | Refused {
  if (bytes.length > fileSizeMax) {
    const size = `${Math.round(bytes.length / 1024 / 1024)} MB`;
    return refused(file, 'file-too-large', `expected a file of at most 8 MB, found ${size}`);
  }
  if (bytes.length === 0) return refused(file, 'empty-file', 'expected a scenario, found an empty file');
  if (bytes.includes(0)) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const help = isUtf16 ? 'it is UTF-16: save it as UTF-8' : undefined;
    return refused(file, 'binary-file', 'expected YAML text, found a file with NUL bytes', { help });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const lenient = new SourceText(file, new TextDecoder('utf-8').decode(bytes));
    const start = lenient.text.indexOf('\ufffd');
    return refused(file, 'not-utf8', 'expected text in UTF-8', {
      ...lenient.placeOf({ start, end: start + 1 }),
      help: 'save the file as UTF-8',
    });
  }
  const source = new SourceText(file, text);
  const control = text.search(/[^\P{Cc}\t\n\r\u0085]/u);
  if (control !== -1) {
    const place = source.placeOf({ start: control, end: control + 1 });
    const shown = `U+${text.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0')}`;
    return refused(
      file,
      'control-character',
      `expected YAML text, found the control character ${shown}`,
      place,
    );
  }
  const deep = tooDeepAt(text);
  if (deep !== null) {
    const place = source.placeOf({ start: deep, end: deep + 1 });
    return refused(file, 'too-deep', `expected at most ${nestingMax} levels of nesting`, place);
  }
  const dense = tooManyAt(text);
  if (dense !== null) {
    const place = source.placeOf({ start: dense, end: dense + 1 });
    const message = `expected at most ${tokenMax} keys, values and separators in a file`;
    return refused(file, 'too-many-values', message, {
      ...place,
      help: 'split it; patchFiles of a scenario takes several files',
    });
  }
  return source;
}

function refused(
  file: string,
  code: string,
  message: string,
  rest: Partial<Omit<Problem, 'help'>> & { help?: string | undefined } = {},
): Refused {
  const { help, ...place } = rest;
  const problem = { severity: 'error', code, path: [], message, file, line: 0, column: 0, ...place } as const;
  return { problem: help === undefined ? problem : { ...problem, help } };
}

/**
 * Where nesting becomes so deep that a recursive parser would be in danger, or null. Looks at characters first, which
 * is quick and may cry wolf over brackets in text; only then at tokens.
 */
function tooDeepAt(text: string): number | null {
  // Each block level is at least one more space, or one of the indicators that may share a line.
  const indent = /^[ \t?:-]{1000}/m.exec(text);
  if (indent !== null) return indent.index;
  if (!hasDeepBrackets(text)) return null;
  let depth = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > nestingMax) return at;
    // Marks that the lexer puts in (document, flow error) stand for no text.
    if (!['\u0002', '\u0018', '\u001f'].includes(token)) at += token.length;
  }
  return null;
}

/** Where there are more keys, values and separators than the parser may be given, or null. */
function tooManyAt(text: string): number | null {
  // Every one of them is at least one character.
  if (text.length <= tokenMax) return null;
  let count = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    const isMark = ['\u0002', '\u0018', '\u001f'].includes(token);
    if (!isMark && !/^[ \t]/.test(token)) count += 1;
    if (count > tokenMax) return at;
    if (!isMark) at += token.length;
  }
  return null;
}

function hasDeepBrackets(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > nestingMax) return true;
    } else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
  }
  return false;
}
