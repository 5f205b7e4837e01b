/** The fields of a scenario as rows of a table: key, what it may be, default, meaning. */
import { written as bare, meaningIn } from '../../src/schema/meaning.ts';
import { ownMeanings } from '../../src/schema/own-meanings.ts';
import { descriptionOf, hintsOf, listOf, unwrap, type ZodField } from '../../src/schema/zod-fields.ts';

interface Row {
  readonly key: string;
  readonly kind: string;
  readonly given: string;
  readonly meaning: string;
}

/** Fields that read several kinds of things say so nowhere else. */
const kinds: Readonly<Record<string, string>> = {
  'head.end': 'time or duration',
  'activations.<name>.expires': 'time or duration',
  'instanceProfiles.<name>.statements': 'a list, as IAM has it',
  'principals.<name>.statements': 'a list, as IAM has it',
  'principals.<name>.sessionPolicy': 'a list, as IAM has it',
  'fleet.<group>.lastScan': 'time or `never`',
  'fleet.<group>.software': 'map of packages to versions',
  'fleet.<group>.joins': 'time, or `{ every: … }`',
  'patchStreams.<name>.classification': 'one word, or shares that sum to 100%',
  'patchStreams.<name>.severity': 'one word, or shares that sum to 100%',
  'model.documents.<name>.steps': 'map of steps: `{ run, fails }`',
  'model.operators.<name>.shifts': 'list of `{ days, from, to }`',
  'experiment.variants': 'map of variants',
  'experiment.vary': 'map of lists',
  'experiment.variants.<name>.set': 'a map',
};
/** Said elsewhere at length. */
const meanings: Readonly<Record<string, string>> = {
  'fleet.<group>.model':
    '`runCommand`, `agent`, `patching` and `documents` of [model](model.md), for this group',
};

/** `known` are lines of another table that need not be said again. */
export function fieldTable(path: string, schema: unknown, known: readonly string[] = []): string {
  const rows = rowsOf(path, schema as ZodField);
  return table(
    ['key', 'may be', 'default', 'meaning'],
    rows.map(({ key, kind, given, meaning }) => [`\`${key}\``, kind, given, meaning]),
  )
    .split('\n')
    .filter((line) => !known.includes(line))
    .join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function rowsOf(path: string, schema: ZodField, key = '', isOptional = false): Row[] {
  const { field: inner, isRequired, default: byDefault } = unwrap(schema);
  const given = isRequired ? 'required' : byDefault === undefined ? '' : written(byDefault);
  const { shape } = inner._zod.def;
  if (shape !== undefined && !path.endsWith('.model')) {
    const isPartOptional = key !== '' && schema._zod.def.type === 'optional';
    return Object.entries(shape).flatMap(([name, field]) =>
      rowsOf(`${path}.${name}`, field, key === '' ? name : `${key}.${name}`, isPartOptional),
    );
  }
  const meaning =
    meanings[path] ?? descriptionOf(schema) ?? meaningIn(ownMeanings, path.split('.'))?.[1].says;
  if (meaning === undefined) throw new Error(`${path} says nowhere what it means`);
  const kind = path.endsWith('.model') ? 'a map' : (kinds[path] ?? kindOf(schema));
  return [{ key, kind, given: isOptional && given === 'required' ? '' : given, meaning }];
}

/** As a user would write it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `\`[${value.map(bare).join(', ')}]\``;
  if (value === '') return 'none';
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return 'none';
  return `\`${bare(value)}\``;
}

/** What may stand there, in words, from the hints that the JSON Schema is made of. */
export function kindOf(schema: unknown): string {
  const { field: inner } = unwrap(schema as ZodField);
  const list = listOf(inner)?.element;
  if (list !== undefined) return `list of ${kindOf(list).replace(/^text$/, 'texts')}`;
  if (inner._zod.def.type === 'record') return 'map by name';
  const { enum: words, type, pattern, format, $ref: reference, minimum, maximum } = hintsOf(inner);
  if (Array.isArray(words)) return words.map((word) => `\`${word}\``).join(', ');
  if (reference !== undefined) return 'duration or distribution';
  if (format === 'date-time') return 'time';
  if (String(pattern).endsWith('%$')) return 'share';
  if (String(pattern).includes('(ms|s|m|h|d)')) return 'duration';
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'object') return 'map of texts';
  if (minimum !== undefined)
    return `whole number, ${grouped(Number(minimum))} to ${grouped(Number(maximum))}`;
  if (Array.isArray(type)) return 'text';
  throw new Error('a field that does not say what it may be: name its kind in test/docs/fields.ts');
}

export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=([0-9]{3})+$)/g, ',');
}
