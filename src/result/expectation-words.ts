/** What an expectation asks and what was seen, in words: `run` and `check` print the same. */
import type { MetricMeaning, MetricValue } from '../capability/metrics.ts';
import type { Expectation } from '../world/expectations.ts';
import { boundsOf, type ExpectationOutcome } from './expectations.ts';
import { figure } from './figures.ts';
import type { MetricTable } from './metric-table.ts';

export interface ExpectationInWords {
  readonly metric: string;
  readonly expected: string;
  readonly observed: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** Empty where the figures say it. */
  readonly because: string;
}

/** Outcomes are in the order of what was expected. */
export function expectationsInWords(
  expectations: readonly Expectation[],
  outcomes: readonly ExpectationOutcome[],
  metrics: MetricTable,
): ExpectationInWords[] {
  return outcomes.map(({ metric, observed, outcome, because = '' }, index) => {
    const { comparison, statistic, expected } = expectations[index]!;
    const meaning = metrics.of(metric);
    return {
      metric,
      expected: expectedInWords({ expected, statistic }, meaning),
      observed: observedInWords(observed, meaning, boundsOf(comparison)),
      outcome,
      because,
    };
  });
}

/** `p95 at most 90 min`, `yes in at least 95% of runs`. The statistic of a bare value goes without saying. */
export function expectedInWords(
  { expected, statistic }: { readonly expected: string; readonly statistic: string },
  meaning: Pick<MetricMeaning, 'unit' | 'kind'>,
): string {
  const words = meaning.kind === 'yesOrNo' ? inYesOrNo(expected) : withUnitAtEnd(expected, meaning.unit);
  if (statistic === 'share') return `yes in ${words} of runs`;
  return statistic === 'value' || words.startsWith(statistic) ? words : `${statistic} ${words}`;
}

/** `at most 90` of minutes is `at most 90 min`; `at most 2h` says its unit itself. */
function withUnitAtEnd(expected: string, unit: string): string {
  const last = /(?:^|\s)(?<bound>-?[\d,]+(?:\.\d+)?)$/.exec(expected)?.groups?.['bound'];
  return last === undefined ? expected : `${expected.slice(0, -last.length)}${withUnit(last, unit)}`;
}

function inYesOrNo(text: string): string {
  return text.replace(/\btrue$/, 'yes').replace(/\bfalse$/, 'no');
}

/** `91.3 min`, `95.5%`, `3 nodes`, `yes`; `none` where the metric is null. */
function observedInWords(
  observed: MetricValue,
  { unit, kind }: Pick<MetricMeaning, 'unit' | 'kind'>,
  limits: readonly number[],
): string {
  if (observed === null) return 'none';
  if (kind === 'yesOrNo') return Number(observed) === 1 ? 'yes' : 'no';
  return withUnit(figure(Number(observed), limits), unit);
}

/** `12.3 min`, `3%`, `1 node`, `12 node-hours` */
export function withUnit(value: string, unit: string): string {
  if (unit === 'percent') return `${value}%`;
  if (unit === 'minutes') return `${value} min`;
  if (unit === '' || unit === 'yes or no') return value;
  const noun = unit.replaceAll(' ', '-');
  return `${value} ${value === '1' ? noun.replace(/s$/, '') : noun}`;
}
