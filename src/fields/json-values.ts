/** JSON within a file: text in quotes is text, and `300`, `true` and `null` without them are not. */

import type { Json } from '../aws/event-matching.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from './context.ts';
import { Unknown } from './unknown.ts';

interface Written {
  readonly context: Pick<LoadContext, 'isQuoted'>;
  /** Whether the file has plain text there, and not a function that returns it. */
  readonly references: { isText(path: DataPath): boolean };
}

const number = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Null: a part of it only a deployment decides. */
export function jsonOf(raw: unknown, path: DataPath, written: Written): { readonly value: Json } | null {
  let isWhole = true;
  const read = (part: unknown, at: DataPath): Json => {
    if (part instanceof Unknown) isWhole = false;
    if (Array.isArray(part)) return part.map((item, index) => read(item, [...at, index]));
    if (isMap(part)) {
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, read(item, [...at, key])]));
    }
    if (typeof part !== 'string') return null;
    const isPlain = written.references.isText(at) && !written.context.isQuoted(at);
    return isPlain ? plainScalar(part) : part;
  };
  const value = read(raw, path);
  return isWhole ? { value } : null;
}

/** Null: it is no JSON text. */
export function parsedJson(text: string): { readonly value: Json } | null {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}

/** As YAML reads a scalar without quotes. */
function plainScalar(text: string): Json {
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  return number.test(text) ? Number(text) : text;
}
