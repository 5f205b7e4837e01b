/** Executions of runbooks in a report of a run: a table of all, and the story of those that did not succeed. */
import { type Block, paragraph, say, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Execution } from './execution.ts';
import type { Machine } from './machine.ts';
import { resultOf } from './results.ts';
import { storyBlocks, toneOf } from './story.ts';

const rowsMax = 20;
const storiesMax = 3;

export const automationView: readonly ReportPart<Machine>[] = [
  {
    place: 24,
    blocks({ automation: { executions } }): Block[] {
      if (executions.length === 0) return [];
      const started = executions.filter(({ parent }) => parent === null);
      return [
        section(`Automations: ${count(started.length)}`, [
          ...executionTable(started),
          ...toldOf(executions).map((one) =>
            section(`Execution ${one.request.id}`, storyBlocks(resultOf(one), one.children.map(resultOf))),
          ),
        ]),
      ];
    },
  },
];

function executionTable(started: readonly Execution[]): Block[] {
  const hidden = started.length - rowsMax;
  return [
    {
      kind: 'table',
      head: ['start (UTC)', 'runbook', 'started by', 'about', 'status', 'end (UTC)'],
      rows: started
        .slice(0, rowsMax)
        .map(({ request, document, status, requestedMs, startedMs, endedMs, children }) => [
          dateAndTime(startedMs ?? requestedMs),
          document,
          request.source,
          request.rateControl === undefined ? request.resource : counted(children.length, 'target'),
          say(status, toneOf(status)),
          endedMs === null ? '-' : dateAndTime(endedMs),
        ]),
      numeric: [],
      labels: 2,
      narrow: 'listed',
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
  ];
}

/**
 * One execution for each way to fail: the same runbook, the same step, the same words. Where all succeed, the first one that has steps. A parent is told by
 * its children.
 */
function toldOf(executions: readonly Execution[]): Execution[] {
  const failed = new Map<string, Execution>();
  for (const one of executions) {
    const step = one.steps.find(({ failure }) => failure !== null);
    const isBad = one.status !== 'Success' && (one.failure !== null || one.steps.length > 0);
    const key = JSON.stringify([one.document, one.status, one.failure, step?.step.name]);
    if (isBad && !failed.has(key)) failed.set(key, one);
  }
  if (failed.size > 0) return [...failed.values()].slice(0, storiesMax);
  return executions.filter(({ steps }) => steps.length > 0).slice(0, 1);
}
