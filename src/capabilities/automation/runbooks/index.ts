/** AWS's own runbooks, as far as AWS has published their steps. */
import type { Runbook } from '../content/runbook.ts';

export function managedRunbook(_name: string): Runbook | undefined {
  return undefined;
}
