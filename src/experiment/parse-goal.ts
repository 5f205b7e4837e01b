/** Goals, constraints and margins as people write them. Whether a metric exists, the command line knows. */

import type { MetricMeaning } from '../capability/metrics.ts';
import { parseDuration } from '../fields/quantities.ts';
import type { MetricTable } from '../result/metric-table.ts';
import type { Constraint, ConstraintOperator, ConstraintStatistic, Goal } from './goal.ts';
import type { Margin } from './margin.ts';

/** What was expected, and, where there is a likely one, what was meant. */
export class Refusal {
  readonly message: string;
  readonly help: string | null;

  constructor(message: string, help: string | null = null) {
    this.message = message;
    this.help = help;
  }
}

/** `min task.Install.minutes`. */
export function parseGoal(text: string): Goal | Refusal {
  const expected = 'expected min or max and a metric, such as "min task.Install.minutes"';
  const words = wordsOf(text);
  const [direction, ...rest] = words;
  if (direction === undefined) return new Refusal(expected);
  const meant = /^min/i.test(direction) ? 'min' : /^max/i.test(direction) ? 'max' : null;
  if (meant === null) {
    return new Refusal(expected, words.length === 1 ? `did you mean "min ${direction}"?` : null);
  }
  if (rest.length === 0) return new Refusal(expected, 'the metric is missing');
  if (direction !== meant) return new Refusal(expected, `did you mean "${meant} ${rest.join(' ')}"?`);
  if (/[<>=]/.test(text)) return new Refusal(expected, 'a limit belongs into --subject-to');
  if (isStatisticLike(rest.at(-1)!) && rest.length > 1) {
    return new Refusal(
      `expected a metric only, since its mean is used: leave out ${rest.at(-1)}`,
      `a limit may be on a quantile: --subject-to '${rest.join(' ')} <= …'`,
    );
  }
  return { direction: meant, metric: rest.join(' ') };
}

const constraintExample =
  'a metric and its limit, such as "task.Install.failed p95 <= 8", "task.Install.completed >= 99%" or "task.Install.minutes mean <= 90"';
const statistics: readonly ConstraintStatistic[] = ['mean', 'p5', 'p50', 'p95', 'share'];
const operators: Readonly<Record<string, ConstraintOperator>> = {
  '>=': 'atLeast',
  '<=': 'atMost',
  '>': 'above',
  '<': 'below',
};
const meantOperators: Readonly<Record<string, string>> = { '=>': '>=', '=<': '<=', '≥': '>=', '≤': '<=' };

/** `task.Install.failed p95 <= 8`: metric, statistic (the mean, or of a yes or no the share), comparison, limit. */
export function parseConstraint(text: string, metrics: MetricTable): Constraint | Refusal {
  const [, left, symbol, right] = /^([^<>=!≤≥]*)(===?|=>|=<|>=|<=|!=|<>|=|<|>|≤|≥)(.*)$/.exec(text) ?? [];
  if (left === undefined || symbol === undefined || right === undefined) {
    return new Refusal(`expected ${constraintExample}`);
  }
  const named = metricAndStatistic(left, metrics);
  if (named instanceof Refusal) return named;
  const bound = right.trim();
  const operator = operators[symbol];
  if (operator === undefined) return refuseOperator(symbol, left.trim(), bound, named.metric);
  if (bound === '') return new Refusal(`expected ${constraintExample}`, `nothing follows ${symbol}`);
  const number = readLimit(bound, symbol, operator, named);
  if (number instanceof Refusal) return number;
  return {
    text: `${left.trim().replaceAll(/\s+/g, ' ')} ${symbol} ${bound}`,
    metric: named.metric,
    statistic: named.statistic,
    operator,
    bound: number,
  };
}

/** `5%` or `0.5`, as of `--pick-within` and `--min-difference`. */
export function parseMargin(text: string): Margin | Refusal {
  const [, number, percent] = /^\s*([0-9]+(?:\.[0-9]+)?)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === undefined) {
    return new Refusal(
      'expected a share of the mean, such as 5%, or a number in the unit of the metric, such as 0.5',
    );
  }
  const value = Number(number);
  return percent === '%' ? { relative: value / 100 } : { absolute: value };
}

interface Named {
  readonly metric: string;
  /** Null for what is no metric: the command line refuses it by name, with the one that was meant. */
  readonly meaning: MetricMeaning | null;
  readonly statistic: ConstraintStatistic;
}

function metricAndStatistic(left: string, metrics: MetricTable): Named | Refusal {
  const words = wordsOf(left);
  const last = words.at(-1);
  if (last === undefined) return new Refusal(`expected ${constraintExample}`, 'the metric is missing');
  const isBare = words.length === 1 || (last.includes('.') && !isStatisticLike(last));
  const metric = (isBare ? words : words.slice(0, -1)).join(' ');
  const meaning = metrics.find(metric) ?? null;
  const yesOrNo = meaning?.kind === 'yesOrNo';
  if (isBare) return { metric, meaning, statistic: yesOrNo ? 'share' : 'mean' };
  const statistic = statistics.find((one) => one === last);
  if (statistic === undefined) return refuseStatistic(last);
  if (yesOrNo && statistic !== 'share') {
    return new Refusal(
      `expected a limit on the share of runs: ${metric} is a yes or no`,
      `leave out ${last}`,
    );
  }
  if (!yesOrNo && statistic === 'share' && meaning !== null) {
    return new Refusal(
      `expected mean, p5, p50 or p95: ${metric} is a number, and has no share`,
      `"${metric} p95 <= 8" says that it is at most 8 in 95% of runs`,
    );
  }
  return { metric, meaning, statistic };
}

function refuseStatistic(word: string): Refusal {
  const help = /^(min|max)/i.test(word)
    ? 'the smallest and the largest change with the number of runs: take p5 or p95'
    : /^(avg|average)$/i.test(word)
      ? 'did you mean mean?'
      : /^median$/i.test(word)
        ? 'did you mean p50?'
        : null;
  return new Refusal(`expected mean, p5, p50, p95 or share after the metric, found ${word}`, help);
}

function refuseOperator(symbol: string, left: string, bound: string, metric: string): Refusal {
  const expected = 'expected >=, <=, > or < before the limit';
  const meant = meantOperators[symbol];
  if (meant !== undefined) return new Refusal(expected, `did you mean "${left} ${meant} ${bound}"?`);
  const wanted = /^true$/i.test(bound) ? '>= 99%' : /^false$/i.test(bound) ? '<= 1%' : null;
  if (wanted !== null) return new Refusal(expected, `say in which share of the runs: "${metric} ${wanted}"`);
  return new Refusal(expected, 'no number of runs can show that two numbers are exactly equal');
}

/** In the unit of the metric. What no run could break, or none keep, is a slip. */
function readLimit(
  text: string,
  symbol: string,
  operator: ConstraintOperator,
  { metric, meaning, statistic }: Named,
): number | Refusal {
  if (statistic === 'share') return readShare(text, symbol, operator, metric);
  const number = readNumber(text, metric, meaning);
  if (number instanceof Refusal) return number;
  if (number < 0 || (number === 0 && operator === 'below')) {
    return new Refusal(
      `expected a limit that can be kept and broken: no metric is below 0, found ${symbol} ${text}`,
    );
  }
  if (meaning?.kind === 'percent' && (number > 100 || (number === 100 && operator === 'above'))) {
    return new Refusal(`expected at most 100%: ${metric} is a percentage`);
  }
  return number;
}

function readShare(
  text: string,
  symbol: string,
  operator: ConstraintOperator,
  metric: string,
): number | Refusal {
  const expected = 'expected a share of the runs from 0% to 100%, such as 99%';
  if (/^(true|false)$/i.test(text)) return new Refusal(expected);
  const [, number, percent] = /^([0-9]+(?:\.[0-9]+)?)\s*(%?)$/.exec(text) ?? [];
  if (number === undefined) return new Refusal(expected);
  if (percent !== '%') {
    const meant = Number(number) <= 1 ? Number((100 * Number(number)).toPrecision(12)) : Number(number);
    return new Refusal(expected, meant <= 100 ? `did you mean ${metric} ${symbol} ${meant}%?` : null);
  }
  const share = Number(number) / 100;
  if (share > 1) return new Refusal(expected);
  const isUpper = operator === 'atMost' || operator === 'below';
  if (share === (isUpper ? 0 : 1)) {
    const near = isUpper ? '0.1%' : '99.9%';
    return new Refusal(
      `expected a share that simulation can show: none shows ${symbol} ${text}, for the next run may differ`,
      `take ${metric} ${isUpper ? '<=' : '>='} ${near}`,
    );
  }
  return share;
}

function readNumber(text: string, metric: string, meaning: MetricMeaning | null): number | Refusal {
  if (/^[-+]?[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text);
  const percent = /^([0-9]+(?:\.[0-9]+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) {
    if (meaning === null || meaning.kind === 'percent') return Number(percent);
    return new Refusal(`expected a number: ${metric} is not a percentage`);
  }
  if (/^(true|false)$/i.test(text)) return new Refusal(`expected a number: ${metric} is not a yes or no`);
  if (/^[0-9.]+[a-z]/i.test(text)) {
    const durationMs = parseDuration(text);
    if (typeof durationMs !== 'number') return new Refusal(durationMs.message);
    if (meaning === null || meaning.unitMs !== undefined) return durationMs / (meaning?.unitMs ?? 1);
    return new Refusal(`expected a number: ${metric} is not a duration`);
  }
  return new Refusal(`expected ${constraintExample}`);
}

function isStatisticLike(word: string): boolean {
  return /^(p[0-9.]+|mean|min|max|median|average|avg|share)$/i.test(word);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
