/** What came of a change request, in a few words. */
import { type Span, say } from '../../blocks/block.ts';
import type { ChangeAttempt } from './attempts.ts';
import type { ChangeStatus } from './state.ts';

const bad: readonly ChangeStatus[] = ['CompletedWithFailure', 'Failed', 'TimedOut'];
const odd: readonly ChangeStatus[] = [
  'Rejected',
  'Cancelled',
  'PendingApproval',
  'PendingChangeCalendarOverride',
  'ChangeCalendarOverrideRejected',
];

export function outcomeOf({ request, denial }: ChangeAttempt): Span & { readonly text: string } {
  if (request === null) return denial === null ? say('refused', 'bad') : say('denied', 'odd');
  const { status } = request;
  if (status === 'CompletedWithSuccess') return say(status, 'good');
  return say(status, bad.includes(status) ? 'bad' : odd.includes(status) ? 'odd' : 'plain');
}
