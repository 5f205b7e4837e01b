/** `lint`: what will go wrong with scenarios and templates, without a simulation. */
import { capabilities } from '../capabilities/index.ts';
import { lintFile } from '../lint/lint.ts';
import { type LintResult, lintResultOf } from '../lint/lint-result.ts';
import { instantOrNull } from './instants.ts';
import { inputOf, type LoadingOptions, ScenarioError, type Source, seedOf } from './source.ts';
import { version } from './version.ts';
import { withoutNull } from './without-null.ts';

export interface LintOptions extends Omit<LoadingOptions, 'set'> {
  /** The day on which templates are checked; today unless given. */
  readonly from?: string | Date;
}

/** The data that `fleetsim lint --json` prints. */
export async function lint(
  source: Source | readonly Source[],
  options: LintOptions = {},
): Promise<LintResult> {
  const { seed } = options;
  const nowMs = instantOrNull(options.from, 'from') ?? Date.now();
  const inputs = Array.isArray(source)
    ? source.map((each: Source, index) => inputOf(each, options, index + 1))
    : [inputOf(source, options)];
  const reports = inputs.map((input) =>
    lintFile({ ...input, capabilities, nowMs, ...withoutNull({ seed: seedOf(seed) }) }),
  );
  const unreadable = reports.find(({ kind }) => kind === null);
  if (unreadable !== undefined) throw new ScenarioError(unreadable);
  return lintResultOf(reports, version);
}
