/** `compare`: the same fleet under several settings, run by run with the same random numbers. */
import type { Comparison } from '../experiment/comparison.ts';
import type { BlockPlan } from './block-plan.ts';
import { type BlockRuns, blockOf, type MergeOptions, runsOf } from './blocks.ts';
import { comparisonOfRuns, questionOf } from './compare-question.ts';
import { defaultReplications, pairedCountMax } from './limits.ts';
import {
  inputOf,
  type LoadingOptions,
  orThrow,
  overridesOf,
  type Source,
  seedOf,
  settingText,
  wholeNumber,
} from './source.ts';
import { loadVariants, metricsAskedIn } from './variants.ts';

export interface CompareOptions extends LoadingOptions, MergeOptions {
  /** The values to compare, by key; several keys give every combination. */
  readonly vary?: Readonly<Record<string, readonly unknown[]>>;
  /** The variant that the others are compared with. Default: the first. */
  readonly reference?: string;
  /** Names of metrics; `*` stands for anything, `all` for every metric. */
  readonly metrics?: readonly string[];
  /** What still counts as the same: `5%`, `0.5`, or for one metric `METRIC=0.5`. */
  readonly minDifference?: readonly string[];
  /** `min METRIC` or `max METRIC` */
  readonly goal?: string;
  /** Only variants that keep these are picked: `METRIC p95 <= 8`. */
  readonly subjectTo?: readonly string[];
  readonly frontier?: readonly [string, string];
  /** Runs of each variant. Default: as the scenario says, else 200. */
  readonly replications?: number;
}

/** The data that `fleetsim compare --json` prints. One source with `vary` or an experiment of its own, or several. */
export async function compare(
  source: Source | readonly Source[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const { variants, question, count, plan } = planned(source, options);
  const runs = await runsOf(plan, count, options);
  return comparisonOfRuns({ variants, question, ...runs, precision: null });
}

/** Some runs of each variant, as `fleetsim compare --block` writes them. */
export async function compareBlock(
  source: Source | readonly Source[],
  options: Omit<CompareOptions, keyof MergeOptions> & BlockRuns,
): Promise<Uint8Array> {
  return blockOf(planned(source, options).plan, options, pairedCountMax);
}

function planned(source: Source | readonly Source[], options: CompareOptions) {
  const { seed, set, vary = {}, replications } = options;
  const inputs = Array.isArray(source)
    ? source.map((each: Source, index) => inputOf(each, options, index + 1))
    : [inputOf(source, options)];
  const asked = {
    vary: Object.entries(vary).map(
      ([key, values]) => `${key}=${values.map((value) => settingText(key, value)).join(',')}`,
    ),
    option: (name: string) => name,
  };
  const loading = {
    inputs,
    set: overridesOf(set),
    seed: seedOf(seed),
    metricsAsked: metricsAskedIn(options),
  };
  const variants = orThrow(loadVariants({ ...asked, ...loading }));
  const count =
    replications === undefined
      ? Math.min(variants[0]!.loaded.scenario.replications ?? defaultReplications, pairedCountMax)
      : wholeNumber(replications, 'replications', 1, pairedCountMax);
  const wanted = {
    reference: options.reference ?? null,
    metrics: options.metrics ?? null,
    minDifference: options.minDifference ?? [],
    goal: options.goal ?? null,
    subjectTo: options.subjectTo ?? [],
    frontier: options.frontier ?? null,
  };
  const files = inputs.map(({ file }) => file);
  const replicationsWanted = { count, atMost: count, precision: null };
  const question = questionOf(
    { ...asked, ...wanted, files, pickWithin: null, replications: replicationsWanted },
    variants,
  );
  const plan: BlockPlan = {
    ...{ command: 'compare', files, options: { ...loading, ...asked, ...wanted } },
    ...{ variants, metrics: question.needed },
  };
  return { variants, question, count, plan };
}
