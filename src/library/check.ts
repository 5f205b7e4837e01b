/** `check`: scenarios held to what they expect. */
import type { CheckReport, FileReport } from '../experiment/check.ts';
import { metricNames } from '../result/metrics.ts';
import type { BlockPlan } from './block-plan.ts';
import { type BlockRuns, blockOf, type MergeOptions, runsOf } from './blocks.ts';
import {
  checkReportOf,
  checkWarnings,
  fileReportOf,
  nothingToCheck,
  partialWarnings,
} from './file-report.ts';
import { defaultReplications, pairedCountMax } from './limits.ts';
import { comparedWithStored, storedSnapshot } from './snapshot.ts';
import {
  inputOf,
  isSourceFile,
  type LoadingOptions,
  load,
  overridesOf,
  type Source,
  seedOf,
  wholeNumber,
} from './source.ts';

export interface CheckOptions extends LoadingOptions, MergeOptions {
  /** Default: as the scenario says, else 200. */
  readonly replications?: number;
  /** A file that expects nothing and has no snapshot passes. Default: it is an error. */
  readonly allowEmpty?: boolean;
}

/** The data that `fleetsim check --json` prints. A file is held to the snapshot beside it too, if there is one. */
export async function check(
  source: Source | readonly Source[],
  options: CheckOptions = {},
): Promise<CheckReport> {
  const files: FileReport[] = [];
  if (!Array.isArray(source)) files.push(await checkOne(source, options));
  else for (const [index, each] of source.entries()) files.push(await checkOne(each, options, index + 1));
  return checkReportOf(files);
}

/** Some runs of one scenario, as `fleetsim check --block` writes them. */
export async function checkBlock(
  source: Source,
  options: Omit<CheckOptions, keyof MergeOptions> & BlockRuns,
): Promise<Uint8Array> {
  return blockOf(planned(source, options).plan, options, pairedCountMax);
}

/** What there is to check, or an error where there is nothing. */
function planned(source: Source, options: CheckOptions, number?: number) {
  const { seed, set, allowEmpty } = options;
  const input = inputOf(source, options, number);
  const { file } = input;
  const loaded = load(input, options);
  const { scenario } = loaded;
  const stored = isSourceFile(source) ? storedSnapshot(file, loaded) : null;
  if (scenario.expectations.length === 0 && stored === null && allowEmpty !== true) {
    throw nothingToCheck(file, 'allowEmpty');
  }
  const plan: BlockPlan = {
    ...{ command: 'check', files: [file], options: { seed: seedOf(seed), set: overridesOf(set) } },
    ...{ variants: [{ name: scenario.name, loaded }], metrics: metricNames(scenario) },
  };
  return { file, loaded, stored, plan };
}

async function checkOne(source: Source, options: CheckOptions, number?: number): Promise<FileReport> {
  const { set, replications } = options;
  const { file, loaded, stored, plan } = planned(source, options, number);
  const count =
    replications === undefined
      ? Math.min(loaded.scenario.replications ?? defaultReplications, pairedCountMax)
      : wholeNumber(replications, 'replications', 1, pairedCountMax);
  const runs = await runsOf(plan, count, options);
  const partial = runs.partial ?? null;
  const warnings = [
    ...partialWarnings(file, partial, stored !== null),
    ...checkWarnings({ file, loaded, count: partial?.of ?? runs.count }),
  ];
  const isHeld = stored !== null && partial === null;
  const snapshot = isHeld ? comparedWithStored(stored, file, loaded, runs.columns[0]!) : null;
  return fileReportOf({
    ...{ file, loaded, set: overridesOf(set), warnings, snapshot },
    ...{ only: null, precision: null, ...runs },
  });
}
