/** What an operator calls on associations, when it comes due. */
import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { assert } from '../../kernel/assert.ts';
import { createAssociation, deleteAssociation, startAssociationsOnce, updateAssociation } from './calls.ts';
import { associationFacts } from './events.ts';
import type { StateManager } from './machine.ts';
import type { AssociationState } from './state.ts';

export function associationOperator(simulation: Simulation, manager: StateManager): Calls {
  // The loader has seen to it that a call names an association of the file.
  const each = (id: string, use: (state: AssociationState) => void): void => {
    const named = manager.associations.filter(({ declared }) => declared.associationId === id);
    assert(named.length > 0, `no association ${id}`);
    for (const state of named) use(state);
  };
  const handlers = [
    onCall(createAssociation, (_, action) => each(action.id, (state) => manager.create(state))),
    onCall(updateAssociation, ({ associationId }, _, place) =>
      each(associationId, (state) => manager.update(state, state.declared.updates.get(place)!)),
    ),
    onCall(deleteAssociation, ({ associationId }) => each(associationId, (state) => manager.delete(state))),
    onCall(startAssociationsOnce, ({ associationIds }) => {
      for (const id of associationIds) each(id, (state) => manager.startOnce(state));
    }),
  ];
  return new Calls(simulation, associationFacts, handlers);
}
