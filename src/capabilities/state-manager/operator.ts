/** What an operator calls on associations, when it comes due. */
import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { fail } from '../../kernel/assert.ts';
import { createAssociation, deleteAssociation, startAssociationsOnce, updateAssociation } from './calls.ts';
import type { StateManager } from './machine.ts';
import type { AssociationState } from './state.ts';

export function associationOperator(simulation: Simulation, manager: StateManager): Calls {
  // The loader has seen to it that a call names an association of the file.
  const named = (id: string): AssociationState =>
    manager.associations.find((one) => one.id === id) ?? fail(`no association ${id}`);
  return new Calls(simulation, 'state-manager/action-due', [
    onCall(createAssociation, (_, action) => manager.create(named(action.id))),
    onCall(updateAssociation, ({ associationId }, _, place) => {
      const state = named(associationId);
      manager.update(state, state.declared.updates.get(place)!);
    }),
    onCall(deleteAssociation, ({ associationId }) => manager.delete(named(associationId))),
    onCall(startAssociationsOnce, ({ associationIds }) => {
      for (const id of associationIds) manager.startOnce(named(id));
    }),
  ]);
}
