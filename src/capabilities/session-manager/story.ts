/** One session, told in the order in which AWS asks: for the report and for `explain`. */
import { type Block, paragraph, type Span, say, sentences } from '../../blocks/block.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { Asked, Prerequisite } from './asked.ts';
import type { SessionAttempt } from './attempts.ts';
import { prerequisites } from './prerequisites.ts';
import { outcomeOf } from './words.ts';

/** What kept it from starting, and what to do about it. */
export function obstacleSentences({ action: { id }, missing, error, denial }: SessionAttempt): Span[] {
  if (missing !== null) {
    const { why, remedy } = missing.obstacle;
    return [say(`${id} did not start: ${why}. To fix it: ${remedy}.`, 'bad')];
  }
  if (error === null) return [];
  if (denial === null) return [say(`${id} was refused: ${error}.`, 'bad')];
  const by = denial.statement === null ? '' : ` The statement ${denial.statement} decides.`;
  return [say(`${id} was denied: ${error}.${by}`, 'odd')];
}

export function storyBlocks(attempt: SessionAttempt): Block[] {
  const { action, request, session } = attempt;
  const who = action.as === undefined ? 'a caller who may do everything' : action.as;
  const about = `${request.document} on ${request.target}, asked for by ${who} at ${dateAndTime(action.atMs)} UTC: `;
  return [
    ...sentences([[about, outcomeOf(attempt), '.'], ...obstacleSentences(attempt)]),
    ...askedTable(attempt),
    ...(session === null ? [] : historyTable(session.history)),
    ...logBlocks(attempt),
  ];
}

/** The caller first, then each prerequisite in its order: what comes after the one that is missing was not asked for. */
function askedTable({ session, missing, denial }: SessionAttempt): Block[] {
  if (session === null && missing === null && denial === null) return [];
  const rows = prerequisites.filter((one) =>
    isAsked(one, session?.asked ?? null, missing?.prerequisite ?? null),
  );
  const titles = ['The caller may start the session', ...rows.map(({ title }) => title)];
  const failedAt =
    denial !== null ? 0 : missing === null ? titles.length : rows.indexOf(missing.prerequisite) + 1;
  return [
    {
      kind: 'table',
      head: ['what is asked', 'answer'],
      rows: titles.map((title, index) => [title, answerOf(index, failedAt, session === null)]),
      numeric: [],
    },
    ...(missing === null ? [] : [paragraph(`AWS: ${missing.prerequisite.page}`)]),
  ];
}

function isAsked(one: Prerequisite, asked: Asked | null, missing: Prerequisite | null): boolean {
  if (one === missing) return true;
  return asked === null ? one.isAsked === undefined : one.isAsked?.(asked) !== false;
}

function answerOf(index: number, failedAt: number, isRefused: boolean): Span {
  if (index < failedAt) return say('yes', 'good');
  if (index === failedAt) return say(isRefused ? 'no: the call is refused' : 'no: the session fails', 'bad');
  return say('not asked', 'dim');
}

function historyTable(history: NonNullable<SessionAttempt['session']>['history']): Block[] {
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

function logBlocks({ session }: SessionAttempt): Block[] {
  return (session?.logs ?? []).map(({ target: { to, name }, loss }) =>
    paragraph(
      loss === null ? `Its log is in ${to}, ${name}.` : `Its log in ${to}, ${name}, is lost: ${loss}.`,
      loss === null ? 'plain' : 'bad',
    ),
  );
}
