/** What maintenance windows tell and show the others: a leaf that every capability may import. */

import { view } from '../../capability/views.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import type { PassedStart, WindowExecution } from './state.ts';

export type { WindowExecution } from './state.ts';

export interface WindowsView {
  /** In the order in which they came due. */
  readonly executions: readonly WindowExecution[];
  /** Starts that came due while the window was disabled. */
  readonly passed: readonly PassedStart[];
  /** As calls have left them. */
  readonly current: readonly MaintenanceWindow[];
}

export const windowsView = view<WindowsView>('maintenance-windows');
