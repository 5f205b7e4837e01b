/** `explain --execution ID`: what happened in one thing that a capability can walk through. */
import { refusedWalk } from '../capability/refused-walk.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { Walk, WalkSpec } from '../capability/walks.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { loadScenario, type NotLoaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { isoTime } from '../world/time.ts';
import type { ExplainProblem } from './explain.ts';
import type { ExplainAllRequest } from './explain-with-proof.ts';
import type { ExplainedRun } from './explanation.ts';
import { until } from './runs.ts';

export const walkSchema = 'fleetsim.walk/1';

export interface WalkRequest extends ExplainAllRequest {
  readonly option: WalkSpec<never>['option'];
  readonly id: string;
}

export interface Walked extends ExplainedRun {
  readonly schema: typeof walkSchema;
  readonly execution: object;
}

export interface WalkAnswer {
  readonly walked: Walked;
  readonly blocks: Walk['blocks'];
}

const idsNamed = 8;

export function explainWalk(request: WalkRequest): WalkAnswer | ExplainProblem | NotLoaded {
  const loaded = loadScenario(request);
  if ('problems' in loaded) return loaded;
  const { scenario, sha256, overrides } = loaded;
  const { option, id, file, version, replication = 0, atMs = null } = request;
  const outcome = new Simulator(until(scenario, atMs)).run(replication);
  const all = capabilitiesOf(scenario).flatMap((capability) =>
    capability.open((spec) =>
      spec.walks?.option === option
        ? [{ spec: spec.walks, machine: outcome.machines.of(spec) }].map(({ spec: walks, machine }) => ({
            ids: () => walks.ids(machine),
            walk: () => walks.walk(machine, id, outcome.simulation),
          }))
        : [],
    ),
  );
  const { refused } = outcome.simulation;
  const call = refused.find(({ action }) => action.id === id);
  const found =
    all.map(({ walk }) => walk()).find((walk) => walk !== undefined) ?? (call && refusedWalk(call));
  if (found === undefined) {
    const ids = [...all.flatMap((one) => one.ids()), ...refused.map(({ action }) => action.id)];
    return problemOf(option, id, [...new Set(ids)]);
  }
  return {
    blocks: found.blocks,
    walked: {
      schema: walkSchema,
      fleetsim: version,
      scenario: { name: scenario.name, file: file.replace(/^.*[\\/]/, ''), sha256 },
      overrides,
      seed: scenario.seed,
      replication,
      at: isoTime(Math.min(atMs ?? scenario.endMs, scenario.endMs)),
      execution: found.data,
    },
  };
}

function problemOf(option: string, id: string, ids: readonly string[]): ExplainProblem {
  const problem = `--${option} ${id}: the run has no ${option} of this id`;
  if (ids.length === 0) return { problem, help: 'it has none at all' };
  const more = ids.length > idsNamed ? ', …' : '';
  return { problem, help: suggestion(id, ids) ?? `it has ${ids.slice(0, idsNamed).join(', ')}${more}` };
}
