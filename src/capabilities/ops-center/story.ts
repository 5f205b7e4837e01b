/** One OpsItem, told from its creation on. */
import { type Block, sentences } from '../../blocks/block.ts';
import { counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import { dedupStringOf, resourcesOf, runbooksOf } from './data.ts';
import type { OpsItem } from './state.ts';

const origins = {
  call: 'the action',
  alarm: 'the alarm',
  rule: 'the rule',
  step: 'the runbook',
  insight: 'operational insights on OpsItems of',
} as const;

export function storyBlocks(item: OpsItem): Block[] {
  const { title, origin, severity, category, source, duplicates, createdMs, data, executions } = item;
  const string = dedupStringOf(data);
  const of = [
    ...(severity === null ? [] : [`severity ${severity}`]),
    ...(category === null ? [] : [category]),
    source,
  ];
  return [
    ...sentences([
      [`${title} (${of.join(', ')}).`],
      [`Created by ${origins[origin.kind]} ${origin.id} at ${dateAndTime(createdMs)} UTC.`],
      [
        string === null
          ? 'It has no deduplication string: another like it is created each time.'
          : `Its deduplication string is ${string}; it kept out ${counted(duplicates, 'duplicate')} while it was not resolved.`,
      ],
      ...resourcesOf(data).map((arn) => [`Related resource: ${arn}`]),
      ...runbooksOf(data).map((name) => [`Associated runbook: ${name}`]),
      ...executions.map((id) => [`Its runbook was started as ${id}.`]),
    ]),
    {
      kind: 'table',
      head: ['time (UTC)', 'status', 'by', 'why'],
      rows: item.history.map(({ atMs, status, by, why }) => [dateAndTime(atMs), status, by, why]),
      numeric: [],
      prose: 1,
    },
  ];
}
