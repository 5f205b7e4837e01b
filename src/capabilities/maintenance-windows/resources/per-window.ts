import type { Whole } from '../../../cloudformation/resource-spec.ts';
import { maintenanceWindow } from './windows.ts';

/** What belongs to one window is refused beyond its quota; an account may have been granted more windows. */
export function refuseTooMany(
  nouns: Iterable<{ readonly windowId: string }>,
  noun: string,
  quota: number,
  { key, context, references }: Whole,
): void {
  const counts = new Map<string, number>();
  for (const { windowId } of nouns) counts.set(windowId, (counts.get(windowId) ?? 0) + 1);
  for (const windowId of references.nouns(maintenanceWindow).keys()) {
    const count = counts.get(windowId) ?? 0;
    if (count <= quota) continue;
    const message = `expected at most ${quota} ${noun} of a window, found ${count}`;
    context.error([key, windowId], 'too-many', message, {
      at: 'key',
      awsError: 'ResourceLimitExceededException',
    });
  }
}
