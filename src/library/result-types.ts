/** The results of runs as programs get them: with the lists and the node's fields that the capabilities add. */
import type { NodeDetails, ResultLists } from '../capabilities/results.ts';
import type { ReplicatedResult as ReplicatedFrame } from '../experiment/replicated-result.ts';
import type { NodeResult as NodeFrame, ResultFrame } from '../result/result.ts';

export type NodeResult = Pick<NodeFrame, 'name' | 'id' | 'group'> & NodeDetails;

interface Details extends ResultLists {
  readonly nodes: readonly NodeResult[];
}

export interface Result extends Omit<ResultFrame, 'nodes'>, Details {}

/** The lists and nodes are those of run 0. */
export interface ReplicatedResult extends Omit<ReplicatedFrame, 'nodes'>, Details {}
