/** Many runs of one scenario: what to expect of it, and how far the runs lie apart. */
import {
  type Block,
  breakable,
  command,
  heading,
  linesIn,
  listUnder,
  paragraph,
  say,
  section,
} from '../blocks/block.ts';
import { counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { ReplicationsReport } from '../experiment/replicated-result.ts';
import {
  expectationSection,
  gatesInWords,
  outcomeTones,
  precisionInWords,
  verdictInWords,
} from './gates-in-words.ts';
import { figureCells, figuresHead, numericFigures } from './run-figures.ts';
import { partialWarning, runsInWords } from './statistics-in-words.ts';

export function replicationsBlocks(report: ReplicationsReport): Block[] {
  const { result, description, warnings, repeat } = report;
  const { scenario, replications, partial, expectations } = result;
  const { words, outcome } = verdictInWords(expectations);
  const precision = precisionInWords(result);
  return [
    heading(scenario.name),
    ...(description === '' ? [] : [paragraph(description)]),
    paragraph(factsOf(report), 'dim'),
    ...metricBlocks(report),
    ...listUnder('Warnings', [...partialWarning(result), ...warnings].map(linesIn)),
    {
      kind: 'answer',
      evidence: expectationSection(gatesInWords(expectations, report.metrics)),
      verdict: [say(words, outcome === 'nothing' ? 'plain' : outcomeTones[outcome])],
      advice: precision === null ? [] : [paragraph(precision)],
    },
    command('reproduce with', repeat),
    command(`next, one run in full (R is 0 to ${(partial?.of ?? replications) - 1})`, oneOfThem(repeat)),
  ];
}

/** `sunday-patch.yaml · 200 runs · seed 1 · 2025-01-03 00:00 to … UTC (3 d 12 h)` */
function factsOf({ result, file }: ReplicationsReport): string {
  const { seed, start, end } = result;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return [file, runsInWords(result), `seed ${seed}`, times].join(' · ');
}

/** The line that repeats them all, for one. */
function oneOfThem(repeat: string): string {
  return `${repeat.replace(/ --replications \S+/, '')} --replication R`;
}

function metricBlocks({ result, shown, metrics }: ReplicationsReport): Block[] {
  const rows = shown.flatMap((metric) => {
    const summary = result.metrics[metric];
    return summary === undefined ? [] : [[breakable(metric), ...figureCells(summary, metrics.of(metric))]];
  });
  if (rows.length === 0) return [];
  const others = Object.keys(result.metrics).length - rows.length;
  const isRounded = Object.values(result.metrics).some(
    (summary) => summary.kind === 'amount' && summary.quantiles !== 'exact',
  );
  const head = ['metric', ...figuresHead];
  return [
    section(`Metrics over ${counted(result.replications, 'run')}`, [
      { kind: 'table', head, rows, numeric: numericFigures(1), prose: 1, narrow: 'turned' },
      ...(isRounded ? [paragraph('The median and the 5% to 95% of runs are accurate to 0.1%.')] : []),
      ...(others > 0 ? [paragraph(`${counted(others, 'other metric')}: --json`, 'dim')] : []),
    ]),
  ];
}
