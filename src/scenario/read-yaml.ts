import { type Document, LineCounter, parseDocument, visit, type YAMLParseError } from 'yaml';
import type { Positions, SourceText, Span } from '../diagnostics/positions.ts';
import type { Problem, Problems } from '../diagnostics/problem.ts';
import { type Node, PlainDataReader, type TagSet } from './plain-data.ts';
import { decodeSource } from './source-bytes.ts';

/**
 * YAML 1.2 with merge keys as plain data (see `context.ts`). Undefined: it is no such thing, and `problems` says why.
 */
export function readYaml(
  bytes: Uint8Array,
  file: string,
  positions: Positions,
  problems: Problems,
  sources: Map<string, string>,
  tags: TagSet = 'scenario',
): { readonly data: unknown } | undefined {
  const source = decodeSource(bytes, file);
  if ('problem' in source) {
    problems.add(source.problem);
    return undefined;
  }
  sources.set(file, source.text);
  const data = readYamlText(source, positions, problems, tags);
  return data === undefined ? undefined : { data };
}

/** Of text that `decodeSource` has let through. An empty document is null. */
export function readYamlText(
  source: SourceText,
  positions: Positions,
  problems: Problems,
  tags: TagSet = 'scenario',
): unknown {
  const report = (span: Span, code: string, message: string, help?: string) => {
    const place = source.placeOf(span);
    const problem: Problem = { severity: 'error', code, path: [], message, ...place };
    problems.add(help === undefined ? problem : { ...problem, help });
  };
  let contents: Node | null;
  try {
    // Scalars stay text: which of them are numbers is for the fields to say.
    const document = parseDocument(source.text, {
      schema: 'failsafe',
      prettyErrors: false,
      uniqueKeys: false,
      lineCounter: new LineCounter(),
    });
    const [first] = document.errors;
    if (first !== undefined) {
      // The errors after the first are mostly its consequences.
      const { span, code, message, help } = explainSyntaxError(first, source.text, document);
      report(span, code, message, help);
      return undefined;
    }
    contents = document.contents as Node | null;
  } catch (error) {
    // The parser is recursive: nesting that the guard has not foreseen ends here.
    if (!(error instanceof RangeError)) throw error;
    report({ start: 0, end: 1 }, 'too-deep', 'expected less nesting');
    return undefined;
  }
  const reader = new PlainDataReader(source, positions, report, tags);
  return reader.read(contents);
}

interface Explained {
  readonly span: Span;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

/** The parser's errors in the words of someone who writes scenarios; the commonest slips with their remedy. */
function explainSyntaxError(error: YAMLParseError, text: string, document: Document.Parsed): Explained {
  const [start, end] = error.pos;
  const span = { start, end };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start) === -1 ? text.length : text.indexOf('\n', start);
  const line = text.slice(lineStart, lineEnd);
  const rest = text.slice(start, lineEnd).trim();

  const comparison = /(?:^|[:,[{-])\s*(>=?\s*[^\s,\]}#][^#]*)/.exec(line);
  if (comparison !== null && /block scalar header|not a yaml token/i.test(error.message)) {
    const from = lineStart + comparison.index + comparison[0].indexOf('>');
    const value = comparison[1]!.trim();
    return {
      span: { start: from, end: from + value.length },
      code: 'unquoted-comparison',
      message: 'expected quotes around a value that begins with >, which otherwise begins a block of text',
      help: `write "${value}"`,
    };
  }
  if (error.code === 'BAD_ALIAS' && error.message.startsWith('Alias')) {
    return {
      span: { start: Math.max(0, start - 1), end: start },
      code: 'unquoted-asterisk',
      message: 'expected a name after *, which refers to an &anchor, or quotes around it',
      help: 'write "*" for an asterisk',
    };
  }
  const unclosed = unclosedAt(document, text, start, error.message);
  if (unclosed !== null) return unclosed;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return {
        span,
        code: 'tab-indent',
        message: 'expected spaces: tabs cannot indent',
        help: 'replace each tab by two spaces',
      };
    case 'MULTIPLE_DOCS':
      return {
        span,
        code: 'several-documents',
        message: 'expected one document, found a second one after ---',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        span,
        code: 'yaml-syntax',
        message: 'expected one "key: value" on a line',
        help: 'put text that contains ": " into quotes',
      };
    case 'BAD_SCALAR_START':
      return {
        span,
        code: 'yaml-syntax',
        message: `expected quotes around text that begins with ${text[start]}`,
        help: `write "${rest}"`,
      };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        span,
        code: 'yaml-syntax',
        message: 'expected "key: value", found a line that is neither key nor value',
        help: /^[\w-]+:\S/.test(line.trim()) ? 'put a space after the colon' : 'is a colon missing?',
      };
    case 'BAD_INDENT':
      return {
        span: { start: start + (line.length - line.trimStart().length), end },
        code: 'yaml-syntax',
        message: `expected other indentation or an end: ${lowerFirst(error.message)}`,
      };
    default:
      return { span, code: 'yaml-syntax', message: `expected YAML: ${lowerFirst(error.message)}` };
  }
}

/** Of what is opened and never closed, the beginning says more than the end of the file. */
function unclosedAt(document: Document.Parsed, text: string, at: number, message: string): Explained | null {
  const isQuote = message.startsWith('Missing closing');
  if (!isQuote && !/^Flow \w+ in block collection must be|^Expected flow/.test(message)) return null;
  let opened: number | null = null;
  visit(document, {
    Node(_, node) {
      const [start, end] = node.range ?? [0, 0];
      const isOpen = isQuote ? /^["']/.test(text.slice(start)) : /^[[{]/.test(text.slice(start));
      const lastLine = text.slice(end, at).trim() === '' && end <= at;
      if (isOpen && (lastLine || end >= at)) opened = start;
    },
  });
  if (opened === null) return null;
  const sign = text.charAt(opened);
  const closing = { '[': ']', '{': '}' }[sign] ?? sign;
  return {
    span: { start: opened, end: opened + 1 },
    code: isQuote ? 'unclosed-quote' : 'unclosed-bracket',
    message: `expected a closing ${closing} for this`,
  };
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
