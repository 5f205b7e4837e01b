/** `explain`: why a node was patched or was not, and what helps. */

import { UsageError } from '../diagnostics/usage-error.ts';
import { explainAll, explainWithProof } from '../explain/explain-with-proof.ts';
import type { Explanation, ExplanationOfAll } from '../explain/explanation.ts';
import { prepareDistributions } from '../kernel/gamma.ts';
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

/** The data that `fleetsim explain --json` prints: of one node, or of all that are not patched. */
export function explain(source: Source, options: ExplainOptions): Promise<Explanation>;
export function explain(source: Source, options?: ExplainAllOptions): Promise<ExplanationOfAll>;
export async function explain(
  source: Source,
  options: ExplainAllOptions | ExplainOptions = {},
): Promise<Explanation | ExplanationOfAll> {
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
  const answer = orThrow('node' in aim ? explainWithProof({ ...aim, ...request }) : explainAll(request));
  if ('problem' in answer) {
    const { problem, help } = answer;
    const said = help === undefined ? problem : `${problem}; ${help}`;
    // It speaks of options as the command line has them.
    throw new UsageError(said.replaceAll(/--(?=[a-z])/g, ''));
  }
  return answer;
}
