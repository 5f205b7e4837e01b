import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { nearest, suggestion } from '../diagnostics/nearest.ts';
import type { EntrySpan, Positions, SourceText, Span } from '../diagnostics/positions.ts';
import { nestingMax } from './source-bytes.ts';

export type Node = ParsedNode;
type Report = (span: Span, code: string, message: string, help?: string) => void;
type PlainMap = Record<string, unknown>;

/** How many values aliases may add. Anchors save writing; a file that needs more than this is a bomb. */
const aliasedCountMax = 100_000;

/** Tags that a text may have: a scenario's resources know three functions, a template all that CloudFormation has. */
export type TagSet = 'scenario' | 'template';

/**
 * Short forms of CloudFormation's functions.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
const tagSets: Readonly<Record<TagSet, readonly string[]>> = {
  scenario: ['!Ref', '!Sub', '!GetAtt'],
  template: (
    'Ref Sub GetAtt If Join FindInMap ImportValue Select Split Equals Not And Or Condition Base64 Cidr GetAZs Length ' +
    'ToJsonString Transform ForEach Contains EachMemberEquals EachMemberIn RefAll ValueOf ValueOfAll GetStackOutput'
  )
    .split(' ')
    .map((name) => `!${name}`),
};
/** The two that are no `Fn::…` when written out. */
const plainFunctions = ['!Ref', '!Condition'];
/** Of YAML itself: they say what the fields find out anyway. */
const ignoredTag = /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/;

/** Without a prototype, so that a key `constructor` is a key like any other. */
export function plainMap(): PlainMap {
  return Object.create(null);
}

/** JSON as the reader of a file gives it: numbers and truths are text. */
export function asPlainData(json: unknown): unknown {
  if (json === null || json === undefined) return null;
  if (Array.isArray(json)) return json.map(asPlainData);
  if (typeof json !== 'object') return String(json);
  const map = plainMap();
  for (const [key, value] of Object.entries(json)) if (value !== undefined) map[key] = asPlainData(value);
  return map;
}

/** No data follow: what is wrong has been reported. */
class Unreadable extends Error {}

interface Anchored {
  readonly data: unknown;
  readonly valueCount: number;
}

/** YAML nodes to plain data (see `context.ts`): tags, aliases and merge keys resolved, every entry's place recorded. */
export class PlainDataReader {
  private readonly source: SourceText;
  private readonly positions: Positions;
  private readonly report: Report;
  private readonly tags: readonly string[];
  private readonly anchors = new Map<string, Anchored | 'unfinished'>();
  private valueCount = 0;
  private aliasedCount = 0;
  /** Something could not be resolved: judging the rest would find errors that are only its consequences. */
  private isBroken = false;
  /** CloudFormation reads YAML 1.1, in which a bare `yes` is true. */
  private isYaml11 = false;

  constructor(source: SourceText, positions: Positions, report: Report, tags: TagSet = 'scenario') {
    this.tags = tagSets[tags];
    this.source = source;
    this.positions = positions;
    this.report = report;
  }

  read(contents: Node | null): unknown {
    try {
      this.isYaml11 = this.tags === tagSets.template && isTemplateRoot(contents);
      const data = this.node(contents, 0, null);
      if (typeof data === 'object' && data !== null) {
        const { start } = spanOf(contents, null);
        this.positions.setRoot(data, this.source, { start, end: start + 1 });
      }
      return this.isBroken ? undefined : data;
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  private fail(span: Span, code: string, message: string, help?: string): never {
    this.report(span, code, message, help);
    throw new Unreadable();
  }

  private node(node: Node | null, depth: number, fallback: Span | null): unknown {
    if (node === null) return null;
    const span = spanOf(node, fallback);
    if (depth > nestingMax) this.fail(span, 'too-deep', `expected at most ${nestingMax} levels of nesting`);
    if (isAlias(node)) return this.alias(node as Alias, span);
    const { anchor } = node;
    if (anchor !== undefined) this.anchors.set(anchor, 'unfinished');
    const countBefore = this.valueCount;
    this.valueCount += 1;
    const data = this.tagged(node, this.untagged(node, depth), span);
    if (anchor !== undefined) {
      this.anchors.set(anchor, { data, valueCount: this.valueCount - countBefore });
    }
    return data;
  }

  private untagged(node: Node, depth: number): unknown {
    if (isMap(node)) return this.map(node as YAMLMap.Parsed, depth);
    if (isSeq(node)) return this.list(node as YAMLSeq.Parsed, depth);
    const text = scalarText(node as Scalar);
    return this.isYaml11 && (node as Scalar).type === 'PLAIN' ? asYaml11(text) : text;
  }

  private alias(alias: Alias, span: Span): unknown {
    const anchored = this.anchors.get(alias.source);
    if (anchored === undefined) {
      const help = suggestion(alias.source, this.anchors.keys()) ?? 'put text that begins with * into quotes';
      this.report(span, 'unknown-alias', `expected an anchor &${alias.source} before this`, help);
      this.isBroken = true;
      return null;
    }
    if (anchored === 'unfinished') {
      this.fail(
        span,
        'recursive-alias',
        `expected &${alias.source} to end before it is used: it would contain itself`,
      );
    }
    this.valueCount += anchored.valueCount;
    this.aliasedCount += anchored.valueCount;
    if (this.aliasedCount > aliasedCountMax) {
      this.fail(span, 'alias-expansion', 'expected aliases that add at most 100,000 values in all');
    }
    return anchored.data;
  }

  private list(list: YAMLSeq.Parsed, depth: number): unknown[] {
    const data: unknown[] = [];
    const spans = new Map<number, EntrySpan>();
    const end = list.range[1];
    for (const [index, item] of list.items.entries()) {
      const span = spanOf(item as Node | null, { start: end, end });
      spans.set(index, { source: this.source, key: span, value: span });
      data.push(this.node(item as Node | null, depth + 1, span));
    }
    if (list.flow === true) this.joinSchedules(data as unknown[], spans);
    this.positions.setEntries(data, spans);
    return data;
  }

  private map(map: YAMLMap.Parsed, depth: number): PlainMap {
    const data = plainMap();
    const spans = new Map<string | number, EntrySpan>();
    const merged: { readonly data: unknown; readonly span: Span }[] = [];
    const pairs = map.flow === true ? this.withSchedulesWhole(map.items) : map.items;
    for (const pair of pairs) {
      const keySpan = spanOf(pair.key as Node | null, { start: map.range[0], end: map.range[0] + 1 });
      const valueSpan = spanOf(pair.value as Node | null, { start: keySpan.start, end: keySpan.start });
      const key = this.key(pair.key as Node | null, keySpan);
      const value = this.node(pair.value as Node | null, depth + 1, valueSpan);
      if (key === null) continue;
      if (key === '<<' && (pair.key as Scalar).type === 'PLAIN') {
        merged.push({ data: value, span: valueSpan.end > valueSpan.start ? valueSpan : keySpan });
        continue;
      }
      const earlier = spans.get(key);
      if (earlier !== undefined) {
        const { line } = this.source.placeOf(earlier.key);
        this.report(keySpan, 'duplicate-key', `expected each key once: "${key}" is already on line ${line}`);
        continue;
      }
      data[key] = value;
      spans.set(key, { source: this.source, key: keySpan, value: valueSpan });
    }
    for (const { data: source, span } of merged) this.merge(data, spans, source, span);
    this.positions.setEntries(data, spans);
    return data;
  }

  /** `<<`: what is written in the map itself goes before, and of several sources the earlier. */
  private merge(data: PlainMap, spans: Map<string | number, EntrySpan>, source: unknown, span: Span): void {
    for (const each of Array.isArray(source) ? source : [source]) {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) {
        if (!this.isBroken) this.report(span, 'bad-merge', 'expected a map, or a list of maps, to merge');
        this.isBroken = true;
        continue;
      }
      for (const [key, entry] of this.positions.entriesOf(each)) {
        if (typeof key !== 'string' || spans.has(key)) continue;
        data[key] = (each as PlainMap)[key];
        spans.set(key, entry);
      }
    }
  }

  private key(node: Node | null, span: Span): string | null {
    const data = isAlias(node)
      ? this.alias(node as Alias, span)
      : isScalar(node)
        ? this.node(node, 0, span)
        : null;
    // An unquoted `null` is a fine name for a key; a missing one is not.
    const key =
      data ?? (isScalar(node) && typeof node.value === 'string' && node.value !== '' ? node.value : null);
    if (typeof key !== 'string') {
      this.report(span, 'bad-key', 'expected text as the key');
      return null;
    }
    if (key === '__proto__') {
      this.report(span, 'forbidden-key', 'expected another key: __proto__ is not allowed as a name');
      return null;
    }
    return key;
  }

  private tagged(node: Node, data: unknown, span: Span): unknown {
    const { tag } = node as { tag?: string };
    if (tag === undefined || ignoredTag.test(tag)) return data;
    const tagSpan = this.tagSpan(tag, span);
    if (!this.tags.includes(tag)) {
      const written = this.source.text.slice(tagSpan.start, tagSpan.end);
      const help = likelyTag(tag, this.tags) ?? 'put text that begins with ! into quotes';
      this.report(
        tagSpan,
        'unknown-tag',
        `expected one of the tags ${this.tags.join(', ')}, found ${written}`,
        help,
      );
      this.isBroken = true;
      return data;
    }
    const long = plainMap();
    const key = plainFunctions.includes(tag) ? tag.slice(1) : `Fn::${tag.slice(1)}`;
    const value = tag === '!GetAtt' && typeof data === 'string' ? splitAttribute(data) : data;
    long[key] = value;
    this.positions.setEntry(long, key, { source: this.source, key: tagSpan, value: span });
    if (Array.isArray(value) && value !== data) {
      for (const index of value.keys()) {
        this.positions.setEntry(value, index, { source: this.source, key: span, value: span });
      }
    }
    return long;
  }

  /** The parser keeps no place for a tag; it precedes its node. */
  private tagSpan(tag: string, span: Span): Span {
    const short = tag.startsWith('tag:yaml.org,2002:') ? `!!${tag.slice(18)}` : tag;
    const start = this.source.text.lastIndexOf(short, span.start);
    return start === -1 ? span : { start, end: start + short.length };
  }

  /** `{ Schedule: cron(0 2 ? * MON,WED *) }`: in a flow map the comma ends the value. Says so, and puts it together. */
  private withSchedulesWhole(pairs: readonly Pair[]): Pair[] {
    const whole: Pair[] = [];
    for (let index = 0; index < pairs.length; index += 1) {
      const pair = pairs[index]!;
      whole.push(pair);
      if (!isOpenSchedule(pair.value)) continue;
      const first = pair.value as Scalar & { range: [number, number, number] };
      while (index + 1 < pairs.length && pairs[index + 1]!.value === null) {
        index += 1;
        const key = pairs[index]!.key as Scalar & { range: [number, number, number] };
        first.value = this.source.text.slice(first.range[0], key.range[1]);
        first.range = [first.range[0], key.range[1], key.range[2]];
        if (String(key.value).endsWith(')')) break;
      }
      this.reportSchedule({ start: first.range[0], end: first.range[1] });
    }
    return whole;
  }

  /** The same in a flow list. */
  private joinSchedules(items: unknown[], spans: ReadonlyMap<number, EntrySpan>): void {
    for (const [index, item] of items.entries()) {
      if (typeof item !== 'string' || !openSchedule.test(item)) continue;
      const span = spans.get(index)!.value;
      // In quotes, or without a comma behind it, it is a part that Fn::Join puts together.
      if (this.source.text.startsWith(item, span.start)) this.reportSchedule(span);
    }
  }

  private reportSchedule(span: Span): void {
    const written = this.source.text.slice(span.start, span.end);
    this.report(
      span,
      'unquoted-comma',
      'expected quotes around a schedule with a comma: inside { } and [ ] a comma ends the value',
      `write "${written}"`,
    );
  }
}

function likelyTag(tag: string, known: readonly string[]): string | null {
  const likely = nearest(tag, known);
  return likely === null ? null : `did you mean ${likely}?`;
}

const openSchedule = /^(cron|rate|at)\([^)]*$/;

function isOpenSchedule(node: unknown): boolean {
  return (
    isScalar(node) && node.type === 'PLAIN' && typeof node.value === 'string' && openSchedule.test(node.value)
  );
}

function isTemplateRoot(contents: Node | null): boolean {
  return isMap(contents) && contents.has('Resources') && !contents.has('resources') && !contents.has('fleet');
}

/**
 * `True`, `yes` and `on` are one boolean in YAML 1.1, which CloudFormation turns into the text `true`; quotes keep the text.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
function asYaml11(text: string | null): string | null {
  if (text === null) return null;
  if (/^(true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(text)) return 'true';
  return /^(false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(text) ? 'false' : text;
}

/** Null where YAML has null; else the text, which for a plain scalar is its source. */
function scalarText(node: Scalar): string | null {
  const text = typeof node.value === 'string' ? node.value : String(node.source ?? '');
  const isNull = node.type === 'PLAIN' && /^(~|null|Null|NULL|)$/.test(text);
  return isNull ? null : text;
}

/** `!GetAtt Role.Arn`: the logical id ends at the first dot, the attribute may contain more. */
function splitAttribute(text: string): string[] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function spanOf(node: Node | null, fallback: Span | null): Span {
  const range = node?.range;
  if (range === undefined || range === null) return fallback ?? { start: 0, end: 1 };
  return { start: range[0], end: range[1] };
}
