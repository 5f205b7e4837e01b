/** `--set KEY=VALUE`, and what a variant sets: changes to the data of a scenario before anything in them is judged. */
import { parseDocument } from 'yaml';
import type { ChangeSetting } from '../capability/changes.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import { type EntrySpan, type Positions, SourceText } from '../diagnostics/positions.ts';
import type { DataPath, Problem, Problems } from '../diagnostics/problem.ts';
import { formatPath } from '../diagnostics/problem.ts';
import { asPlainData, plainMap } from './plain-data.ts';
import { readYamlText } from './read-yaml.ts';
import { decodeSource } from './source-bytes.ts';
import { topLevelKeys } from './top-level.ts';

export interface Override {
  readonly key: string;
  readonly value: string;
  /** The option that gave it, for problems: `--set` unless it says otherwise. */
  readonly option?: string;
}

/** The same from a file: what is wrong with it is shown there. */
export interface Setting {
  readonly key: string;
  readonly data: unknown;
  /** Where key and value stand. */
  readonly entry: EntrySpan;
  /** The way there from the top of the file. */
  readonly path: DataPath;
}

export interface OverrideTools {
  readonly positions: Positions;
  readonly problems: Problems;
  readonly sources: Map<string, string>;
}

/** Maps whose entries the user names: a misspelt name must not make a new entry by the way. */
const namedMaps = [
  'accounts',
  'subnets',
  'instanceProfiles',
  'principals',
  'activations',
  'fleet',
  'patches',
  'patchStreams',
  'resources',
];

/** `faults[+]`: one more entry of a list. */
const pastTheEnd = Number.POSITIVE_INFINITY;

/** Whether each use of the key adds to what the ones before it have added. */
export function isAppending(key: string): boolean {
  return parseKey(key)?.includes(pastTheEnd) ?? false;
}

/** Why a key is refused. */
class Refusal extends Error {
  readonly code: string;
  readonly help: string | undefined;

  constructor(code: string, message: string, help?: string) {
    super(message);
    this.code = code;
    this.help = help;
  }

  asProblem(): Pick<Problem, 'severity' | 'code' | 'message' | 'help'> {
    const { code, message, help } = this;
    return { severity: 'error', code, message, ...(help === undefined ? {} : { help }) };
  }
}

class LeadsNowhere extends Refusal {
  constructor(message: string, help?: string) {
    super('leads-nowhere', message, help);
  }
}

class BadKey extends Refusal {
  /** `quoted`: how a key with a space is written in place of this one. */
  constructor(key: string, quoted: string) {
    super(
      'bad-key',
      'expected a dot path such as fleet.web.count, faults[0].at or fleet.web.tags."Patch Group"',
      /\s/.test(key) ? `a part with spaces needs quotes: ${quoted}` : undefined,
    );
  }
}

/** The data with the change made; the given ones stay as they are, since aliases may share parts of them. */
export function applyOverride(
  data: unknown,
  { key, value, option = '--set' }: Override,
  { positions, problems, sources }: OverrideTools,
): unknown {
  const file = nameOfOverride({ key, option });
  const refuse = (slip: LeadsNowhere | BadKey) => {
    problems.add({ ...slip.asProblem(), path: [], file, line: 0, column: 0 });
    return data;
  };
  const segments = parseKey(key);
  if (segments === null) {
    return refuse(new BadKey(key, `in a shell ${option} 'fleet.web.tags."Patch Group"=prod'`));
  }
  sources.set(file, value);
  const given = readValue(value, file, positions, problems);
  if (given === undefined) return data;
  const whole = { start: 0, end: given.source.text.length };
  const entry = { source: given.source, key: whole, value: whole };
  const result = change(data, segments, given.data, entry, positions);
  return result instanceof LeadsNowhere ? refuse(result) : result.data;
}

/** The same with a setting of a variant. */
export function applySetting(
  data: unknown,
  { key, data: value, entry, path }: Setting,
  { positions, problems }: Pick<OverrideTools, 'positions' | 'problems'>,
): unknown {
  const segments = parseKey(key);
  const quoted = `'fleet.web.tags."Patch Group"': prod`;
  const result =
    segments === null ? new BadKey(key, quoted) : change(data, segments, value, entry, positions);
  if (!(result instanceof Error)) return result.data;
  problems.add({ ...result.asProblem(), path, ...entry.source.placeOf(entry.key) });
  return data;
}

/** The same with data that was never text. */
export function applyChange(
  data: unknown,
  { key, data: value }: ChangeSetting,
  { positions, problems }: Pick<OverrideTools, 'positions' | 'problems'>,
): unknown {
  const segments = parseKey(key);
  const source = new SourceText(key, '');
  const nowhere = { start: 0, end: 0 };
  const entry = { source, key: nowhere, value: nowhere };
  const result =
    segments === null ? new BadKey(key, key) : change(data, segments, asPlainData(value), entry, positions);
  if (!(result instanceof Error)) return result.data;
  problems.add({ ...result.asProblem(), path: [], ...source.placeOf(nowhere) });
  return data;
}

/** What problems call the text of an override. */
export function nameOfOverride({ key, option = '--set' }: Pick<Override, 'key' | 'option'>): string {
  return `${option} ${key}`;
}

function change(
  data: unknown,
  segments: DataPath,
  value: unknown,
  entry: EntrySpan,
  positions: Positions,
): { readonly data: unknown } | LeadsNowhere {
  try {
    return { data: setAt(data, fullPath(data, segments), 0, value, entry, positions) };
  } catch (error) {
    if (error instanceof LeadsNowhere) return error;
    throw error;
  }
}

/** For the result: what `--set` gave, as JSON has it. */
export function overrideValue(value: string): unknown {
  try {
    return parseDocument(value, { logLevel: 'silent' }).toJS({ maxAliasCount: 100 }) ?? null;
  } catch {
    return value;
  }
}

/** The value itself, whatever quotes and blanks it is written with. */
export function valueAsText(value: string): string {
  try {
    const document = parseDocument(value, { schema: 'failsafe', logLevel: 'silent' });
    return JSON.stringify(document.toJS({ maxAliasCount: 100 }));
  } catch {
    return value;
  }
}

/** Plain data (see `context.ts`) as JSON has it: what could be a number or a truth becomes one. */
export function settingValue(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(settingValue);
  if (isMap(data))
    return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, settingValue(one)]));
  if (data === 'true' || data === 'false') return data === 'true';
  // Only where nothing of the text is lost: not 0042, not 3.10.
  return typeof data === 'string' && String(Number(data)) === data && Number.isFinite(Number(data))
    ? Number(data)
    : data;
}

/** `a.b[0]."c d"` in parts, `[+]` as `pastTheEnd`; null if it is no such path. */
export function parseKey(key: string): (string | number)[] | null {
  const segments: (string | number)[] = [];
  const part = /(?:^|(?<!^)\.)(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s."'[\]]+))|\[([0-9]{1,9}|\+)\]/y;
  while (part.lastIndex < key.length) {
    const isFirst = part.lastIndex === 0;
    const match = part.exec(key);
    if (match === null) return null;
    const [, double, single, bare, index] = match;
    if (index !== undefined) {
      if (isFirst) return null;
      segments.push(index === '+' ? pastTheEnd : Number(index));
    } else segments.push(double?.replaceAll(/\\(.)/g, '$1') ?? single ?? bare ?? '');
  }
  return segments.length > 0 ? segments : null;
}

function readValue(
  value: string,
  file: string,
  positions: Positions,
  problems: Problems,
): { data: unknown; source: SourceText } | undefined {
  // An empty value is YAML's null, which an empty file is not meant to be.
  const decoded = decodeSource(new TextEncoder().encode(value === '' ? 'null' : value), file);
  if ('problem' in decoded) {
    problems.add(decoded.problem);
    return undefined;
  }
  const data = readYamlText(decoded, positions, problems);
  return data === undefined ? undefined : { data, source: decoded };
}

/** A first segment that is no top-level word is a logical id, and stands for that resource's properties. */
function fullPath(data: unknown, segments: DataPath): DataPath {
  const [first, ...rest] = segments;
  const word = String(first);
  if (word === 'expect') return ['expect', ...metricPath(isMap(data) ? data['expect'] : undefined, rest)];
  if ((topLevelKeys as readonly string[]).includes(word) || word.startsWith('x-')) return segments;
  const resources = isMap(data) && isMap(data['resources']) ? Object.keys(data['resources']) : [];
  if (resources.includes(word) && rest[0] === 'Properties') {
    throw new LeadsNowhere(
      `leads nowhere: ${word} stands for its properties already`,
      `leave .Properties out, or begin with resources.${word}.Properties`,
    );
  }
  if (resources.includes(word)) return ['resources', word, 'Properties', ...rest];
  throw new LeadsNowhere(
    `leads nowhere: ${word} is neither a top-level word nor a logical id under resources`,
    suggestion(word, [...resources, ...topLevelKeys]),
  );
}

/** Names of metrics contain dots: `expect.task.Install.failed` means one key. */
function metricPath(expect: unknown, rest: DataPath): DataPath {
  if (rest.length < 2) return rest;
  const known = isMap(expect) ? Object.keys(expect) : [];
  for (let length = rest.length; length > 0; length -= 1) {
    const name = rest.slice(0, length).join('.');
    if (known.includes(name)) return [name, ...rest.slice(length)];
  }
  return [rest.join('.')];
}

function setAt(
  container: unknown,
  path: DataPath,
  at: number,
  value: unknown,
  entry: EntrySpan,
  positions: Positions,
): unknown {
  if (path[at] === pastTheEnd) return append(container, path, at, value, entry, positions);
  const segment = path[at]!;
  const copy = copyOf(container, path, at, positions);
  if (Array.isArray(copy)) {
    if (typeof segment !== 'number' || segment >= copy.length) {
      const entries = copy.length === 0 ? 'an empty list' : `a list of ${copy.length}, from [0]`;
      throw new LeadsNowhere(`leads nowhere: ${formatPath(path.slice(0, at))} is ${entries}`);
    }
  } else if (typeof segment === 'number') {
    throw new LeadsNowhere(`leads nowhere: ${formatPath(path.slice(0, at))} is not a list`);
  } else if (segment === '__proto__') {
    throw new LeadsNowhere('leads nowhere: __proto__ is not allowed as a name');
  }
  const inside = copy as Record<string | number, unknown>;
  const isLast = at === path.length - 1;
  if (!isLast) refuseNewName(inside, path, at);
  inside[segment] = isLast ? value : setAt(inside[segment], path, at + 1, value, entry, positions);
  if (isLast || !positions.entriesOf(copy).has(segment)) positions.setEntry(copy, segment, entry);
  return copy;
}

/** A list left out is an empty one, and one value where a list is meant is a list of one. */
function append(
  container: unknown,
  path: DataPath,
  at: number,
  value: unknown,
  entry: EntrySpan,
  positions: Positions,
): unknown[] {
  const given = container ?? [];
  const list = Array.isArray(given) ? (positions.copy(given) as unknown[]) : [given];
  const place = list.length;
  const isLast = at === path.length - 1;
  list.push(isLast ? value : setAt(undefined, path.with(at, place), at + 1, value, entry, positions));
  positions.setEntry(list, place, entry);
  return list;
}

/** `fleet.wbe.count=3` is a slip, not a new group with a count and nothing else. */
function refuseNewName(inside: Readonly<Record<string | number, unknown>>, path: DataPath, at: number): void {
  if (at !== 1 || !namedMaps.includes(String(path[0])) || path[at]! in inside) return;
  const prefix = formatPath(path.slice(0, at));
  throw new LeadsNowhere(
    `leads nowhere: there is no ${path[at]} under ${prefix}`,
    suggestion(String(path[at]), Object.keys(inside)),
  );
}

function copyOf(container: unknown, path: DataPath, at: number, positions: Positions): object {
  if (container === undefined || container === null) return plainMap();
  if (typeof container !== 'object') {
    throw new LeadsNowhere(`leads nowhere: ${formatPath(path.slice(0, at))} has nothing below it`);
  }
  return positions.copy(container);
}
