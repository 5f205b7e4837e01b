/** Associations as sources of runs: each as it was created, and once more for every UpdateAssociation. */
import { modelIn } from '../../capability/model.ts';
import type { RunSource } from '../../capability/run-source.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { Action } from '../../world/actions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { createAssociation, updateAssociation } from './calls.ts';
import { type Definition, updated } from './definition.ts';
import { maxConcurrencyIn, stateManagerModel } from './model.ts';
import { association } from './resources.ts';

/** A definition, and what the runs under it are sent by. */
export interface Version {
  readonly definition: Definition;
  readonly source: RunSource;
}

export interface Declared extends Version {
  /** The logical id, or the id of the action that creates it. */
  readonly id: string;
  /** Place of that action; null: it existed before the run. */
  readonly createdBy: number | null;
  /** By the place of the action that makes it so. */
  readonly updates: ReadonlyMap<number, Version>;
}

const known = new WeakMap<Scenario, readonly Declared[]>();

/** Those of `resources`, then those of calls, in the order of the file. */
export function declaredAssociations(scenario: Scenario): readonly Declared[] {
  let all = known.get(scenario);
  if (all === undefined) {
    const resources = [...nounsOf(scenario, association)].map(([id, definition]) =>
      declared(scenario, { id, createdBy: null, definition, path: [id] }),
    );
    const calls = scenario.actions.flatMap((action, place) => {
      const definition = madeBy(action, createAssociation);
      if (definition === undefined) return [];
      const path = ['actions', place, createAssociation.call];
      return [declared(scenario, { id: action.id, createdBy: place, definition, path })];
    });
    all = [...resources, ...calls];
    known.set(scenario, all);
  }
  return all;
}

/** What the scenario begins with, or a call creates: metrics are by these. */
export function associationSources(scenario: Scenario): RunSource[] {
  return declaredAssociations(scenario).map(({ source }) => source);
}

/** Those of later versions too: whom an association comes to mean, it means. */
export function sourcesOfVersions(scenario: Scenario): RunSource[] {
  return declaredAssociations(scenario).flatMap(({ source, updates }) => [
    source,
    ...[...updates.values()].map((version) => version.source),
  ]);
}

interface Written extends Pick<Declared, 'id' | 'createdBy' | 'definition'> {
  readonly path: readonly (string | number)[];
}

function declared(scenario: Scenario, { id, createdBy, definition, path }: Written): Declared {
  const updates = new Map<number, Version>();
  let last = definition;
  for (const { action, place } of updatesOf(scenario.actions, id)) {
    last = updated(last, madeBy(action, updateAssociation)!.definition);
    const at = ['actions', place, updateAssociation.call];
    updates.set(place, { definition: last, source: sourceOf(scenario, id, last, at) });
  }
  return { id, createdBy, definition, source: sourceOf(scenario, id, definition, path), updates };
}

/** In the order in which they happen. */
function updatesOf(actions: readonly Action[], id: string) {
  return actions
    .map((action, place) => ({ action, place }))
    .filter(({ action }) => madeBy(action, updateAssociation)?.associationId === id)
    .sort((a, b) => a.action.atMs - b.action.atMs || a.place - b.place);
}

function sourceOf(
  scenario: Scenario,
  id: string,
  { documentName, parameters, target, maxConcurrency, maxErrors, alarm, paths }: Definition,
  path: Written['path'],
): RunSource {
  const limit = maxConcurrency ?? maxConcurrencyIn(modelIn(scenario, stateManagerModel));
  const account = scenario.homes.get(id);
  return {
    ...(account === undefined ? {} : { account }),
    kind: 'association',
    words: { name: `association ${id}`, ofIncomplete: null },
    id,
    parent: null,
    document: documentName,
    parameters,
    targetGroups: [target],
    limits: { maxConcurrency: limit, maxErrors },
    role: null,
    hasCutoff: false,
    alarm,
    timezone: 'UTC',
    pathOf: (property) => paths?.[property] ?? [...path, property],
  };
}
