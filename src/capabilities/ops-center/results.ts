/** OpsItems as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
  count,
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
import { dedupStringOf, resourcesOf, runbooksOf } from './data.ts';
import type { Machine } from './machine.ts';
import { type OpsItemStatus, opsItemStatuses } from './rules.ts';
import type { OpsItem } from './state.ts';

export interface OpsItemResult {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly source: string;
  readonly severity: string | null;
  readonly category: string | null;
  readonly priority: number | null;
  readonly status: OpsItemStatus;
  readonly madeBy: string;
  readonly dedupString: string | null;
  readonly duplicates: number;
  readonly resources: readonly string[];
  readonly runbooks: readonly string[];
  readonly executions: readonly string[];
  readonly operator: string | null;
  readonly created: string;
  readonly begun: string | null;
  readonly resolved: string | null;
  readonly history: readonly {
    readonly at: string;
    readonly status: OpsItemStatus;
    readonly by: string;
    readonly why: string;
  }[];
}

export const opsItemSchema = exactly({
  id: text,
  title: text,
  type: text,
  source: text,
  severity: textOrNothing,
  category: textOrNothing,
  priority: said('Null: it has none.', { type: ['integer', 'null'] }),
  status: said('At the end of the run.', oneOf(...opsItemStatuses)),
  madeBy: said('The action, alarm, rule or runbook that made it.', text),
  dedupString: said('Null: it is never taken for a duplicate.', textOrNothing),
  duplicates: said('Requests that it kept out while it was not resolved.', count),
  resources: said('ARNs of related resources.', listOf(text)),
  runbooks: said('Associated runbooks.', listOf(text)),
  executions: said('Executions of them that an operator started.', listOf(text)),
  operator: said('Who works on it, or did last. Null: no operator.', textOrNothing),
  created: instant,
  begun: said('When it was first in progress. Null: never.', instantOrNothing),
  resolved: said('Null: it is not resolved at the end of the run.', instantOrNothing),
  history: said(
    'Its statuses, in the order of time.',
    listOf(exactly({ at: instant, status: oneOf(...opsItemStatuses), by: text, why: text })),
  ),
});

export const opsItemResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 90,
      key: 'opsItems',
      schema: said('OpsItems, in the order in which they were created.', listOf(opsItemSchema)),
      listOf: ({ opsCenter }): OpsItemResult[] => opsCenter.items.map(resultOf),
    },
  ],
};

export function resultOf(item: OpsItem): OpsItemResult {
  const { id, title, type, source, severity, category, priority, status, duplicates, operator } = item;
  return {
    id,
    title,
    type,
    source,
    severity,
    category,
    priority,
    status,
    madeBy: item.origin.id,
    dedupString: dedupStringOf(item.data),
    duplicates,
    resources: resourcesOf(item.data),
    runbooks: runbooksOf(item.data),
    executions: item.executions,
    operator,
    created: isoTime(item.createdMs),
    begun: isoTimeOrNull(item.begunMs),
    resolved: isoTimeOrNull(item.resolvedMs),
    history: item.history.map(({ atMs, status: at, by, why }) => ({
      at: isoTime(atMs),
      status: at,
      by,
      why,
    })),
  };
}
