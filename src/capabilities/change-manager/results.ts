/** Change requests as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
  flag,
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import { type ChangeAttempt, changeAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { type ChangeStatus, changeStatuses } from './state.ts';

export interface ChangeRequestResult {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly runbook: string;
  readonly by: string | null;
  readonly status: ChangeStatus | null;
  readonly error: string | null;
  readonly created: string;
  readonly scheduled: string | null;
  readonly scheduledEnd: string | null;
  readonly approved: string | null;
  readonly autoApproved: boolean;
  readonly held: string | null;
  readonly ran: string | null;
  readonly end: string | null;
  readonly decisions: readonly DecisionResult[];
  readonly overrides: readonly Omit<DecisionResult, 'level'>[];
  readonly history: readonly { readonly at: string; readonly status: ChangeStatus; readonly why: string }[];
}

interface DecisionResult {
  readonly level: string;
  readonly by: string;
  readonly approves: boolean;
  readonly at: string;
}

export const changeRequestSchema = exactly({
  id: said('That of its action, and of its execution in automations.', text),
  name: said('Its ChangeRequestName.', text),
  template: text,
  runbook: text,
  by: said('The principal that asks for it. Null: someone who may do everything.', textOrNothing),
  status: said('At the end of the run. Null: AWS refused the call.', oneOf(...changeStatuses, null)),
  error: said('What AWS answers. Null: it takes the call.', textOrNothing),
  created: instant,
  scheduled: said('Its ScheduledTime. Null: as soon as it may.', instantOrNothing),
  scheduledEnd: said('Its ScheduledEndTime, an estimate for reviewers.', instantOrNothing),
  approved: said('When its last level approved. Null: it is not approved.', instantOrNothing),
  autoApproved: flag,
  held: said('When a closed calendar first kept it. Null: none did.', instantOrNothing),
  ran: said('When its runbook began. Null: it has not.', instantOrNothing),
  end: instantOrNothing,
  decisions: said(
    'Who has said what, level by level.',
    listOf(exactly({ level: text, by: text, approves: flag, at: instant })),
  ),
  overrides: said(
    'What change freeze approvers have said about the closed calendar.',
    listOf(exactly({ by: text, approves: flag, at: instant })),
  ),
  history: said(
    'What happened to it, in the order of time.',
    listOf(exactly({ at: instant, status: oneOf(...changeStatuses), why: text })),
  ),
});

export const changeResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 85,
      key: 'changeRequests',
      schema: said(
        'Every StartChangeRequestExecution that was due, in the order of time.',
        listOf(changeRequestSchema),
      ),
      listOf: (machine, simulation): ChangeRequestResult[] =>
        changeAttempts(machine, simulation).map(resultOf),
    },
  ],
};

export function resultOf({ action, call, request, error }: ChangeAttempt): ChangeRequestResult {
  const decisions = (request?.execution?.steps ?? []).flatMap(({ step: { name: level }, decisions: all }) =>
    all.map(({ by, approves, atMs }) => ({ level, by, approves, at: isoTime(atMs) })),
  );
  return {
    id: action.id,
    name: call.name,
    template: call.template,
    runbook: call.runbook,
    by: action.as ?? null,
    status: request?.status ?? null,
    error,
    created: isoTime(action.atMs),
    scheduled: isoTimeOrNull(call.scheduledMs),
    scheduledEnd: isoTimeOrNull(call.scheduledEndMs),
    approved: isoTimeOrNull(request?.approvedMs ?? null),
    autoApproved: request?.isAutoApproved === true,
    held: isoTimeOrNull(request?.heldMs ?? null),
    ran: isoTimeOrNull(request?.ranMs ?? null),
    end: isoTimeOrNull(request?.endedMs ?? null),
    decisions,
    overrides: (request?.overrides ?? []).map(({ by, approves, atMs }) => ({
      by,
      approves,
      at: isoTime(atMs),
    })),
    history: (request?.history ?? []).map(({ atMs, status, why }) => ({ at: isoTime(atMs), status, why })),
  };
}
