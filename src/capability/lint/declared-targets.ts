/** Everywhere that tags choose nodes: targets of windows and associations, commands of an operator. */

import { entry, isPartlyUnknown, itemsOf, textOf, textsOf, type Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { Subject } from './subject.ts';

export interface Criterion {
  /** Null: not known. */
  readonly key: string | null;
  readonly values: readonly string[];
  /** False: there may be other values. */
  readonly isKnown: boolean;
  readonly path: DataPath;
}

export interface DeclaredTargets {
  readonly kind: 'window' | 'association' | 'command';
  /** As a reader would call it: `the window target WebNodes`. */
  readonly name: string;
  /** All must hold. */
  readonly criteria: readonly Criterion[];
  readonly isKnown: boolean;
  readonly path: DataPath;
}

export function declaredTargets(subject: Subject): DeclaredTargets[] {
  const ofWindows = subject
    .ofType('AWS::SSM::MaintenanceWindowTarget')
    .map((target) =>
      read('window', `the window target ${target.logicalId}`, subject.property(target, 'Targets')),
    );
  const ofAssociations = subject
    .ofType('AWS::SSM::Association')
    // There a target may be anything that the runbook takes.
    .filter((one) => subject.property(one, 'AutomationTargetParameterName') === undefined)
    .map((one) => read('association', `the association ${one.logicalId}`, subject.property(one, 'Targets')));
  const ofCommands = subject.actions
    .filter(({ call }) => call === 'SendCommand')
    .map(({ id, request }) => read('command', `the command ${id}`, entry(request, 'Targets')));
  return [...ofWindows, ...ofAssociations, ...ofCommands].filter((each) => each !== null);
}

function read(kind: DeclaredTargets['kind'], name: string, list: Value | undefined): DeclaredTargets | null {
  if (list === undefined || list.kind === 'absent') return null;
  const criteria = itemsOf(list).map((item): Criterion => {
    const key = textOf(entry(item, 'Key'));
    const values = entry(item, 'Values');
    const isKnown = key !== null && values !== undefined && !isPartlyUnknown(values);
    return { key, values: textsOf(values), isKnown, path: item.path };
  });
  return { kind, name, criteria, isKnown: list.kind === 'list' || list.kind === 'map', path: list.path };
}

/** `Environment` of `tag:Environment`; null for other criteria. */
export function tagKeyOf({ key }: Criterion): string | null {
  return key?.startsWith('tag:') === true && key.length > 4 ? key.slice(4) : null;
}

/** `PatchGroup`, `Patch Group` and `patch-group` are one word to whoever writes them, and three to AWS. */
export function folded(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '');
}
