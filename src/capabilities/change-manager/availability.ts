/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-availability-change.html */
import type { Note } from '../../capability/notes.ts';

/** Change Manager is no longer open to new customers from then on; those who have it keep it. */
const closedMs = Date.UTC(2025, 10, 7);

export const availabilityPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-availability-change.html';

/** Of a run that begins then. Null: it was open. */
export function closedToNewCustomers(startMs: number): Note | null {
  if (startMs < closedMs) return null;
  return {
    text: 'Change Manager has taken no new customers since 2025-11-07: accounts that used it before that date still can.',
    page: availabilityPage,
  };
}
