/** Manual commands, as sources of runs. */
import type { RunSource } from '../../capability/run-source.ts';
import type { Action } from '../../world/actions.ts';

type SendCommandAction = Extract<Action, { readonly call: 'SendCommand' }>;

const known = new WeakMap<Action, RunSource>();

/** `place` is that of the action in the scenario. The same source for the same action, also in a copy of the scenario. */
export function sourceOfCommand(action: SendCommandAction, place: number): RunSource {
  let source = known.get(action);
  if (source === undefined) {
    source = newSource(action, place);
    known.set(action, source);
  }
  return source;
}

export function commandSources(actions: readonly Action[]): RunSource[] {
  return actions.flatMap((action, place) =>
    action.call === 'SendCommand' ? [sourceOfCommand(action, place)] : [],
  );
}

function newSource(action: SendCommandAction, place: number): RunSource {
  const { id, documentName, parameters, targets, instanceIds, maxConcurrency, maxErrors } = action;
  return {
    kind: 'command',
    words: { name: `command ${id}`, ofIncomplete: null },
    id,
    parent: null,
    document: documentName,
    parameters,
    targetGroups: [{ targets, instanceIds }],
    limits: { maxConcurrency, maxErrors },
    isEnabled: true,
    hasCutoff: false,
    timezone: 'UTC',
    pathOf: (property) => ['actions', place, 'SendCommand', property],
  };
}
