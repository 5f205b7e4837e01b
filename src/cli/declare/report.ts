/** Where a command's report goes and in which format: as asked for, else by the ending of the file, else text. */
import { extname } from 'node:path';
import { UsageError } from '../../diagnostics/usage-error.ts';
import { type TextStyle, textStyle } from '../terminal.ts';
import { anyText, type Read } from './readers.ts';
import { flag, value } from './table.ts';

/** Every format that some command has: asking another for it is a slip about the command, not about the word. */
export const allFormats = ['text', 'json', 'markdown', 'csv', 'junit', 'github', 'sarif'] as const;

const endings: Readonly<Record<string, string>> = {
  '.txt': 'text',
  '.json': 'json',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.xml': 'junit',
  '.sarif': 'sarif',
};

const part = 'several commands';

interface Wording {
  /** What `--out` writes. */
  readonly what?: string;
  /** What the help says of the formats, where it is more than their names. */
  readonly formats?: string;
  readonly endings?: string;
}

export function reportOptions<Format extends string>(
  command: string,
  formats: readonly Format[],
  wording: Wording = {},
) {
  const { what = 'the report', endings: added = '' } = wording;
  const read: Read<Format> = (text, name) => formatNamed(command, formats, text, `${name} ${text}`);
  return {
    format: value('format', wording.formats ?? listed(formats), read, {
      part,
      words: formats,
      page: 'one of the [formats](#formats) of the command',
    }),
    json: flag('the same as --format json', { part, page: 'the same as `--format json`' }),
    out: value(
      'file',
      `write ${what} to this file; the format follows the file extension${added} unless --format is given`,
      anyText,
      {
        part,
        isFile: true,
        page:
          'write the report to this file instead of printing it; the format follows the file extension (`.json`, `.md`, ' +
          '`.csv`, `.xml`, `.sarif`) unless `--format` is given',
      },
    ),
  };
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function formatNamed<Format extends string>(
  command: string,
  formats: readonly Format[],
  text: string,
  given: string,
): Format {
  const known = formats.find((each) => each === text);
  if (known !== undefined) return known;
  throw new UsageError(`${given}: unknown format \`${text}\`; formats of ${command}: ${formats.join(', ')}`);
}

/** A name without an ending, such as /dev/stdout, has text. */
function formatOfFile(out: string): string {
  const ending = extname(out).toLowerCase();
  return ending === '' ? 'text' : (endings[ending] ?? ending.slice(1));
}

interface ReportGiven<Format> {
  readonly format: Format | null;
  readonly json: boolean;
  readonly out: string | null;
  readonly noColor: boolean;
}

export interface ReportWanted<Format> {
  /** Null: standard output. */
  readonly out: string | null;
  readonly format: Format;
  readonly style: TextStyle;
}

export function reportOf<Format extends string>(
  { name, options }: { readonly name: string; readonly options: ReturnType<typeof reportOptions<Format>> },
  { format, json, out: given, noColor }: ReportGiven<Format>,
): ReportWanted<Format> {
  const out = given === '-' ? null : given;
  const formats = options.format.words as readonly Format[];
  const named = (text: string, given: string) => formatNamed(name, formats, text, given);
  if (json && format !== null && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other`);
  }
  const byFile = () =>
    out === null ? named('text', '--format text') : named(formatOfFile(out), `--out ${out}`);
  return {
    out,
    format: json ? named('json', '--json') : (format ?? byFile()),
    style: textStyle({ toFile: out !== null, noColor, env: process.env }),
  };
}
