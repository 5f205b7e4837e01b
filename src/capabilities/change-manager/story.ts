/** One change request, told from the call to the end of its runbook: for the report and for `explain`. */
import { type Block, type Span, say, sentences } from '../../blocks/block.ts';
import { duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ChangeAttempt } from './attempts.ts';
import { outcomeOf } from './words.ts';

export function storyBlocks(attempt: ChangeAttempt): Block[] {
  const { action, call, request } = attempt;
  const who = action.as === undefined ? 'a caller who may do everything' : action.as;
  const about = `${call.runbook} by the change template ${call.template}, asked for by ${who} at ${dateAndTime(action.atMs)} UTC: `;
  return [
    ...sentences([[about, outcomeOf(attempt), '.'], ...whySentences(attempt)]),
    ...decisionTable(attempt),
    ...(request === null ? [] : historyTable(request.history)),
  ];
}

/** What has kept it from its runbook, or did for a time. */
export function whySentences({ action: { id }, request, error, denial }: ChangeAttempt): Span[] {
  if (error !== null && denial === null) return [say(`${id} was refused: ${error}.`, 'bad')];
  if (error !== null) {
    const by = denial?.statement == null ? '' : ` The statement ${denial.statement} decides.`;
    return [say(`${id} was denied: ${error}.${by}`, 'odd')];
  }
  if (request === null) return [];
  const { ranMs, heldMs, approvedMs, status, history, call, endedMs } = request;
  const said: Span[] = [];
  if (heldMs !== null && ranMs !== null)
    said.push(say(`A closed calendar kept ${id} for ${duration(ranMs - heldMs)} after its approval.`, 'odd'));
  else if (heldMs !== null && endedMs === null)
    said.push(say(`A closed calendar has kept ${id} since ${dateAndTime(heldMs)} UTC.`, 'odd'));
  if (approvedMs === null && endedMs === null)
    said.push(say(`${id} still waits: ${history.at(-1)!.why}.`, 'odd'));
  if (endedMs !== null && status !== 'CompletedWithSuccess')
    said.push(say(`${id} ended ${status}: ${history.at(-1)!.why}.`, 'bad'));
  const { scheduledEndMs } = call;
  if (scheduledEndMs !== null && ranMs !== null && (endedMs ?? Infinity) > scheduledEndMs)
    said.push(
      say(
        `${id} was expected to be over by ${dateAndTime(scheduledEndMs)} UTC: ScheduledEndTime is an estimate, and ends nothing.`,
      ),
    );
  return said;
}

function decisionTable({ request }: ChangeAttempt): Block[] {
  const ofLevels = (request?.execution?.steps ?? []).flatMap(({ step: { name }, decisions }) =>
    decisions.map((one) => ({ ...one, level: name })),
  );
  const ofFreeze = (request?.overrides ?? []).map((one) => ({ ...one, level: 'change freeze' }));
  const all = [...ofLevels, ...ofFreeze];
  if (all.length === 0) return [];
  return [
    {
      kind: 'table',
      head: ['time (UTC)', 'level', 'approver', 'decision'],
      rows: all.map(({ atMs, level, by, approves }) => [
        dateAndTime(atMs),
        level,
        by,
        say(approves ? 'Approve' : 'Reject', approves ? 'good' : 'bad'),
      ]),
      numeric: [],
    },
  ];
}

function historyTable(history: NonNullable<ChangeAttempt['request']>['history']): Block[] {
  return [
    {
      kind: 'table',
      head: ['time (UTC)', 'status', 'why'],
      rows: history.map(({ atMs, status, why }) => [dateAndTime(atMs), status, why]),
      numeric: [],
      prose: 1,
    },
  ];
}
