/** Data as it was read, before it means anything: maps, lists and texts. */
export type PlainMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that was found, in a few words for a message. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  return text.length > 60 ? `"${text.slice(0, 57)}…"` : `"${text}"`;
}

/** Of a map its keys. A name that fails to be read still exists: saying that it does not would be a second error for one mistake. */
export function namesIn(raw: unknown): string[] {
  return isMap(raw) ? Object.keys(raw) : [];
}
