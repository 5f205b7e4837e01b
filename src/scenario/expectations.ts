/** `expect`: what a result is held to. Whether the metrics exist shows after the run. */

import type { AnyCapability } from '../capability/capability.ts';
import { fullName, type MetricFamily } from '../capability/metrics.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { describe, isMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import { oncePer, Slip } from '../fields/fields.ts';
import { parseDuration } from '../fields/quantities.ts';
import type { Comparison, Expectation, Statistic, Tolerance } from '../world/expectations.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { entriesOf } from './surroundings.ts';

export const statistics: readonly Statistic[] = ['mean', 'min', 'max', 'p5', 'p50', 'p95', 'share'];
export const comparisons = ['atLeast', 'atMost', 'above', 'below', 'equals', 'between'] as const;
type ComparisonName = (typeof comparisons)[number];

const example = 'a comparison such as ">= 90", "between 2 and 5" or { atMost: 10 }, or a plain value';
const symbols: Readonly<Record<string, ComparisonName>> = {
  '>=': 'atLeast',
  '<=': 'atMost',
  '>': 'above',
  '<': 'below',
  '==': 'equals',
};
const wordsOf: Readonly<Record<ComparisonName, string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  above: 'above',
  below: 'below',
  equals: 'exactly',
  between: 'between',
};

interface Compared {
  readonly comparison: Comparison;
  readonly nodes?: readonly string[];
  readonly expected: string;
}

export interface ExpectationsRead {
  readonly expectations: readonly Expectation[];
  readonly tolerances: ReadonlyMap<string, Tolerance>;
}

export function readExpectations(
  raw: unknown,
  context: ScenarioContext,
  place: { readonly positions: Positions; readonly root: unknown },
): ExpectationsRead {
  const expectations: Expectation[] = [];
  const tolerances = new Map<string, Tolerance>();
  for (const [metric, value] of entriesOf(raw, ['expect'], context)) {
    const path: DataPath = ['expect', metric];
    const { line, column } = place.positions.find(place.root, path, 'key') ?? { line: 0, column: 0 };
    const add = (statistic: Statistic, compared: readonly Compared[]) => {
      for (const each of compared) expectations.push({ metric, statistic, ...each, at: { line, column } });
    };
    if (!isMap(value)) {
      add('value', readComparisons(value, metric, 'value', path, context));
      continue;
    }
    const plain: Record<string, unknown> = {};
    if (Object.keys(value).length === 0)
      context.error(path, 'bad-value', `expected ${example}, found an empty map`);
    for (const [key, inner] of Object.entries(value)) {
      if (statistics.includes(key as Statistic)) {
        add(key as Statistic, readComparisons(inner, metric, key as Statistic, [...path, key], context));
      } else if (comparisons.includes(key as ComparisonName)) {
        plain[key] = inner;
      } else if (key === 'tolerance') {
        const tolerance = readTolerance(inner, metric, context);
        if (tolerance instanceof Slip) refuse([...path, key], tolerance, context);
        else tolerances.set(metric, { ...tolerance, at: { line, column } });
      } else {
        const help = suggestion(key, [...comparisons, ...statistics, 'tolerance']);
        context.error([...path, key], 'unknown-key', 'unknown key', { at: 'key', help });
      }
    }
    if (Object.keys(plain).length > 0) add('value', readComparisons(plain, metric, 'value', path, context));
  }
  return { expectations, tolerances };
}

function refuse(path: DataPath, slip: Slip, context: LoadContext): void {
  context.error(path, slip.options.code ?? 'bad-value', slip.message, slip.options);
}

function readComparisons(
  value: unknown,
  metric: string,
  statistic: Statistic,
  path: DataPath,
  context: LoadContext,
): Compared[] {
  if (isMap(value)) return readMap(value, metric, statistic, path, context);
  const compared = readText(value, metric, statistic);
  if (!(compared instanceof Slip)) return [compared];
  refuse(path, compared, context);
  return [];
}

function readMap(
  value: Readonly<Record<string, unknown>>,
  metric: string,
  statistic: Statistic,
  path: DataPath,
  context: LoadContext,
): Compared[] {
  const compared: Compared[] = [];
  for (const [key, bound] of Object.entries(value)) {
    if (!comparisons.includes(key as ComparisonName)) {
      const help = suggestion(key, comparisons);
      context.error([...path, key], 'unknown-key', 'unknown key', { at: 'key', help });
      continue;
    }
    const nodes = key === 'equals' && metric.endsWith('.nodes') ? readNodes(bound) : null;
    const bounds = key === 'between' ? bound : [bound];
    const result =
      nodes ??
      (Array.isArray(bounds) && bounds.every((each) => typeof each === 'string')
        ? compare(key as ComparisonName, bounds, metric, statistic)
        : key === 'equals' && bound === null
          ? compare('equals', ['null'], metric, statistic)
          : new Slip(
              key === 'between'
                ? 'expected a list of two, such as [2, 5]'
                : `expected a number, found ${describe(bound)}`,
            ));
    if (result instanceof Slip) refuse([...path, key], result, context);
    else compared.push(result);
  }
  return compared;
}

/** `{ equals: [web-0007] }` of a metric that is of nodes. Null: it is no list. */
function readNodes(bound: unknown): Compared | Slip | null {
  if (!Array.isArray(bound)) return null;
  if (!bound.every((each) => typeof each === 'string'))
    return new Slip('expected names of nodes, such as [web-0007]');
  const expected = bound.length === 0 ? 'no node' : `exactly ${bound.join(', ')}`;
  return { comparison: { operator: 'equals', bound: true }, nodes: bound, expected };
}

function readText(value: unknown, metric: string, statistic: Statistic): Compared | Slip {
  if (value === null) return compare('equals', ['null'], metric, statistic);
  if (typeof value !== 'string') return new Slip(`expected ${example}, found ${describe(value)}`);
  const text = value.trim();
  const between = /^between\s+(\S+)\s+and\s+(\S+)$/.exec(text);
  if (between !== null) return compare('between', [between[1]!, between[2]!], metric, statistic);
  const [, symbol, bound] = /^(>=|<=|==|=>|=<|!=|<>|>|<|=)\s*(.*)$/.exec(text) ?? [];
  if (symbol === undefined) return compare('equals', [text], metric, statistic);
  const name = symbols[symbol];
  if (name !== undefined && bound !== '') return compare(name, [bound!], metric, statistic);
  const meant: Readonly<Record<string, string>> = { '=>': '>=', '=<': '<=', '=': '==' };
  const help =
    meant[symbol] === undefined
      ? 'comparisons: >= <= > < == between'
      : `did you mean "${meant[symbol]} ${bound}"?`;
  return new Slip(`expected ${example}`, { help });
}

function compare(
  name: ComparisonName,
  given: readonly string[],
  metric: string,
  statistic: Statistic,
): Compared | Slip {
  const [first, second] = given;
  if (name === 'equals') {
    const word = { true: true, false: false, null: null }[first!];
    if (word !== undefined) return { comparison: { operator: 'equals', bound: word }, expected: first! };
  }
  const numbers: number[] = [];
  for (const text of given) {
    const number = readBound(text, metric, statistic);
    if (number instanceof Slip) return number;
    numbers.push(number);
  }
  const [low, high] = numbers;
  if (name === 'between') {
    if (numbers.length !== 2 || low! > high!)
      return new Slip('expected two numbers, the lower one first, such as [2, 5]');
    return {
      comparison: { operator: 'between', low: low!, high: high! },
      expected: `between ${first} and ${second}`,
    };
  }
  return { comparison: { operator: name, bound: low! }, expected: `${wordsOf[name]} ${first}` };
}

/** A number in the unit of its metric: durations and shares become that. */
function readBound(text: string, metric: string, statistic: Statistic): number | Slip {
  const percent = /^([0-9]+(?:\.[0-9]+)?)\s*%$/.exec(text)?.[1];
  if (statistic === 'share') {
    const share = percent === undefined ? Number.NaN : Number(percent) / 100;
    if (share <= 1) return share;
    return new Slip('expected a share of the replications, from 0% to 100%, such as 95%');
  }
  if (/^[-+]?[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text);
  if (percent !== undefined) {
    if (metric.endsWith('.percent')) return Number(percent);
    return new Slip(`expected a number: ${metric} is not a percentage`);
  }
  if (/^[0-9.]+[a-z]/.test(text)) {
    const duration = parseDuration(text);
    if (duration instanceof Slip) return duration;
    if (metric.endsWith('.minutes')) return duration / 60_000;
    if (/\.((node|patch)Hours|hoursTo[A-Za-z0-9]+)$/.test(metric)) return duration / 3_600_000;
    return new Slip(`expected a number: ${metric} is not a duration`);
  }
  return new Slip(`expected ${example}`);
}

const toleranceExample = 'how far the metric may move: a number in its unit, or a percentage of its mean';

/**
 * A percentage is of the metric's mean; where the metric is a percentage itself, or a share of the runs, it means points
 * of that, as everywhere else in `expect`.
 */
function readTolerance(value: unknown, metric: string, context: ScenarioContext): Amount | Slip {
  const expected = `expected ${toleranceExample}, such as 2, 5% or 0`;
  if (typeof value !== 'string') return new Slip(`${expected}, found ${describe(value)}`);
  const percent = /^([0-9]+(?:\.[0-9]+)?)\s*%$/.exec(value)?.[1];
  if (percent !== undefined) {
    if (metric.endsWith('.percent')) return { absolute: Number(percent) };
    const share = Number(percent) / 100;
    return isYesOrNo(metric, context) ? { absolute: share } : { relative: share };
  }
  if (value !== '0' && isYesOrNo(metric, context)) {
    return new Slip('expected a share of the runs, such as 2%, or 0: this metric is yes or no');
  }
  const bound = readBound(value, metric, 'value');
  return typeof bound === 'number' && bound >= 0 ? { absolute: bound } : new Slip(expected);
}

type Amount = { readonly relative: number } | { readonly absolute: number };

/** Whether it has the form of a metric that is yes or no: which subjects there are is not known yet. */
function isYesOrNo(metric: string, { capabilities }: ScenarioContext): boolean {
  return yesOrNoForms(capabilities).some(([start, end = null]) =>
    end === null
      ? metric === start
      : metric.length > start!.length + end.length && metric.startsWith(start!) && metric.endsWith(end),
  );
}

const yesOrNoForms = oncePer((capabilities: readonly AnyCapability[]) =>
  capabilities
    .flatMap((capability) => capability.open((spec): readonly AnyFamily[] => spec.metrics ?? []))
    .flatMap(({ subjects, metrics }) =>
      metrics
        .filter(({ kind }) => kind === 'yesOrNo')
        .flatMap((metric) => subjects.map((each) => fullName(each, '*', metric))),
    )
    .map((form) => form.split('*')),
);

type AnyFamily = Pick<MetricFamily<never>, 'subjects' | 'metrics'>;
