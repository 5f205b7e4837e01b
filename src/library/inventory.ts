/** `inventory`: what Systems Manager shows of the fleet at an instant. */
import { type FleetAtTime, fleetAtTime } from '../explain/at-time.ts';
import { prepareDistributions } from '../kernel/gamma.ts';
import { distributionsOf } from '../world/scenario.ts';
import { answerOf, type ExplainAllOptions } from './explain.ts';
import { instantOrNull } from './instants.ts';
import { replicationMax } from './limits.ts';
import { inputOf, load, overridesOf, type Source, seedOf, wholeNumber } from './source.ts';
import { version } from './version.ts';
import { withoutNull } from './without-null.ts';

export interface InventoryOptions extends ExplainAllOptions {
  /** A condition, such as `AWS:Application.Name=httpd and Version<2.4.55`. Without it: every view of the fleet. */
  readonly where?: string;
}

/** The data that `fleetsim inventory --json` prints. */
export async function inventory(source: Source, options: InventoryOptions = {}): Promise<FleetAtTime> {
  const { seed, set, at, replication = 0, where = null } = options;
  const input = inputOf(source, options);
  const { scenario } = load(input, options);
  await prepareDistributions(distributionsOf(scenario));
  return answerOf(
    fleetAtTime({
      ...input,
      overrides: overridesOf(set),
      replication: wholeNumber(replication, 'replication', 0, replicationMax),
      version,
      where,
      ...withoutNull({ seed: seedOf(seed), atMs: instantOrNull(at, 'at') }),
    }),
  ).data;
}
