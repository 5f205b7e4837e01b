/** What the calls of windows have in common. */
import type { CallReading } from '../../../cloudformation/call-spec.ts';
import { type Field, text } from '../../../fields/fields.ts';
import type { PartReading } from '../resources/window-targets.ts';

export const windowId = (): Field<string> => text('a window, such as !Ref SundayWindow');

/** As the specs of resources read: what a call refers to is under `resources`, or made by another call. */
export function readingOf(reading: CallReading): PartReading {
  return { ...reading, key: 'resources' };
}

/** With `Replace: true` everything that the call which creates it requires is required again. */
export function refuseMissing(
  seen: Readonly<Record<string, unknown>>,
  required: readonly string[],
  creates: string,
  { path, context }: CallReading,
): void {
  if (seen['Replace'] !== true) return;
  for (const key of required) {
    if (seen[key] !== undefined) continue;
    const message = `missing: expected ${key}, which Replace requires as ${creates} does`;
    context.error([...path, key], 'missing-key', message, { awsError: 'ValidationException' });
  }
}
