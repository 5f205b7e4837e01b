/**
 * Values of metric math, and its operators on them.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-arithmetic
 */
import { exp, ln } from '../../../kernel/math.ts';
import { MathProblem, type Operator } from './parse.ts';

/** One value for each period, the oldest first; null: the period has no datapoint. */
export type Series = readonly (number | null)[];
/** A scalar, one series, or several of them. */
export type Value = number | Series | { readonly list: readonly Series[] };

export function isList(value: Value): value is { readonly list: readonly Series[] } {
  return typeof value === 'object' && 'list' in value;
}

export function eachOf(value: Value, of: (one: number) => number): Value {
  const inSeries = (series: Series): Series => series.map((one) => (one === null ? null : finite(of(one))));
  if (typeof value === 'number') return of(value);
  return isList(value) ? { list: value.list.map(inSeries) } : inSeries(value);
}

/** What comes to no number is dropped, as AWS drops what is divided by zero. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** #metric-math-syntax-arithmetic: where one of two has no datapoint, it counts as 0; where neither has, there is none. */
export function combine(operator: Operator, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return apply(operator, left, right);
  if (isList(left) && isList(right)) {
    if (left.list.length !== right.list.length) {
      throw new MathProblem(`expected two lists of one length on the sides of ${operator}`);
    }
    return { list: left.list.map((one, index) => pairwise(operator, one, right.list[index]!)) };
  }
  if (isList(left))
    return { list: left.list.map((one) => pairwise(operator, one, right as number | Series)) };
  if (isList(right)) return { list: right.list.map((one) => pairwise(operator, left, one)) };
  return pairwise(operator, left, right);
}

function pairwise(operator: Operator, left: number | Series, right: number | Series): Series {
  const length = typeof left === 'number' ? (right as Series).length : left.length;
  return Array.from({ length }, (_, index) => {
    const a = typeof left === 'number' ? null : left[index]!;
    const b = typeof right === 'number' ? null : right[index]!;
    if (a === null && b === null) return null;
    const one = typeof left === 'number' ? left : (a ?? 0);
    return finite(apply(operator, one, typeof right === 'number' ? right : (b ?? 0)));
  });
}

function apply(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '^':
      return power(a, b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case 'AND':
      return Number(a !== 0 && b !== 0);
    case 'OR':
      return Number(a !== 0 || b !== 0);
  }
}

/** By multiplication, or by logarithms that are the same on every machine. */
function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 1000) return exp(exponent * ln(base));
  let product = 1;
  for (let count = 0; count < Math.abs(exponent); count += 1) product *= base;
  return exponent < 0 ? 1 / product : product;
}
