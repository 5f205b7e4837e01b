/** What an editor, and the reference page, say of a key. */
export interface Meaning {
  readonly says: string;
  /** As a user would write it, where the field itself does not know. */
  readonly default?: unknown;
  /** What each of its words means. */
  readonly words?: Readonly<Record<string, string>>;
  /** As they would stand in a file. */
  readonly examples?: readonly unknown[];
  /** What an editor writes for it; `$1`, `$2` are where the cursor goes. */
  readonly snippet?: unknown;
}

/** By path, or by the end of one: the longest end that is known counts. A field may say itself what it is. */
export type Meanings = Readonly<Record<string, string | Partial<Meaning>>>;

/** Where the cursor goes, and the text there until something is typed. */
export function stop(number: number, text: string): string {
  return `\${${number}:${text}}`;
}
