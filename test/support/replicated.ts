/** Replications with their columns, as commands have them. */
import {
  columnsFor,
  type ReplicationPlan,
  type Replications,
  replicate,
} from '../../src/experiment/replicate.ts';

export async function replicated(plan: ReplicationPlan): Promise<Replications> {
  const columns = columnsFor(plan.variants);
  return { columns, ...(await replicate(plan, columns)) };
}
