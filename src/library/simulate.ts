/** `simulate`: a scenario once, or many times. */
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import { exactly } from '../experiment/stopping.ts';
import { prepareDistributions } from '../kernel/gamma.ts';
import type { JournalSink } from '../result/journal.ts';
import { metricNames } from '../result/metrics.ts';
import { type NodesWanted, resultOf } from '../result/result.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { distributionsOf } from '../world/scenario.ts';
import { replicationMax, runCountMax } from './limits.ts';
import { replicatedResultOf, replicateHere } from './replications.ts';
import type { ReplicatedResult, Result } from './result-types.ts';
import { inputOf, type LoadingOptions, load, type Source, wholeNumber } from './source.ts';
import { version } from './version.ts';

export interface SimulateOptions<N extends number = number> extends LoadingOptions {
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

async function often(file: string, loaded: Loaded, count: number, { nodes }: SimulateOptions) {
  const variants = [{ scenario: loaded.scenario, metrics: metricNames(loaded.scenario) }];
  const runs = await replicateHere(variants, exactly(count));
  return replicatedResultOf({ file, loaded, ...runs, ...(nodes === undefined ? {} : { nodes }) });
}
