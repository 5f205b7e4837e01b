/** `inventory FILE --at TIME`: a run that ends at the instant, and what capabilities show of the fleet then. */
import type { AtTime, QueryProblem } from '../capability/at-time.ts';
import type { AnyCapability } from '../capability/capability.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { loadScenario, type NotLoaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { isoTime } from '../world/time.ts';
import type { ExplainProblem } from './explain.ts';
import type { ExplainAllRequest } from './explain-with-proof.ts';
import type { ExplainedRun } from './explanation.ts';
import { until } from './runs.ts';

export const atTimeSchema = 'fleetsim.inventory/1';

export interface AtTimeRequest extends ExplainAllRequest {
  /** A condition that some capability answers. Null: every view of the fleet. */
  readonly where: string | null;
}

export interface FleetAtTime extends ExplainedRun {
  readonly schema: typeof atTimeSchema;
  readonly where: string | null;
  /** What the condition finds. Null: there is none. */
  readonly found: object | null;
  /** By the key of each view; empty under a condition. */
  readonly views: Readonly<Record<string, object>>;
}

export interface AtTimeAnswer {
  readonly data: FleetAtTime;
  readonly blocks: AtTime['blocks'];
}

type Outcome = ReturnType<Simulator['run']>;

export function fleetAtTime(request: AtTimeRequest): AtTimeAnswer | ExplainProblem | NotLoaded {
  const loaded = loadScenario(request);
  if ('problems' in loaded) return loaded;
  const { scenario, sha256, overrides } = loaded;
  const { where, file, version, replication = 0, atMs = null } = request;
  if (atMs !== null && (atMs < scenario.startMs || atMs > scenario.endMs)) {
    const help = `expected a time from ${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`;
    return { problem: `--at ${isoTime(atMs)}: outside the run`, help };
  }
  const capabilities = capabilitiesOf(scenario);
  const query = where === null ? null : readQuery(capabilities, where);
  if (query !== null && 'problem' in query) return query;
  const askedMs = Math.min(atMs ?? scenario.endMs, scenario.endMs);
  const outcome = new Simulator(until(scenario, atMs), { askedMs }).run(replication);
  const found = query === null ? null : query(outcome);
  const views = query === null ? viewsOf(capabilities, outcome) : [];
  return {
    blocks: found?.blocks ?? views.flatMap(({ shown }) => shown.blocks),
    data: {
      schema: atTimeSchema,
      fleetsim: version,
      scenario: { name: scenario.name, file: file.replace(/^.*[\\/]/, ''), sha256 },
      overrides,
      seed: scenario.seed,
      replication,
      at: isoTime(askedMs),
      where,
      found: found?.data ?? null,
      views: Object.fromEntries(views.map(({ key, shown }) => [key, shown.data])),
    },
  };
}

/** By the first capability that answers conditions. */
function readQuery(
  capabilities: readonly AnyCapability[],
  where: string,
): ((outcome: Outcome) => AtTime) | QueryProblem {
  for (const capability of capabilities) {
    const read = capability.open((spec) => {
      const query = spec.query?.read(where);
      if (query === undefined || 'problem' in query) return query;
      return ({ machines, simulation }: Outcome) => query(machines.of(spec), simulation);
    });
    if (read !== undefined) return read;
  }
  return { problem: `--where ${where}: no capability answers conditions` };
}

function viewsOf(capabilities: readonly AnyCapability[], { machines, simulation }: Outcome) {
  return capabilities
    .flatMap((capability) =>
      capability.open((spec) =>
        (spec.atTime ?? []).map(({ place, key, of }) => ({
          place,
          key,
          shown: of(machines.of(spec), simulation),
        })),
      ),
    )
    .sort((a, b) => a.place - b.place)
    .flatMap(({ key, shown }) => (shown === null ? [] : [{ key, shown }]));
}
