/** What State Manager tells and shows the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { AssociationState, Interval } from './state.ts';

export { associationFacts } from './events.ts';
export { associationSources, declaredAssociations } from './sources.ts';
export type { AssociationState, Interval } from './state.ts';

export interface AssociationsView {
  /** In the order of the file. */
  readonly associations: readonly AssociationState[];
  /** Of all associations, in the order of time. */
  readonly intervals: readonly Interval[];
}

export const associationsView = view<AssociationsView>('state-manager');
