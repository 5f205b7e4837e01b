/** Many runs of a scenario: in this thread, and what they come to as a result. */
import { basename } from 'node:path';
import type { Columns } from '../experiment/columns.ts';
import { gateOutcomes } from '../experiment/gates.ts';
import type { Workplace } from '../experiment/replicate.ts';
import type { ReplicatedResult } from '../experiment/replicated-result.ts';
import { type PlannedVariant, Replicator } from '../experiment/replicator.ts';
import { type PrecisionWanted, precisionOutcome } from '../experiment/stopping.ts';
import { type MetricSummary, summaryOf } from '../experiment/summary.ts';
import { type NodesWanted, resultOf } from '../result/result.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { version } from './version.ts';

export async function thisThread(variants: readonly PlannedVariant[]): Promise<Workplace> {
  const replicator = await Replicator.of(variants);
  return {
    lanes: 1,
    async run(batch) {
      const rows = replicator.run(batch, () => {});
      // Whatever else waits in this thread has its turn, such as Ctrl-C and a progress bar.
      await new Promise((resolve) => setImmediate(resolve));
      return rows;
    },
    async close() {},
  };
}

export interface ReplicatedRuns {
  readonly file: string;
  readonly loaded: Loaded;
  readonly columns: readonly Columns[];
  readonly count: number;
  readonly precision?: PrecisionWanted | null;
  readonly nodes?: NodesWanted;
}

export function replicatedResultOf(runs: ReplicatedRuns): ReplicatedResult {
  const { file, loaded, columns, count, precision = null, nodes } = runs;
  const { scenario, sha256, overrides } = loaded;
  const [all] = columns;
  const metrics: Record<string, MetricSummary> = {};
  for (const metric of all!.metrics) metrics[metric] = summaryOf(all!.column(metric));
  const plain = resultOf(new Simulator(scenario).run(0), {
    version,
    file: basename(file),
    sha256,
    overrides,
    ...(nodes === undefined ? {} : { nodes }),
  });
  return {
    ...plain,
    replications: count,
    metrics,
    // Nothing is settled by the hundred-thousandth run that was open before.
    expectations: gateOutcomes(
      scenario.expectations,
      all!.kept(scenario.expectations.map(({ metric }) => metric)),
    ),
    ...(precision === null ? {} : { precision: precisionOutcome(precision, columns) }),
  };
}
