/**
 * Selectors as they are written in runbooks, cut into their parts: `$.Reservations[0].Instances..InstanceId`. AWS takes some that
 * RFC 9535 does not: without `$.`, with a dot before a bracket, with names in quotes after a dot, with a function at the end.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */

/** `descends`: two dots stand before it, so that it may lie at any depth. */
interface PartOf<Kind extends string> {
  readonly kind: Kind;
  readonly descends: boolean;
}
export type PathPart =
  | (PartOf<'name'> & { readonly name: string })
  | (PartOf<'index'> & { readonly index: number })
  | PartOf<'all'>
  /** A filter, a slice, or several names, as written between the brackets. */
  | (PartOf<'chosen'> & { readonly text: string });

export interface SelectorPath {
  readonly parts: readonly PathPart[];
  /** `.length()` at the end: how many there are instead of what they are. */
  readonly counts: boolean;
}

const charactersMax = 2000;
const bareName = /[^.[\]'"\s][^.[\]]*/y;
const quotedName = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;

/** A runbook over many targets asks for the same few again and again. */
const known = new Map<string, SelectorPath | null>();
const knownMax = 1000;

/** Null: it is no path. */
export function pathOf(selector: string): SelectorPath | null {
  const before = known.get(selector);
  if (before !== undefined) return before;
  if (known.size >= knownMax) known.clear();
  const path = read(selector);
  known.set(selector, path);
  return path;
}

function read(selector: string): SelectorPath | null {
  const written = selector.trim();
  if (written === '' || written.length > charactersMax) return null;
  const [, path, counted] = /^(.*?)(\.(?:length|size)\(\))?$/s.exec(written)!;
  const parts = new PathReader(path!).read();
  return parts === null || canRunAway(parts) ? null : { parts, counts: counted !== undefined };
}

/** What several of these find together is their product; patterns of a filter may take longer than that. */
function canRunAway(parts: readonly PathPart[]): boolean {
  const filters = parts.map((part) => (part.kind === 'chosen' ? part.text : '')).join();
  return (
    parts.length > 60 ||
    parts.filter(({ descends }) => descends).length > 3 ||
    filters.split('?').length > 5 ||
    /\b(?:match|search)\s*\(/.test(filters)
  );
}

/** Whether it leads to one place at most, so that what is found there is the value, and no list of values. */
export function isDefinite({ parts }: SelectorPath): boolean {
  return parts.every(({ kind, descends }) => !descends && (kind === 'name' || kind === 'index'));
}

class PathReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith('$')) this.at = 1;
  }

  read(): readonly PathPart[] | null {
    const parts: PathPart[] = [];
    while (this.at < this.text.length) {
      const descends = this.text.startsWith('..', this.at);
      if (descends) this.at += 2;
      else if (this.text[this.at] === '.') this.at += 1;
      else if (this.text[this.at] !== '[' && !(parts.length === 0 && this.at === 0)) return null;
      const part = this.text[this.at] === '[' ? this.bracketed(descends) : this.named(descends);
      if (part === null) return null;
      parts.push(part);
    }
    return parts;
  }

  private named(descends: boolean): PathPart | null {
    const quoted = this.take(quotedName);
    if (quoted !== null) return { kind: 'name', descends, name: unescaped(quoted[1] ?? quoted[2]!) };
    const name = this.take(bareName)?.[0].trimEnd();
    if (name === undefined) return null;
    return name === '*' ? { kind: 'all', descends } : { kind: 'name', descends, name };
  }

  private bracketed(descends: boolean): PathPart | null {
    const end = this.closingBracket();
    if (end === null) return null;
    const text = this.text.slice(this.at + 1, end).trim();
    this.at = end + 1;
    if (text === '*') return { kind: 'all', descends };
    if (/^-?\d{1,9}$/.test(text)) return { kind: 'index', descends, index: Number(text) };
    const [, single, double] = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")$/.exec(text) ?? [];
    const name = single ?? double;
    if (name !== undefined) return { kind: 'name', descends, name: unescaped(name) };
    return text === '' ? null : { kind: 'chosen', descends, text };
  }

  /** Brackets in quotes, and those of filters within filters, do not count. */
  private closingBracket(): number | null {
    let [depth, quote] = [0, ''];
    for (let at = this.at; at < this.text.length; at += 1) {
      const letter = this.text[at]!;
      if (quote !== '') {
        if (letter === '\\') at += 1;
        else if (letter === quote) quote = '';
      } else if (letter === "'" || letter === '"') quote = letter;
      else if (letter === '[') depth += 1;
      else if (letter === ']') {
        depth -= 1;
        if (depth === 0) return at;
      }
    }
    return null;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at = pattern.lastIndex;
    return match;
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

/** As RFC 9535 writes it. */
export function standardPath({ parts }: SelectorPath): string {
  return `$${parts.map((part) => `${part.descends ? '..' : ''}[${insideBrackets(part)}]`).join('')}`;
}

function insideBrackets(part: PathPart): string {
  if (part.kind === 'name') return `'${part.name.replaceAll(/['\\]/g, '\\$&')}'`;
  if (part.kind === 'index') return String(part.index);
  return part.kind === 'all' ? '*' : part.text;
}
