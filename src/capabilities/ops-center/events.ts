/** What OpsItems tell. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { Asker, ChangeRequest, OpsItemAnswer, OpsItemRequest } from './request.ts';
import type { OpsItem } from './state.ts';

const about = ({ node }: Pick<OpsItem, 'node'>) => (node === null ? {} : { node });
const named = (item: OpsItem) => ({ ...about(item), opsItem: item.id, title: item.title });

export const opsFacts = factSet('ops-center', {
  actionRefused: actionRefused('ops-center'),
  /** A request, answered at once: who asks hands in an empty answer. */
  opsItemRequested: fact<OpsItemRequest, OpsItemAnswer>(
    'ops-center/ops-item-requested',
    'An OpsItem is to be created.',
    null,
  ),
  /** Told by what asks for it: what it hands over is no OpsItem. */
  opsItemUnreadable: fact<Asker, string>(
    'ops-center/ops-item-unreadable',
    'What was to become an OpsItem lacks something that it needs.',
    null,
  ),
  changeRequested: fact<ChangeRequest, OpsItemAnswer>(
    'ops-center/change-requested',
    'An OpsItem is to be changed.',
    null,
  ),
  opsItemCreated: fact(
    'ops-center/ops-item-created',
    'An OpsItem was created. `by` is the action, alarm, rule or step that made it.',
    (item: OpsItem) => ({ ...named(item), severity: item.severity, by: item.origin.id }),
    { about: 'ops item', words: ({ title, opsItem }) => `the OpsItem ${opsItem} is created: ${title}` },
  ),
  opsItemDeduplicated: fact(
    'ops-center/ops-item-deduplicated',
    'No OpsItem was created, since `opsItem` has the same deduplication string and resources and is not resolved.',
    (item: OpsItem, { origin }: OpsItemRequest) => ({ ...named(item), by: origin.id }),
  ),
  opsItemRefused: fact(
    'ops-center/ops-item-refused',
    'AWS refused to create an OpsItem for an alarm, a rule or a step.',
    (asker: Asker, error: string) => ({ ...about(asker), by: asker.origin.id, error }),
  ),
  opsItemUpdated: fact(
    'ops-center/ops-item-updated',
    'An OpsItem was changed; `status` is the one that it has now.',
    (item: OpsItem, by: string) => ({ ...named(item), status: item.status, by }),
    { about: 'ops item', words: ({ status, opsItem, by }) => `the OpsItem ${opsItem} is ${status} (${by})` },
  ),
});
