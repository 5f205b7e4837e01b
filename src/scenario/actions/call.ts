/** What a reader of a call is handed, and what it makes of it. */

import type { LoadContext } from '../../fields/context.ts';
import type { Action } from '../../world/actions.ts';
import type { ResourcesRead } from '../resources/index.ts';

/** An action without its `id` and `atMs`. */
export type Call = WithoutFrame<Action>;
type WithoutFrame<T> = T extends unknown ? Omit<T, 'id' | 'atMs'> : never;

export interface CallContext {
  readonly id: string;
  readonly atMs: number;
  readonly resources: ResourcesRead;
  /** The SendCommand actions, which a CancelCommand may name. */
  readonly commandIds: readonly string[];
  readonly context: LoadContext;
}
