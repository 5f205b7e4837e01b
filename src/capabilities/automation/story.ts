/** An execution told as a story: its steps, who approved, where it failed. Made from a result, so that every format says the same. */
import { type Block, paragraph, type Span, say, sentences, withoutStop } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { AutomationResult, StepResult } from './results.ts';

/** Up to this number of steps each has a row; of more the first ones, and all that did not succeed. */
const rowsMax = 40;

export function storyBlocks(one: AutomationResult, children: readonly AutomationResult[]): Block[] {
  return [...sentences(storySentences(one, children)), ...stepTable(one.steps)];
}

function storySentences(one: AutomationResult, children: readonly AutomationResult[]): Span[] {
  const { id, document, resource, source, status, start, end, failure, steps } = one;
  const about = resource === id ? '' : ` for ${resource}`;
  const took = end === null ? 'it has not ended' : `${duration(Date.parse(end) - Date.parse(start))}`;
  const said = [say(`${document}${about}, started by ${source}: ${status} (${took}).`, toneOf(status))];
  if (failure !== null) said.push(say(`It ended before its first step: ${withoutStop(failure)}.`, 'bad'));
  const failed = steps.filter(({ failure: why }) => why !== null);
  for (const step of failed.slice(0, 3)) said.push(failureSentence(step));
  if (failed.length > 3) said.push(say(`${counted(failed.length - 3, 'more step')} failed.`));
  for (const { name, decisions } of steps)
    for (const each of decisions) said.push(decisionSentence(name, each));
  if (children.length > 0) said.push(childrenSentence(children));
  return said;
}

function failureSentence({ name, failure, attempts, end }: StepResult): Span {
  const times = attempts > 1 ? ` after ${count(attempts)} attempts` : '';
  const at = end === null ? '' : ` at ${clockOf(end)}`;
  return say(`${name} failed${at}${times}: ${withoutStop(failure ?? '')}.`, 'bad');
}

function decisionSentence(name: string, { by, approves, at }: StepResult['decisions'][number]): Span {
  return say(`${name} was ${approves ? 'approved' : 'rejected'} by ${by} at ${clockOf(at)}.`);
}

function childrenSentence(children: readonly AutomationResult[]): Span {
  const by = new Map<string, number>();
  for (const { status } of children) by.set(status, (by.get(status) ?? 0) + 1);
  const ends = [...by].map(([status, ones]) => `${count(ones)} ${status}`).join(', ');
  return say(`It started ${counted(children.length, 'execution')}: ${ends}.`);
}

function stepTable(steps: readonly StepResult[]): Block[] {
  if (steps.length === 0) return [];
  const shown =
    steps.length <= rowsMax
      ? steps
      : steps.filter(({ status }, index) => index < rowsMax / 2 || status !== 'Success').slice(0, rowsMax);
  const hidden = steps.length - shown.length;
  return [
    {
      kind: 'table',
      head: ['start (UTC)', 'step', 'action', 'status', 'took'],
      rows: shown.map((step) => [
        dateAndTime(Date.parse(step.start)),
        [step.name, ...step.iterations.map(String)].join(' #'),
        step.action,
        say(step.status, toneOf(step.status)),
        step.end === null ? '-' : duration(Date.parse(step.end) - Date.parse(step.start)),
      ]),
      numeric: [],
      labels: 2,
      narrow: 'listed',
    },
    ...(hidden > 0 ? [paragraph(`… and ${counted(hidden, 'more step')}`)] : []),
  ];
}

export function toneOf(status: string): 'plain' | 'good' | 'bad' | 'odd' {
  if (status === 'Success') return 'good';
  if (status === 'Failed' || status === 'TimedOut') return 'bad';
  return status === 'Cancelled' || status === 'Exited' ? 'odd' : 'plain';
}

function clockOf(at: string): string {
  return `${dateAndTime(Date.parse(at))} UTC`;
}
