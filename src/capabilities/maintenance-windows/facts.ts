/** What maintenance windows tell and show the others: a leaf that every capability may import. */

import { view } from '../../capability/views.ts';
import type { WindowExecution } from './state.ts';

export type { WindowExecution } from './state.ts';

export interface WindowsView {
  /** In the order in which they came due. */
  readonly executions: readonly WindowExecution[];
}

export const windowsView = view<WindowsView>('maintenance-windows');
