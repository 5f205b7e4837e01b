/** `--vary KEY=A,B,C`: settings to be set side by side, from the command line. */
import { type GridKey, gridOf as gridOfKeys, gridSizeOf, variantsMax } from '../scenario/grid.ts';
import { type Override, parseKey, valueAsText } from '../scenario/overrides.ts';

export interface Vary {
  readonly key: string;
  /** As written; each is YAML. */
  readonly values: readonly string[];
}

export interface Variant {
  readonly name: string;
  /** For `loadScenario`, after those of `--set`. */
  readonly overrides: readonly Override[];
}

/** What is wrong, and what to do. */
export interface VaryMistake {
  readonly error: string;
}

const example = 'such as Install.MaxConcurrency=5%,10%,25%';

export function parseVary(text: string): Vary | VaryMistake {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=(.*)$/s.exec(text);
  if (match === null) {
    return /["'].*=/s.test(text)
      ? {
          error: `a quotation mark in the key is not closed; in a shell write 'fleet.web.tags."Patch Group"=a,b'`,
        }
      : { error: `expected KEY=VALUE,VALUE, ${example}` };
  }
  const key = match[1]!.trim();
  if (parseKey(key) === null) {
    return { error: `expected a dot path before the equals sign, such as fleet.web.count, found "${key}"` };
  }
  const values = splitAtCommas(match[2]!);
  return 'error' in values ? values : checked(key, values);
}

function checked(key: string, values: readonly string[]): Vary | VaryMistake {
  if (values.every((value) => value === '')) {
    return { error: `expected values after the equals sign, ${example}` };
  }
  if (values.includes('')) {
    return {
      error: `expected a value before and after each comma; an empty text is "", and nothing at all is null`,
    };
  }
  const seen = new Map<string, string>();
  for (const value of values) {
    const text = valueAsText(value);
    const earlier = seen.get(text);
    if (earlier !== undefined) {
      const same = earlier === value ? `${value} twice` : `${earlier} and ${value}, which are the same`;
      return { error: `expected each value once, found ${same}` };
    }
    seen.set(text, value);
  }
  return { key, values };
}

const closingOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** At those commas that are in no brackets and no quotes. Within plain text an apostrophe is no quote, as in YAML. */
function splitAtCommas(text: string): string[] | VaryMistake {
  const values: string[] = [];
  const open: { readonly sign: string; readonly at: number }[] = [];
  let from = 0;
  let isAtBeginning = true;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (isAtBeginning && (sign === '"' || sign === "'")) {
      const end = endOfQuote(text, at);
      if (end === null) return { error: `expected a closing ${sign} for ${text.slice(at)}` };
      at = end;
      isAtBeginning = false;
    } else if (sign in closingOf) {
      open.push({ sign, at });
      isAtBeginning = true;
    } else if (sign === ')' || sign === ']' || sign === '}') {
      const opened = open.pop();
      if (opened === undefined) return { error: `expected an opening bracket before ${text.slice(at)}` };
      const closing = closingOf[opened.sign]!;
      if (sign !== closing) {
        return { error: `expected ${closing} before ${sign}, for ${text.slice(opened.at, at + 1)}` };
      }
      isAtBeginning = false;
    } else if (sign === ',' && open.length === 0) {
      values.push(text.slice(from, at).trim());
      from = at + 1;
      isAtBeginning = true;
    } else if (/[,:]/.test(sign)) isAtBeginning = true;
    else if (!/\s/.test(sign)) isAtBeginning = false;
  }
  const opened = open.at(-1);
  if (opened !== undefined) {
    return { error: `expected a closing ${closingOf[opened.sign]} for ${text.slice(opened.at)}` };
  }
  return [...values, text.slice(from).trim()];
}

/** Where the quotation that begins at `at` ends; null: it does not. */
function endOfQuote(text: string, at: number): number | null {
  const quote = text.charAt(at) === '"' ? /"(?:[^"\\]|\\.)*"/sy : /'(?:[^']|'')*'/sy;
  quote.lastIndex = at;
  return quote.test(text) ? quote.lastIndex - 1 : null;
}

/** Every combination, the first key slowest, as variants with names of their own. */
export function gridOf(varies: readonly Vary[]): readonly Variant[] | VaryMistake {
  const twice = varies.find(({ key }, index) => varies.findIndex((other) => other.key === key) < index);
  if (twice !== undefined) {
    return { error: `expected ${twice.key} once: write all its values behind one equals sign` };
  }
  const keys = varies.map(
    ({ key, values }): GridKey<string> => ({
      key,
      values: values.map((value) => ({ written: value, value })),
    }),
  );
  const size = gridSizeOf(keys);
  if (size > variantsMax) {
    const product = varies.map(({ values }) => values.length).join(' × ');
    const found = varies.length === 1 ? product : `${product} = ${size}`;
    return {
      error: `expected at most ${variantsMax} variants, found ${found}: vary fewer settings at once, or fewer values`,
    };
  }
  return gridOfKeys(keys).map(({ name, settings }) => ({
    name,
    overrides: settings.map((setting) => ({ ...setting, option: '--vary' })),
  }));
}

/** Variants with different seeds do not have the same random draws: their differences are not paired. */
export function variesSeed(variants: readonly { readonly overrides: readonly Override[] }[]): boolean {
  return variants.some(({ overrides }) => overrides.some(({ key }) => isSeed(key)));
}

function isSeed(key: string): boolean {
  const path = parseKey(key);
  return path?.length === 1 && path[0] === 'seed';
}
