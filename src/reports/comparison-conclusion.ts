/** What a comparison comes to: what was varied, which settings are better in what and worse in what, and what to do next. */
import { type Block, command, type Inline, paragraph, say } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import type { ComparedMetric, Comparison, Difference } from '../experiment/comparison.ts';
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
  return [
    ...shown,
    ...(hidden > 0 ? [paragraph(`${counted(hidden, 'more variant')}: see the table.`)] : []),
    ...(alike.length === 0 ? [] : [paragraph(alikeInWords(alike, reference))]),
    paragraph(sureness(comparison), 'dim'),
    ...nextCommand(report),
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

/** Without a goal nothing says which gain is worth which cost. */
function nextCommand({ comparison: { metrics }, repeat }: ComparisonReport): Block[] {
  const wanted = metrics.find((metric) => metric.better !== 'neither' && !neverDiffers(metric));
  if (wanted === undefined) return [];
  const direction = wanted.better === 'lower' ? 'min' : 'max';
  return [command('pick one by a goal', `${repeat} --goal '${direction} ${wanted.metric}'`)];
}
