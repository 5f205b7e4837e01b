/** `explain`: why a node was patched or was not, and what helps. */

import { UsageError } from '../diagnostics/usage-error.ts';
import type { ExplainProblem } from '../explain/explain.ts';
import { explainAll, explainWithProof } from '../explain/explain-with-proof.ts';
import type { Explanation, ExplanationOfAll } from '../explain/explanation.ts';
import { explainWalk, type Walked } from '../explain/walk.ts';
import { prepareDistributions } from '../kernel/gamma.ts';
import type { NotLoaded } from '../scenario/load.ts';
import { distributionsOf } from '../world/scenario.ts';
import { instantOrNull } from './instants.ts';
import { replicationMax } from './limits.ts';
import {
  inputOf,
  type LoadingOptions,
  load,
  orThrow,
  overridesOf,
  type Source,
  seedOf,
  wholeNumber,
} from './source.ts';
import { version } from './version.ts';
import { withoutNull } from './without-null.ts';

export interface ExplainAllOptions extends LoadingOptions {
  /** The state at this instant. Default: at the end of the run. */
  readonly at?: string | Date;
  /** Default: 0, the plain run. */
  readonly replication?: number;
}

export interface ExplainOptions extends ExplainAllOptions {
  /** Name or id. */
  readonly node: string;
  /** Looks at this window only. */
  readonly window?: string;
  /** Looks at this patch only. */
  readonly patch?: string;
}

export interface ExplainExecutionOptions extends ExplainAllOptions {
  /** The id of an execution of a runbook, or of a session, as results have it. */
  readonly execution: string;
}

/** The data that `fleetsim explain --json` prints: of one node, of one execution, or of all nodes that are not patched. */
export function explain(source: Source, options: ExplainOptions): Promise<Explanation>;
export function explain(source: Source, options: ExplainExecutionOptions): Promise<Walked>;
export function explain(source: Source, options?: ExplainAllOptions): Promise<ExplanationOfAll>;
export async function explain(
  source: Source,
  options: ExplainAllOptions | ExplainOptions | ExplainExecutionOptions = {},
): Promise<Explanation | ExplanationOfAll | Walked> {
  const { seed, set, at, replication = 0, ...aim } = options;
  const input = inputOf(source, options);
  const { scenario } = load(input, options);
  await prepareDistributions(distributionsOf(scenario));
  const request = {
    ...input,
    overrides: overridesOf(set),
    replication: wholeNumber(replication, 'replication', 0, replicationMax),
    version,
    ...withoutNull({ seed: seedOf(seed), atMs: instantOrNull(at, 'at') }),
  };
  if ('execution' in aim)
    return answerOf(explainWalk({ ...request, option: 'execution', id: aim.execution })).walked;
  return answerOf('node' in aim ? explainWithProof({ ...aim, ...request }) : explainAll(request));
}

export function answerOf<Answer extends object>(given: Answer | ExplainProblem | NotLoaded): Answer {
  const answer = orThrow(given);
  if ('problem' in answer) {
    const { problem, help } = answer;
    const said = help === undefined ? problem : `${problem}; ${help}`;
    // It speaks of options as the command line has them.
    throw new UsageError(said.replaceAll(/--(?=[a-z])/g, ''));
  }
  return answer;
}
