/** The result of a run with all capabilities, typed. */
import type { NodeDetails, ResultLists } from '../../src/capabilities/results.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';
import { type NodeResult, type ResultFrame, type ResultOptions, resultOf } from '../../src/result/result.ts';

export interface TypedResult extends ResultFrame, ResultLists {
  readonly nodes: readonly (NodeResult & NodeDetails)[];
}

export function typedResultOf(outcome: RunOutcome, options: ResultOptions): TypedResult {
  // test/schema holds results to these types.
  return resultOf(outcome, options) as unknown as TypedResult;
}
