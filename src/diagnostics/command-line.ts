/** A command line that people can paste. */
import { isUnsafe, unicodeEscape, unsafeSigns } from './safe-text.ts';

export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** As a shell takes it. */
function quoted(word: string): string {
  // ANSI-C quoting, so that the line stays one line and shows what it holds.
  if (isUnsafe(word)) return `$'${word.replaceAll(/[\\']/g, '\\$&').replaceAll(unsafeSigns, unicodeEscape)}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
