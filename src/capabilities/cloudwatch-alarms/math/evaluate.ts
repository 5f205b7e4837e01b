/**
 * What an expression of metric math comes to.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
import { ln } from '../../../kernel/math.ts';
import { combine, eachOf, finite, isList, type Series, type Value } from './arithmetic.ts';
import { type Expression, MathProblem } from './parse.ts';

export interface MathContext {
  readonly periodSeconds: number;
  /** How many periods each series has. */
  readonly length: number;
  /** By Id, of metrics and of other expressions. */
  readonly valueFor: (id: string) => Value;
  /** Of metrics alone: what METRICS() returns, with their Ids. */
  readonly metrics: () => readonly (readonly [id: string, series: Series])[];
}

export function evaluate(expression: Expression, context: MathContext): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'id':
      return context.valueFor(expression.id);
    case 'list':
      return { list: expression.items.flatMap((item) => seriesIn(evaluate(item, context), context)) };
    case 'negative':
      return eachOf(evaluate(expression.of, context), (value) => -value);
    case 'operation': {
      const { operator, left, right } = expression;
      return combine(operator, evaluate(left, context), evaluate(right, context));
    }
    case 'call':
      return called(expression.name, expression.arguments, context);
    case 'text':
      throw new MathProblem(`unexpected text "${expression.text}"`);
    case 'word':
      throw new MathProblem(`unexpected \`${expression.word}\`: an Id begins with a lowercase letter`);
  }
}

/** A scalar in a list is a series of it. */
function seriesIn(value: Value, { length }: MathContext): readonly Series[] {
  if (typeof value === 'number') return [Array.from({ length }, () => value)];
  return isList(value) ? value.list : [value];
}

type Given = readonly Expression[];

/** Of one series they are a scalar; of several they are one series. */
const summaries: Readonly<
  Record<string, { readonly of: (values: readonly number[]) => number; readonly countsMissing?: true }>
> = {
  SUM: { of: sum },
  MIN: { of: (values) => values.reduce((a, b) => Math.min(a, b)) },
  MAX: { of: (values) => values.reduce((a, b) => Math.max(a, b)) },
  AVG: { of: mean, countsMissing: true },
  STDDEV: { of: deviation },
  DATAPOINT_COUNT: { of: (values) => values.length },
};

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((one) => (one - middle) * (one - middle))));
}

const ofEach: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: ln,
  LOG10: (value) => ln(value) / ln(10),
};

/** Of one series at a time, looking back at what is before a datapoint. */
const ofSeries: Readonly<Record<string, (series: Series, periodSeconds: number) => Series>> = {
  DIFF: (series) => fromPrevious(series, (value, before) => value - before),
  DIFF_TIME: (series, seconds) => fromPrevious(series, (_value, _before, periods) => periods * seconds),
  RATE: (series, seconds) =>
    fromPrevious(series, (value, before, periods) => (value - before) / (periods * seconds)),
  RUNNING_SUM(series) {
    let total = 0;
    return series.map((one) => {
      total += one ?? 0;
      return one === null ? null : total;
    });
  },
};

function fromPrevious(
  series: Series,
  of: (value: number, before: number, periods: number) => number,
): Series {
  let last = -1;
  return series.map((value, index) => {
    if (value === null) return null;
    const before = last < 0 ? null : series[last]!;
    const periods = index - last;
    last = index;
    return before === null ? null : of(value, before, periods);
  });
}

function called(name: string, given: Given, context: MathContext): Value {
  const summary = own(summaries, name);
  if (summary !== undefined) return summarized(summary, only(name, given, context), context);
  const each = own(ofEach, name);
  if (each !== undefined) return eachOf(only(name, given, context), each);
  const look = own(ofSeries, name);
  if (look !== undefined) {
    const value = only(name, given, context);
    if (typeof value === 'number') throw new MathProblem(`${name}: expected a time series, found a number`);
    const of = (series: Series) => look(series, context.periodSeconds);
    return isList(value) ? { list: value.list.map(of) } : of(value);
  }
  return special(name, given, context);
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function summarized(
  { of, countsMissing }: (typeof summaries)[string],
  value: Value,
  { length }: MathContext,
): Value {
  if (typeof value === 'number') return value;
  if (!isList(value)) {
    const real = value.filter((one) => one !== null);
    return real.length === 0 ? 0 : of(real);
  }
  return Array.from({ length }, (_, index) => {
    const at = value.list.map((series) => series[index]!);
    const real = at.filter((one) => one !== null);
    if (real.length === 0) return null;
    return finite(of(countsMissing === true ? at.map((one) => one ?? 0) : real));
  });
}

function special(name: string, given: Given, context: MathContext): Value {
  const { length, periodSeconds } = context;
  switch (name) {
    case 'METRICS':
      return { list: metricsNamed(given, context) };
    case 'METRIC_COUNT':
      return seriesIn(only(name, given, context), context).length;
    case 'PERIOD':
      only(name, given, context);
      return periodSeconds;
    case 'TIME_SERIES': {
      const value = only(name, given, context);
      if (typeof value !== 'number') throw new MathProblem('TIME_SERIES: expected a number');
      return Array.from({ length }, () => value);
    }
    case 'REMOVE_EMPTY': {
      const all = seriesIn(only(name, given, context), context);
      return { list: all.filter((series) => series.some((one) => one !== null)) };
    }
    case 'FIRST':
    case 'LAST': {
      const all = seriesIn(only(name, given, context), context);
      return (name === 'FIRST' ? all[0] : all.at(-1)) ?? Array.from({ length }, () => null);
    }
    case 'FILL':
      return filled(given, context);
    case 'IF':
      return chosen(given, context);
    default:
      throw new MathProblem(`unknown function ${name}; functions are written in uppercase letters`);
  }
}

function only(name: string, given: Given, context: MathContext): Value {
  if (given.length !== 1) throw new MathProblem(`${name}: expected one argument, found ${given.length}`);
  return evaluate(given[0]!, context);
}

function metricsNamed(given: Given, { metrics }: MathContext): readonly Series[] {
  const [part] = given;
  if (part === undefined) return metrics().map(([, series]) => series);
  if (given.length > 1 || part.kind !== 'text') throw new MathProblem('METRICS: expected a text, or nothing');
  return metrics().flatMap(([id, series]) => (id.includes(part.text) ? [series] : []));
}

function filled(given: Given, context: MathContext): Value {
  const [of, by] = given;
  if (of === undefined || by === undefined || given.length > 2) {
    throw new MathProblem('FILL: expected a time series and what to fill it with');
  }
  const value = evaluate(of, context);
  if (typeof value === 'number') throw new MathProblem('FILL: expected a time series, found a number');
  const fill = fillerOf(by, context);
  return isList(value) ? { list: value.list.map(fill) } : fill(value);
}

function fillerOf(by: Expression, context: MathContext): (series: Series) => Series {
  if (by.kind === 'word' && by.word === 'REPEAT') {
    return (series) => {
      let last: number | null = null;
      return series.map((one) => {
        last = one ?? last;
        return last;
      });
    };
  }
  if (by.kind === 'word' && by.word === 'LINEAR')
    return (series) => series.map((one, at) => one ?? between(series, at));
  const value = evaluate(by, context);
  if (typeof value === 'number') return (series) => series.map((one) => one ?? value);
  if (isList(value)) throw new MathProblem('FILL: expected a number, one time series, REPEAT or LINEAR');
  return (series) => series.map((one, index) => one ?? value[index]!);
}

/** On the line between the datapoints before and after. */
function between(series: Series, at: number): number | null {
  const before = series.findLastIndex((one, index) => index < at && one !== null);
  const after = series.findIndex((one, index) => index > at && one !== null);
  if (before < 0 || after < 0) return null;
  const [from, to] = [series[before]!, series[after]!];
  return from + ((to - from) * (at - before)) / (after - before);
}

/** #using-IF-expressions: `IF(condition, trueValue, falseValue)`, judged for each period by itself. */
function chosen(given: Given, context: MathContext): Value {
  if (given.length < 2 || given.length > 3) {
    throw new MathProblem('IF: expected a condition, a value, and perhaps another value');
  }
  const [condition, yes, no = null] = given.map((one) => {
    const value = evaluate(one, context);
    if (isList(value)) throw new MathProblem('IF: expected numbers and single time series');
    return value;
  });
  const at = (value: number | Series | null, index: number): number | null =>
    value === null || typeof value === 'number' ? value : value[index]!;
  const all = [condition!, yes!, no];
  if (all.every((one) => typeof one === 'number')) return (condition === 0 ? no : yes) as number;
  return Array.from({ length: context.length }, (_, index) => {
    const holds = at(condition!, index);
    if (holds === null) return null;
    return holds === 0 ? at(no, index) : (at(yes!, index) ?? 0);
  });
}
