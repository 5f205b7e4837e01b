/**
 * Expressions of metric math, as text and as a tree. Written by hand: an expression comes from a file of the user and is never
 * run as code.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  /** A metric or another expression, by its Id. */
  | { readonly kind: 'id'; readonly id: string }
  /** A word such as REPEAT, which some functions take. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<=' | '>=' | '<' | '>' | 'AND' | 'OR';

export class MathProblem extends Error {}

/** Of an expression of an alarm; AWS's own limit. */
const charactersMax = 2048;
const depthMax = 50;

/** From those that bind least. */
const levels: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

const token =
  /\s*(?:([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|"([^"]*)"|'([^']*)'|([A-Za-z][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign';
  readonly text: string;
}

/** The tree, or what is wrong with the text. */
export function parseExpression(text: string): Expression | MathProblem {
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof MathProblem) return error;
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  if (text.length > charactersMax) throw new MathProblem(`expected at most ${charactersMax} characters`);
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      throw new MathProblem(`cannot read the expression from \`${text.slice(at, at + 20).trim()}\``);
    const [, number, double, single, name, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: (double ?? single)! });
  }
  return tokens;
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    const expression = this.level(0);
    if (this.at < this.tokens.length) throw new MathProblem(`unexpected \`${this.tokens[this.at]!.text}\``);
    return expression;
  }

  private level(number: number): Expression {
    if (number === levels.length) return this.unary();
    let left = this.level(number + 1);
    for (;;) {
      const operator = levels[number]!.find((one) => this.isNext(one));
      if (operator === undefined) return left;
      this.at += 1;
      const right = this.level(number + 1);
      left = { kind: 'operation', operator: plain(operator), left, right };
    }
  }

  private unary(): Expression {
    if (!this.isNext('-')) return this.power();
    this.at += 1;
    return this.deeper(() => ({ kind: 'negative', of: this.unary() }));
  }

  /** `2^3^2` is `2^(3^2)`. */
  private power(): Expression {
    const left = this.primary();
    if (!this.isNext('^')) return left;
    this.at += 1;
    return this.deeper(() => ({ kind: 'operation', operator: '^', left, right: this.unary() }));
  }

  private primary(): Expression {
    const next = this.tokens[this.at];
    if (next === undefined) throw new MathProblem('the expression ends too early');
    this.at += 1;
    if (next.kind === 'number') return { kind: 'number', value: Number(next.text) };
    if (next.kind === 'text') return { kind: 'text', text: next.text };
    if (next.kind === 'name') return this.named(next.text);
    if (next.text === '(') {
      const inside = this.deeper(() => this.level(0));
      this.expect(')');
      return inside;
    }
    if (next.text === '[') return { kind: 'list', items: this.items(']') };
    throw new MathProblem(`unexpected \`${next.text}\``);
  }

  private named(name: string): Expression {
    if (this.isNext('(')) {
      this.at += 1;
      return { kind: 'call', name, arguments: this.items(')') };
    }
    return /^[a-z]/.test(name) ? { kind: 'id', id: name } : { kind: 'word', word: name };
  }

  private items(end: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    if (this.isNext(end)) {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.deeper(() => this.level(0)));
      if (this.isNext(end)) break;
      this.expect(',');
    }
    this.at += 1;
    return items;
  }

  private deeper(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > depthMax) throw new MathProblem(`expected at most ${depthMax} levels`);
    const expression = read();
    this.depth -= 1;
    return expression;
  }

  private isNext(text: string): boolean {
    const next = this.tokens[this.at];
    return next !== undefined && next.kind !== 'text' && next.kind !== 'number' && next.text === text;
  }

  private expect(text: string): void {
    if (!this.isNext(text)) throw new MathProblem(`expected \`${text}\``);
    this.at += 1;
  }
}

function plain(operator: string): Operator {
  if (operator === '&&') return 'AND';
  return (operator === '||' ? 'OR' : operator) as Operator;
}

/** Every Id that it names. */
export function idsIn(expression: Expression): Set<string> {
  const found = new Set<string>();
  walk(expression, (one) => {
    if (one.kind === 'id') found.add(one.id);
  });
  return found;
}

export function walk(expression: Expression, visit: (one: Expression) => void): void {
  visit(expression);
  switch (expression.kind) {
    case 'list':
      for (const item of expression.items) walk(item, visit);
      break;
    case 'call':
      for (const item of expression.arguments) walk(item, visit);
      break;
    case 'negative':
      walk(expression.of, visit);
      break;
    case 'operation':
      walk(expression.left, visit);
      walk(expression.right, visit);
      break;
    default:
  }
}
