/** `check`: scenarios held to what they expect. */
import type { CheckReport, FileReport } from '../experiment/check.ts';
import { exactly } from '../experiment/stopping.ts';
import { metricNames } from '../result/metrics.ts';
import { checkReportOf, checkWarnings, fileReportOf, nothingToCheck } from './file-report.ts';
import { defaultReplications, pairedCountMax } from './limits.ts';
import { replicateHere } from './replications.ts';
import { comparedWithStored, storedSnapshot } from './snapshot.ts';
import {
  inputOf,
  isSourceFile,
  type LoadingOptions,
  load,
  overridesOf,
  type Source,
  wholeNumber,
} from './source.ts';

export interface CheckOptions extends LoadingOptions {
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

async function checkOne(source: Source, options: CheckOptions, number?: number): Promise<FileReport> {
  const { set, replications } = options;
  const input = inputOf(source, options, number);
  const { file } = input;
  const loaded = load(input, options);
  const { scenario } = loaded;
  const count =
    replications === undefined
      ? Math.min(scenario.replications ?? defaultReplications, pairedCountMax)
      : wholeNumber(replications, 'replications', 1, pairedCountMax);
  const stored = isSourceFile(source) ? storedSnapshot(file, loaded) : null;
  if (scenario.expectations.length === 0 && stored === null && options.allowEmpty !== true) {
    throw nothingToCheck(file, 'allowEmpty');
  }
  const warnings = checkWarnings({ file, loaded, count });
  const runs = await replicateHere([{ scenario, metrics: metricNames(scenario) }], exactly(count));
  const snapshot = stored === null ? null : comparedWithStored(stored, file, loaded, runs.columns[0]!);
  return fileReportOf({
    ...{ file, loaded, set: overridesOf(set), warnings, snapshot },
    ...{ only: null, precision: null, ...runs },
  });
}
