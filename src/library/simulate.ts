/** `simulate`: a scenario once, or many times. */
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import { prepareDistributions } from '../kernel/gamma.ts';
import type { JournalSink } from '../result/journal.ts';
import { metricNames } from '../result/metrics.ts';
import { type NodesWanted, resultOf } from '../result/result.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { distributionsOf } from '../world/scenario.ts';
import type { BlockPlan } from './block-plan.ts';
import { type BlockRuns, blockOf, type MergeOptions, runsOf } from './blocks.ts';
import { replicationMax, runCountMax } from './limits.ts';
import { replicatedResultOf } from './replications.ts';
import type { ReplicatedResult, Result } from './result-types.ts';
import {
  inputOf,
  type LoadingOptions,
  load,
  overridesOf,
  type Source,
  seedOf,
  wholeNumber,
} from './source.ts';
import { version } from './version.ts';

export interface SimulateOptions<N extends number = number> extends LoadingOptions, MergeOptions {
  /** How many runs, which differ in what is random; one if it is left out. */
  readonly replications?: N;
  /** Which run, if it is only one: 0 is the plain run. */
  readonly replication?: number;
  /** Which nodes the result lists. Default: `all` up to 10,000 nodes, else `unpatched`. */
  readonly nodes?: NodesWanted;
  /** Called with each event of a single run, in order. */
  readonly onEvent?: JournalSink;
}

/** The type of the result follows from the number of runs. */
export type Simulated<N extends number> = number extends N
  ? Result | ReplicatedResult
  : N extends 1
    ? Result
    : ReplicatedResult;

/** The data that `fleetsim run --json` prints. */
export async function simulate<N extends number = 1>(
  source: Source,
  options: SimulateOptions<N> = {},
): Promise<Simulated<N>> {
  const { replications, replication, onEvent } = options;
  const count = replications === undefined ? 1 : wholeNumber(replications, 'replications', 1, runCountMax);
  if (count > 1 && (replication !== undefined || onEvent !== undefined)) {
    const other = replication === undefined ? 'onEvent' : 'replication';
    throw new UsageError(`${other} is for a single run: leave out replications`);
  }
  if (count === 1 && options.blocks !== undefined) {
    throw new UsageError('blocks hold many runs: add replications, how many there are in all');
  }
  const input = inputOf(source, options);
  const loaded = load(input, options);
  const result =
    count === 1 ? await once(input.file, loaded, options) : await often(input.file, loaded, count, options);
  // Which capabilities add what to a result, only their list knows.
  return result as unknown as Simulated<N>;
}

async function once(file: string, loaded: Loaded, options: SimulateOptions) {
  const { replication = 0, nodes, onEvent } = options;
  const { scenario, sha256, overrides } = loaded;
  await prepareDistributions(distributionsOf(scenario));
  const recording = { series: true, ...(onEvent === undefined ? {} : { journal: onEvent }) };
  const number = wholeNumber(replication, 'replication', 0, replicationMax);
  const outcome = new Simulator(scenario, recording).run(number);
  const more = nodes === undefined ? {} : { nodes };
  return resultOf(outcome, { version, file: basename(file), sha256, overrides, ...more });
}

async function often(file: string, loaded: Loaded, count: number, options: SimulateOptions) {
  const { nodes } = options;
  const runs = await runsOf(runPlan(file, loaded, options), count, options);
  return replicatedResultOf({ file, loaded, ...runs, ...(nodes === undefined ? {} : { nodes }) });
}

function runPlan(file: string, loaded: Loaded, { seed, set }: LoadingOptions): BlockPlan {
  const { scenario } = loaded;
  const options = { seed: seedOf(seed), set: overridesOf(set) };
  const variants = [{ name: scenario.name, loaded }];
  return { command: 'run', files: [file], options, variants, metrics: metricNames(scenario) };
}

/** Some of many runs, as `fleetsim run --block` writes them. */
export async function simulateBlock(
  source: Source,
  options: Omit<SimulateOptions, keyof MergeOptions> & BlockRuns,
): Promise<Uint8Array> {
  const input = inputOf(source, options);
  return blockOf(runPlan(input.file, load(input, options), options), options, runCountMax);
}
