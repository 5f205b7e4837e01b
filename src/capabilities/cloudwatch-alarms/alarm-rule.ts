/**
 * The rule of a composite alarm: functions of the states of other alarms, with AND, OR, NOT and parentheses.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
import type { AlarmState } from './rules.ts';

export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** `alarm`: its name or its ARN. */
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule };

export class RuleProblem extends Error {}

const charactersMax = 10_240;
const depthMax = 50;
const token =
  /\s*(?:(AND|OR|NOT|TRUE|FALSE)\b|(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^()"'\s]+))\s*\)|([()]))/y;

type Token = { readonly word: string } | { readonly state: AlarmState; readonly alarm: string };

export function parseAlarmRule(text: string): AlarmRule | RuleProblem {
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof RuleProblem) return error;
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  if (text.length > charactersMax) throw new RuleProblem(`expected at most ${charactersMax} characters`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      throw new RuleProblem(`cannot read the rule from \`${text.slice(at, at + 30).trim()}\``);
    const [, word, state, double, single, bare, parenthesis] = found;
    if (state === undefined) tokens.push({ word: (word ?? parenthesis)! });
    else tokens.push({ state: state as AlarmState, alarm: (double ?? single ?? bare)! });
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

  whole(): AlarmRule {
    const rule = this.either();
    if (this.at < this.tokens.length) throw new RuleProblem(`expected AND or OR after part ${this.at}`);
    return rule;
  }

  private either(): AlarmRule {
    let left = this.both();
    while (this.takes('OR')) left = { kind: 'or', left, right: this.both() };
    return left;
  }

  private both(): AlarmRule {
    let left = this.one();
    while (this.takes('AND')) left = { kind: 'and', left, right: this.one() };
    return left;
  }

  private one(): AlarmRule {
    this.depth += 1;
    if (this.depth > depthMax) throw new RuleProblem(`expected at most ${depthMax} levels`);
    const rule = this.operand();
    this.depth -= 1;
    return rule;
  }

  private operand(): AlarmRule {
    if (this.takes('NOT')) return { kind: 'not', of: this.one() };
    if (this.takes('TRUE')) return { kind: 'constant', value: true };
    if (this.takes('FALSE')) return { kind: 'constant', value: false };
    if (this.takes('(')) {
      const inside = this.either();
      if (!this.takes(')')) throw new RuleProblem('expected `)`');
      return inside;
    }
    const next = this.tokens[this.at];
    if (next === undefined || !('state' in next)) {
      throw new RuleProblem('expected ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE or FALSE');
    }
    this.at += 1;
    return { kind: 'state', ...next };
  }

  private takes(word: string): boolean {
    const next = this.tokens[this.at];
    if (next === undefined || !('word' in next) || next.word !== word) return false;
    this.at += 1;
    return true;
  }
}

/** Names or ARNs of the alarms that it asks. */
export function alarmsIn(rule: AlarmRule): string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsIn(rule.of);
    default:
      return [...alarmsIn(rule.left), ...alarmsIn(rule.right)];
  }
}

export function holds(rule: AlarmRule, stateOf: (alarm: string) => AlarmState | null): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}
