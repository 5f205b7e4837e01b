/** What others may ask of OpsItems. */
import { view } from '../../capability/views.ts';
import type { OpsItem } from './state.ts';

export interface OpsItemsView {
  /** In the order in which they were created. */
  readonly items: readonly OpsItem[];
  /** By its id; undefined: the account has none of it. */
  find(idOrName: string, account: string): OpsItem | undefined;
}

export const opsItemsView = view<OpsItemsView>('ops-center');
