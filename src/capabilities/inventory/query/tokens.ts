/** The words of a condition, with their places. */

export interface Token {
  readonly text: string;
  /** Place of its first sign, from 0. */
  readonly at: number;
  readonly isQuoted: boolean;
}

export interface Failure {
  readonly at: number;
  readonly problem: string;
  readonly help?: string;
}

export function isFailure(one: object): one is Failure {
  return 'problem' in one;
}

const signs = ['!=', '<=', '>=', '=', '<', '>'];

export function tokensOf(text: string): readonly Token[] | Failure {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    const quote = text[at]!;
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, at + 1);
      if (end < 0) return { at, problem: `expected ${quote} at the end of the value` };
      tokens.push({ text: text.slice(at + 1, end), at, isQuoted: true });
      at = end + 1;
      continue;
    }
    const sign = signs.find((one) => text.startsWith(one, at));
    const word = sign ?? /^[^\s=!<>"']+|^./.exec(text.slice(at))![0];
    tokens.push({ text: word, at, isQuoted: false });
    at += word.length;
  }
  return tokens;
}
