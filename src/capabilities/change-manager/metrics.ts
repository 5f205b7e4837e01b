/** What came of each change request. */
import { amount, family, lasting, type MetricFamily, yesOrNo } from '../../capability/metrics.ts';
import { idsIn } from './declared.ts';
import type { Machine } from './machine.ts';
import type { ChangeRequest } from './state.ts';

/** Undefined: it was not due, or AWS refused it. */
type One = ChangeRequest | undefined;

const minutes = (name: string, meaning: string, value: (one: One) => number | null) =>
  lasting(60_000, amount<One>(name, 'minutes', 'lower', meaning, value));

export const changeMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 180,
    subjects: [
      {
        pattern: 'changeRequest.<id>.',
        namesIn: idsIn,
      },
    ],
    metrics: [
      yesOrNo<One>('ran', 'higher', 'Whether its runbook began.', (one) => one?.ranMs != null),
      yesOrNo<One>(
        'succeeded',
        'higher',
        'Whether it ended CompletedWithSuccess.',
        (one) => one?.status === 'CompletedWithSuccess',
      ),
      yesOrNo<One>(
        'rejected',
        'lower',
        'Whether an approver rejected it.',
        (one) => one?.status === 'Rejected',
      ),
      minutes(
        'minutesToApprove',
        'From the call until its last level has approved. Null: it was not approved.',
        (one) => between(one?.createdMs, one?.approvedMs),
      ),
      minutes(
        'minutesWaiting',
        'From the last approval until its runbook begins: for its time, and for its calendar. Null: it has not begun.',
        (one) => between(one?.approvedMs, one?.ranMs),
      ),
      minutes(
        'minutesInFreeze',
        'How much of that a closed calendar kept it. 0: none did. Null: it has not begun.',
        (one) => (one?.ranMs == null ? null : between(one.heldMs ?? one.ranMs, one.ranMs)),
      ),
      minutes(
        'minutesInAll',
        'From the call until the end of its runbook. Null: it has not ended, or never ran.',
        (one) => (one?.ranMs == null ? null : between(one.createdMs, one.endedMs)),
      ),
    ],
    count: ({ changes }: Machine, { scenario }) => idsIn(scenario).map((id) => changes?.find(id)),
  }),
];

function between(fromMs: number | null | undefined, toMs: number | null | undefined): number | null {
  return fromMs == null || toMs == null ? null : (toMs - fromMs) / 60_000;
}
