/** Which format a command writes: as asked for, else by the ending of the file, else text. */
import { extname } from 'node:path';
import { UsageError } from './usage-error.ts';

/** Every format that some command has: asking another for it is a slip about the command, not about the word. */
const allFormats = ['text', 'json', 'markdown', 'csv', 'junit', 'github', 'sarif'];

const endings: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.xml': 'junit',
  '.sarif': 'sarif',
};

export interface FormatOptions {
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
}

export function formatOf<Format extends string>(
  command: string,
  formats: readonly Format[],
  { format, json, out }: FormatOptions,
): Format {
  const read = (text: string, option: string): Format => {
    const known = formats.find((each) => each === text);
    if (known !== undefined) return known;
    const what = allFormats.includes(text) ? `${command} has no ${text}` : `${text} is no format`;
    throw new UsageError(`${option}: ${what}; the formats of ${command} are ${formats.join(', ')}`);
  };
  if (json === true && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other`);
  }
  if (json === true) return read('json', '--json');
  if (format !== undefined) return read(format, `--format ${format}`);
  const ending = out === undefined ? undefined : endings[extname(out).toLowerCase()];
  return ending === undefined ? read('text', '--format text') : read(ending, `--out ${out}`);
}
