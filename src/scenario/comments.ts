/** Comments of a YAML text, which its data know nothing of. */
import { Lexer } from 'yaml';

export interface Comment {
  /** Without the `#`, trimmed. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Only blanks precede it on its line. */
  readonly isAlone: boolean;
  /** No data stand before it. */
  readonly isOnTop: boolean;
}

/** What the lexer puts in for its own use stands for no text. */
const marks = ['\u0002', '\u0018', '\u001f'];

/** A `#` within quotes or a block of text begins no comment: the lexer knows. */
export function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let column = 1;
  let isAlone = true;
  let isOnTop = true;
  for (const token of new Lexer().lex(text)) {
    if (marks.includes(token)) continue;
    if (token.startsWith('#')) {
      comments.push({ text: token.slice(1).trim(), line, column, isAlone, isOnTop });
    } else if (token.trim() !== '' && token !== '\ufeff') {
      isAlone = false;
      isOnTop &&= token === '---';
    }
    const lines = token.split('\n');
    if (lines.length > 1) {
      line += lines.length - 1;
      column = lines.at(-1)!.length + 1;
      isAlone = lines.at(-1)!.trim() === '';
    } else column += token.length;
  }
  return comments;
}
