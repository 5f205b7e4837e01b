/** Variants side by side: as columns, or as rows of a matrix where they are many. */
import {
  type Block,
  breakable,
  type Inline,
  lines,
  paragraph,
  type Span,
  say,
  type Table,
} from '../blocks/block.ts';
import { counted } from '../blocks/numbers.ts';
import { letterOf } from '../blocks/scatter.ts';
import type { ComparedMetric, Comparison } from '../experiment/comparison.ts';
import { type Cell, cellsOf } from './comparison-cells.ts';
import { neverDiffers } from './comparison-conclusion.ts';
import { directionInWords, gridOfNames, settingsInWords, verdictSigns } from './comparison-report.ts';
import { figureCells, figuresHead, numericFigures } from './run-figures.ts';
import { roundShare } from './statistics-figures.ts';

/** More variants than this are looked at by metric, not by variant. */
const sideBySideMax = 7;

/** Longer names of many variants are letters. */
const nameMax = 32;

/** More intervals than this are not readable in a terminal: CSV and JSON have them. */
const intervalsMax = 150;

export function hasManyVariants({ variants }: Comparison): boolean {
  return variants.length > sideBySideMax;
}

export function comparisonTables(comparison: Comparison): Block[] {
  if (comparison.metrics.length === 0) return [paragraph('No metric to compare.')];
  return hasManyVariants(comparison) ? matrices(comparison) : [sideBySide(comparison)];
}

/** A letter for each long name, and what was set where the names do not say it. Nothing where all is plain. */
export function variantDetail(comparison: Comparison): Block[] {
  const { areLetters } = labelsOf(comparison);
  const settings = settingsInWords(comparison);
  if (!areLetters && settings.every((text) => text === '')) return [];
  const items = comparison.variants.map(({ name }, index) => {
    const letter = areLetters ? `${letterOf(index)} ` : '';
    const set = settings[index] === '' ? '' : `: ${settings[index]}`;
    return `${letter}${name}${name === comparison.reference ? ' (reference)' : ''}${set}`;
  });
  return [
    { kind: 'detail', title: 'Variants', isOpen: false, blocks: [{ kind: 'list', items, isBare: true }] },
  ];
}

/** `▲ better ▼ worse`: those that occur, where signs stand alone. */
export function legend(comparison: Comparison): Inline[] {
  if (!hasManyVariants(comparison)) return [];
  const verdicts = comparison.metrics.flatMap(({ variants }) =>
    variants.flatMap(({ difference }) => difference?.verdict ?? []),
  );
  const found = new Set(verdicts);
  const words = Object.entries(verdictSigns).filter(([verdict]) =>
    found.has(verdict as (typeof verdicts)[0]),
  );
  return [
    words.flatMap(([verdict, { sign, tone }], index) => [
      say(index === 0 ? '' : ' '),
      say(`${sign} ${verdict}`, tone),
    ]),
  ];
}

function sideBySide({ variants, metrics, reference, goal }: Comparison): Table {
  const heads = variants.map(({ name }) => [
    ...name.split(/(?<=, )/).map((part) => part.trimEnd()),
    ...(name === reference ? ['(reference)'] : []),
    ...(name === goal?.pick ? ['(pick)'] : []),
  ]);
  const height = Math.max(...heads.map((head) => head.length));
  const byMetric = metrics.map(cellsOf);
  const widths = variants.map((_, index) => Math.max(...byMetric.map((cells) => cells[index]!.value.length)));
  return {
    kind: 'table',
    // Names begin on one line, whatever is below them.
    head: [
      'metric',
      ...heads.map((head) => lines([...head, ...Array<string>(height - head.length).fill('')])),
    ],
    rows: metrics.map((metric, at) => [
      lines([breakable(metric.metric), say(directionInWords(metric), 'dim')]),
      ...byMetric[at]!.map((cell, index) => cellLines(cell, widths[index]!)),
    ]),
    numeric: [],
  };
}

function cellLines({ value, verdict, difference }: Cell, width: number): Inline {
  if (verdict === null) return value;
  const { sign, tone } = verdictSigns[verdict];
  return [`${value.padEnd(width)} `, say(`${sign} ${verdict}`, tone), '\n', difference];
}

interface Column {
  readonly title: string;
  /** By variant. */
  readonly cells: readonly Inline[];
}

/** First what each came to, then by how much it differs. */
function matrices(comparison: Comparison): Block[] {
  const { metrics, variants } = comparison;
  const byMetric = metrics.map(cellsOf);
  const values = metrics.flatMap((metric, at) => [
    { title: breakable(metric.metric), cells: valuesWithSigns(byMetric[at]!) },
    ...starColumns(metric),
  ]);
  const differences = metrics.map(({ metric }, at) => ({
    title: breakable(metric),
    cells: byMetric[at]!.map(({ verdict, difference }) =>
      verdict === null ? 'reference' : say(shortened(difference), verdictSigns[verdict].tone),
    ),
  }));
  const title = 'Differences to the reference, with their intervals';
  const where =
    'Differences to the reference with their intervals: fewer --metrics, or --format csv or json.';
  return [
    matrix(comparison, values),
    {
      kind: 'detail',
      title,
      isOpen: false,
      blocks: [matrix(comparison, differences)],
      ...(metrics.length * variants.length > intervalsMax ? { brief: where } : {}),
    },
  ];
}

/** Digits stand under digits, whether a star or a sign follows or not. */
function valuesWithSigns(cells: readonly Cell[]): Inline[] {
  const hasStars = cells.some(({ value }) => value.endsWith('*'));
  return cells.map(({ value, verdict }): readonly (string | Span)[] => {
    const aside = hasStars && !value.endsWith('*') ? ' ' : '';
    if (verdict === null) return [`${value}${aside}  `];
    return [`${value}${aside} `, say(verdictSigns[verdict].sign, verdictSigns[verdict].tone)];
  });
}

/** In how many of the runs a rollout stopped early, beside the minutes that it took. */
function starColumns({ variants }: ComparedMetric): Column[] {
  const shares = (title: string, of: (star: { halted: number; leftOver: number }) => number): Column[] => {
    if (variants.every(({ star }) => star === null || of(star) === 0)) return [];
    return [{ title, cells: variants.map(({ star }) => roundShare(star === null ? 0 : of(star))) }];
  };
  return [
    ...shares('* halted', ({ halted }) => halted),
    ...shares('* not started', ({ leftOver }) => leftOver),
  ];
}

/** The phrase in full is in the footnotes. */
function shortened(difference: string): string {
  return difference.startsWith('identical') ? 'identical' : difference;
}

function matrix(comparison: Comparison, columns: readonly Column[]): Table {
  const { variants, reference, goal } = comparison;
  const labels = labelsOf(comparison);
  const first = labels.heads.length + 1;
  return {
    kind: 'table',
    head: [...labels.heads, '', ...columns.map(({ title }) => title)],
    rows: variants.map(({ name }, at) => [
      ...labels.cells[at]!,
      [...(name === reference ? ['ref.'] : []), ...(name === goal?.pick ? ['pick'] : [])].join(' '),
      ...columns.map(({ cells }) => cells[at]!),
    ]),
    numeric: columns.map((_, index) => first + index),
    labels: first,
    narrow: 'split',
  };
}

/** What the tables above leave out: how far the runs of each variant lie apart. Nothing where no run differs from another. */
export function figuresTable({ metrics, replications }: Comparison): Block[] {
  const rows = metrics.flatMap((metric) => {
    const differing = metric.variants.filter(({ summary }) => summary.otherBelow === null);
    const shown = neverDiffers(metric) ? differing.slice(0, 1) : differing;
    return shown.map(({ name, summary }) => [
      breakable(metric.metric),
      neverDiffers(metric) ? 'all' : name,
      ...figureCells(summary, metric),
    ]);
  });
  if (rows.length === 0 || replications === 1) return [];
  const head = ['metric', 'variant', ...figuresHead];
  return [
    {
      kind: 'detail',
      title: `Each variant over ${counted(replications, 'run')}`,
      isOpen: false,
      blocks: [
        { kind: 'table', head, rows, numeric: numericFigures(2), labels: 2, prose: 1, narrow: 'turned' },
      ],
      ...(rows.length > intervalsMax
        ? { brief: 'Mean, interval and spread of each variant: fewer --metrics, or --format csv or json.' }
        : {}),
    },
  ];
}

interface Labels {
  readonly heads: readonly string[];
  /** A row's first cells, by variant. */
  readonly cells: readonly (readonly string[])[];
  readonly areLetters: boolean;
}

/** Many variants are called by the values in their names, by name, or by letter where names are long. */
function labelsOf(comparison: Comparison): Labels {
  const names = comparison.variants.map(({ name }) => name);
  const grid = gridOfNames(names);
  if (grid !== null) return { heads: grid.keys, cells: grid.values, areLetters: false };
  const areLetters = hasManyVariants(comparison) && names.some((name) => name.length > nameMax);
  const cells = names.map((name, index) => [areLetters ? letterOf(index) : name]);
  return { heads: ['variant'], cells, areLetters };
}
