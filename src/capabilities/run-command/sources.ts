/** Manual commands, as sources of runs. */

import type { RunSource } from '../../capability/run-source.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { Action } from '../../world/actions.ts';
import { sendCommand } from './calls.ts';
import type { SendCommand } from './request.ts';

const known = new WeakMap<Action, RunSource>();

/** `place` is that of the action in the scenario. The same source for the same action, also in a copy of the scenario. */
export function sourceOfCommand(action: Action, sent: SendCommand, place: number): RunSource {
  let source = known.get(action);
  if (source === undefined) {
    source = newSource(action, sent, place);
    known.set(action, source);
  }
  return source;
}

export function commandSources(actions: readonly Action[]): RunSource[] {
  return actions.flatMap((action, place) => {
    const sent = madeBy(action, sendCommand);
    return sent === undefined ? [] : [sourceOfCommand(action, sent, place)];
  });
}

function newSource({ id, account }: Action, sent: SendCommand, place: number): RunSource {
  const { documentName, parameters, targets, instanceIds, maxConcurrency, maxErrors } = sent;
  return {
    ...(account === undefined ? {} : { account }),
    ...(sent.notifications === null ? {} : { notifications: sent.notifications }),
    kind: 'command',
    words: { name: `command ${id}`, ofIncomplete: null },
    id,
    parent: null,
    document: documentName,
    parameters,
    targetGroups: [{ targets, instanceIds }],
    limits: { maxConcurrency, maxErrors },
    role: null,
    hasCutoff: false,
    alarm: sent.alarm,
    timezone: 'UTC',
    pathOf: (property) => ['actions', place, sendCommand.call, property],
  };
}
