/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';

/** One DeleteInventory, once it is complete. */
export interface Deletion {
  readonly action: string;
  readonly account: string;
  readonly type: string;
  readonly nodes: readonly number[];
}

export const inventoryFacts = factSet('inventory', {
  actionRefused: actionRefused('inventory'),
  inventoryCollected: fact(
    'inventory/inventory-collected',
    'A run of an association has reported the inventory of the node: `changed` are the types whose content is another than before.',
    (node: number, association: string, changed: readonly string[]) => ({ node, association, changed }),
    {
      about: 'inventory',
      words: ({ changed }) =>
        Array.isArray(changed) && changed.length > 0
          ? `its inventory is reported, changed: ${changed.join(', ')}`
          : 'its inventory is reported, unchanged',
    },
  ),
  collectionFailed: fact(
    'inventory/collection-failed',
    'A run that collects inventory has failed on the node, for `why`.',
    (node: number, sender: string, why: string) => ({ node, sender, why }),
    { about: 'inventory', words: ({ why }) => `its inventory is not reported: ${why}` },
  ),
  inventoryPut: fact(
    'inventory/inventory-put',
    'PutInventory has written items of these types for the node.',
    (node: number, action: string, types: readonly string[]) => ({ node, action, types }),
    { about: 'inventory', words: ({ types }) => `PutInventory writes ${String(types)}` },
  ),
  putIgnored: fact(
    'inventory/put-ignored',
    'PutInventory wrote a type that DeleteInventory has disabled: its data is ignored.',
    (node: number, action: string, type: string) => ({ node, action, type }),
  ),
  deletionStarted: fact(
    'inventory/deletion-started',
    'DeleteInventory begins to delete a type; with `dryRun` nothing is deleted.',
    (action: string, type: string, dryRun: boolean) => ({ action, type, dryRun }),
  ),
  deletionCompleted: fact(
    'inventory/deletion-completed',
    'DeleteInventory has deleted the type of this number of nodes.',
    ({ action, type, nodes }: Deletion) => ({ action, type, nodes: nodes.length }),
  ),
});
