/** What a comparison comes to: what was varied, which settings are better in what and worse in what, and what to do next. */
import { type Block, command, type Inline, paragraph, say } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import type { ComparedMetric, Comparison, Difference } from '../experiment/comparison.ts';
import type { GoalOutcome } from '../experiment/goal.ts';
import { cellsOf } from './comparison-cells.ts';
import type { ComparisonReport } from './comparison-report.ts';
import { plain } from './statistics-figures.ts';
import { differenceInWords } from './statistics-in-words.ts';

/** More variants are counted, not named. */
const namedMax = 5;

/** `Varied: Install.MaxConcurrency = 5%, 10%, 25%` */
export function variedInWords({ variants }: Comparison): string[] {
  const keys = [...new Set(variants.flatMap(({ settings }) => Object.keys(settings)))];
  return keys.map((key) => {
    const values = new Set(variants.map(({ settings }) => valueInWords(settings[key])));
    return `Varied: ${key} = ${[...values].join(', ')}`;
  });
}

function valueInWords(value: unknown): string {
  if (value === undefined) return 'as in the file';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A metric that no setting changes in any run needs no row of its own. */
export function neverDiffers({ variants }: ComparedMetric): boolean {
  const differences = variants.flatMap(({ difference }) => difference ?? []);
  return differences.length > 0 && differences.every(({ method }) => method === 'identical');
}

/** `The same in every run of every variant: nodes.lost 0.02, task.Install.notStarted 0 in all.` */
export function unchangedInWords(metrics: readonly ComparedMetric[]): string[] {
  const same = metrics.filter(neverDiffers);
  if (same.length === 0) return [];
  const values = same.map((metric) => `${metric.metric} ${cellsOf(metric)[0]!.value}`);
  return [`The same in every run of every variant: ${values.join(', ')}.`];
}

interface Standing {
  readonly name: string;
  readonly better: readonly string[];
  readonly worse: readonly string[];
}

function standingsOf({ variants, metrics, reference }: Comparison): Standing[] {
  const inVerdict = (name: string, verdict: Difference['verdict']) =>
    metrics.flatMap((metric) => {
      const difference = metric.variants.find((one) => one.name === name)?.difference ?? null;
      if (difference?.verdict !== verdict) return [];
      const words = difference.mean === null ? '' : ` ${differenceInWords(difference, metric.unit)}`;
      return [`${metric.metric}${words}`];
    });
  return variants
    .filter(({ name }) => name !== reference)
    .map(({ name }) => ({ name, better: inVerdict(name, 'better'), worse: inVerdict(name, 'worse') }));
}

/** One sentence for each variant: what it gains over the reference, and what that costs. */
export function conclusionOf(report: ComparisonReport): Block[] {
  const { comparison } = report;
  const { variants, goal, reference, replications } = comparison;
  if (variants.length < 2 || goal !== null || replications < 2) return [];
  const standings = standingsOf(comparison);
  const moved = standings.filter(({ better, worse }) => better.length + worse.length > 0);
  const shown = moved.slice(0, namedMax).map((standing) => paragraph(standingInWords(standing, reference)));
  const hidden = moved.length - shown.length;
  const alike = standings.filter((one) => !moved.includes(one)).map(({ name }) => name);
  const deciding = decidingMetric(comparison.metrics);
  return [
    ...bestInWords(deciding).map((text) => paragraph(text)),
    ...shown,
    ...(hidden > 0 ? [paragraph(`${counted(hidden, 'more variant')}: see the table.`)] : []),
    ...(alike.length === 0 ? [] : [paragraph(alikeInWords(alike, reference))]),
    paragraph(sureness(comparison), 'dim'),
    ...nextCommand(report, deciding),
  ];
}

function standingInWords({ name, better, worse }: Standing, reference: string): Inline {
  const gains = better.length === 0 ? 'better in nothing' : `better in ${listed(better)}`;
  const costs = worse.length === 0 ? 'worse in nothing' : `worse in ${listed(worse)}`;
  const tone = worse.length === 0 ? 'good' : better.length === 0 ? 'bad' : 'odd';
  return [say(`${name}`, tone), ` compared with ${reference}: ${gains}; ${costs}.`];
}

function alikeInWords(names: readonly string[], reference: string): string {
  const which = names.length > namedMax ? counted(names.length, 'variant') : listed(names);
  return `${which}: no difference shown from ${reference}.`;
}

function sureness({ confidence, replications, jointComparisons }: Comparison): string {
  const sure = `${plain(100 * confidence)}%`;
  const which =
    jointComparisons === 1
      ? 'The comparison holds'
      : `All ${count(jointComparisons)} comparisons hold together`;
  return `${which} with ${sure} confidence (${counted(replications, 'run')} each).`;
}

/** What matters most first: what was patched, then for how long it was exposed, then how long it took. */
const unitsByWeight = ['percent', 'nodes', 'node hours', 'patch hours', 'minutes'];

/** The weightiest metric in which some variant is better or worse than the reference. */
function decidingMetric(metrics: readonly ComparedMetric[]): ComparedMetric | undefined {
  const weight = ({ unit }: ComparedMetric) => unitsByWeight.indexOf(unit) + 1 || Number.MAX_VALUE;
  const isShown = ({ variants }: ComparedMetric) =>
    variants.some(({ difference }) => /better|worse/.test(difference?.verdict ?? ''));
  return metrics.filter(isShown).sort((a, b) => weight(a) - weight(b))[0];
}

/** `Best mean of patched.percent: MaxConcurrency=20%, 69%.` */
function bestInWords(metric: ComparedMetric | undefined): string[] {
  if (metric === undefined) return [];
  const sign = metric.better === 'lower' ? 1 : -1;
  const known = metric.variants.flatMap(({ name, summary }, at) => {
    const mean = summary.kind === 'share' ? summary.share : summary.mean;
    return mean === null ? [] : [{ name, mean: sign * mean, value: cellsOf(metric)[at]!.value }];
  });
  const [best] = known.sort((a, b) => a.mean - b.mean);
  const unit = metric.unit === 'minutes' ? ' min' : '';
  return best === undefined ? [] : [`Best mean of ${metric.metric}: ${best.name}, ${best.value}${unit}.`];
}

/** Without a goal nothing says which gain is worth which cost. */
function nextCommand({ repeat }: ComparisonReport, wanted: ComparedMetric | undefined): Block[] {
  if (wanted === undefined) return [];
  const direction = wanted.better === 'lower' ? 'min' : 'max';
  return [command('next, pick one by a goal', `${repeat} --goal '${direction} ${wanted.metric}'`)];
}

/** After a pick: see it run, or let more runs decide where it is open. */
export function afterPick({ pick, settled }: GoalOutcome, { runs, repeat }: ComparisonReport): Block[] {
  const line = pick === null ? undefined : runs?.[pick];
  if (line !== undefined) return [command('next, one run of the pick in full', line)];
  if (pick !== null || settled !== null) return [];
  const more = `${repeat.replace(/ --replications \d+/, '')} --pick-within 5%`;
  return [command('next, as many runs as it takes', more)];
}
