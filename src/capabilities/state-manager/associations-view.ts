/** What the others may ask of associations. */
import { view } from '../../capability/views.ts';
import type { AssociationState, Interval } from './state.ts';

export interface AssociationsView {
  /** In the order of the file. */
  readonly associations: readonly AssociationState[];
  /** Of all associations, in the order of time. */
  readonly intervals: readonly Interval[];
}

export const associationsView = view<AssociationsView>('state-manager');
