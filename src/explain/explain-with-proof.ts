/** What `fleetsim explain` answers: why, what would have helped, and the runs that prove it. */
import type { CauseId } from '../capability/causes.ts';
import { type Loaded, type LoadOptions, loadScenario, type NotLoaded } from '../scenario/load.ts';
import { allExplained } from './all.ts';
import { chanceOf } from './chance.ts';
import {
  type ExplainOptions,
  type ExplainProblem,
  explanationOf,
  lookAt,
  type ToExplain,
} from './explain.ts';
import type { Explanation, ExplanationOfAll } from './explanation.ts';
import { findRemedy, type Rerun, remedyOf } from './proof.ts';

export interface ExplainAllRequest
  extends Pick<LoadOptions, 'file' | 'read' | 'overrides' | 'seed' | 'capabilities'>,
    Pick<ExplainOptions, 'replication' | 'atMs'> {
  /** Of fleetsim. */
  readonly version: string;
}

export interface ExplainRequest extends ExplainAllRequest, Pick<ExplainOptions, 'window' | 'patch'> {
  /** Name or id. */
  readonly node: string;
}

export function explainWithProof(request: ExplainRequest): Explanation | ExplainProblem | NotLoaded {
  const loaded = loadScenario(request);
  if ('problems' in loaded) return loaded;
  const situation = lookAt(loaded.scenario, request.node, request);
  if ('problem' in situation) return situation;
  const explanation = explanationOf(toExplain(request, loaded), situation, request);
  if (explanation.blocking.length === 0) return explanation;
  const rerun = rerunOf(request, loaded);
  const found = findRemedy(rerun, situation, [situation.name]);
  const remedy = remedyOf(found, situation);
  const { remainingCause } = remedy.proof;
  const isChance = (cause: CauseId | null) => cause !== null && situation.causes.of(cause).isChance === true;
  // The chance that is left is that of the scenario with everything that could be changed.
  const scenario = isChance(explanation.cause) ? situation.scenario : (found.trial?.scenario ?? null);
  const hasChance = isChance(explanation.cause) || isChance(remainingCause);
  const chance = hasChance && scenario !== null ? chanceOf(scenario, situation.name) : null;
  return { ...explanation, remedy, chance };
}

export function explainAll(request: ExplainAllRequest): ExplanationOfAll | ExplainProblem | NotLoaded {
  const loaded = loadScenario(request);
  if ('problems' in loaded) return loaded;
  return allExplained(toExplain(request, loaded), rerunOf(request, loaded));
}

function toExplain({ file, version }: ExplainAllRequest, loaded: Loaded): ToExplain {
  const { scenario, sha256, overrides } = loaded;
  return { scenario, file: file.replace(/^.*[\\/]/, ''), sha256, overrides, version };
}

function rerunOf({ replication = 0, atMs }: ExplainAllRequest, { changedBy }: Loaded): Rerun {
  return { load: changedBy, replication, atMs: atMs ?? null };
}
