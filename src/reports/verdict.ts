/** Whether the run was what its scenario expects. */
import type { ExpectationOutcome } from '../result/expectations.ts';
import { counted } from './numbers.ts';

export interface Verdict {
  readonly total: number;
  readonly failed: number;
}

export function verdictOn(expectations: readonly ExpectationOutcome[]): Verdict {
  const failed = expectations.filter(({ outcome }) => outcome === 'fail').length;
  return { total: expectations.length, failed };
}

export function verdictWords({ total, failed }: Verdict): string {
  if (total === 0) return 'Nothing was expected of this run.';
  if (failed > 0) return `${failed} of ${counted(total, 'expectation')} FAILED.`;
  return total === 1 ? 'The one expectation holds.' : `All ${counted(total, 'expectation')} hold.`;
}
