/** Associations as sources of runs: each as it was created, and once more for every UpdateAssociation. */
import { deniedCalls } from '../../capability/denied-calls.ts';
import { documentSpec } from '../../capability/documents.ts';
import { modelIn } from '../../capability/model.ts';
import type { RunSource } from '../../capability/run-source.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { Scenario } from '../../world/scenario.ts';
import { isSimulated } from '../automation/facts.ts';
import { createAssociation, updateAssociation } from './calls.ts';
import { type Definition, noTargets, updated } from './definition.ts';
import { type Place, placesOf } from './locations.ts';
import { maxConcurrencyIn, stateManagerModel } from './model.ts';
import { association } from './resources.ts';

/** A definition, and what the runs under it are sent by. */
export interface Version {
  readonly definition: Definition;
  readonly source: RunSource;
  /** Its document is a runbook that is simulated step by step: no agent takes part. */
  readonly startsRunbook: boolean;
  /** Of several associations with its document, one is in effect on a node. */
  readonly isOnePerNode: boolean;
  /** The account and Region in which it runs; null: this version runs in others only. */
  readonly place: Place | null;
}

/** An association in one account and Region: of several, each is one. */
export interface Declared extends Version {
  /** The logical id, or the id of the action that creates it; with the account, where it is another than its own. */
  readonly id: string;
  /** The same without the account: what calls name. */
  readonly associationId: string;
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
    const resources = [...nounsOf(scenario, association)].flatMap(([id, definition]) =>
      declared(scenario, { id, createdBy: null, definition, path: [id] }),
    );
    const calls = scenario.actions.flatMap((action, place) => {
      const definition = madeBy(action, createAssociation);
      if (definition === undefined) return [];
      const path = ['actions', place, createAssociation.call];
      return declared(scenario, { id: action.id, createdBy: place, definition, path });
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

/** One for each account and Region that it, or a later version of it, runs in. */
function declared(scenario: Scenario, written: Written): Declared[] {
  const { id, createdBy, definition, path } = written;
  const home = scenario.homes.get(id) ?? '';
  const versions = [{ definition, path, madeBy: createdBy }];
  for (const { action, place } of updatesOf(scenario, id)) {
    const next = updated(versions.at(-1)!.definition, madeBy(action, updateAssociation)!.definition);
    const at = ['actions', place, updateAssociation.call];
    versions.push({ definition: next, path: at, madeBy: place });
  }
  const placed = versions.map((one) => ({
    ...one,
    places: placesOf(scenario, home, one.definition.locations),
  }));
  const accounts = [...new Set(placed.flatMap(({ places }) => places.map(({ account }) => account)))];
  return (accounts.length === 0 ? [home] : accounts).map((account) => {
    const ofPlace =
      account === home || accounts.length === 1 ? id : `${id}-${account === '' ? 'default' : account}`;
    const [first, ...later] = placed.map(({ places, ...one }) => {
      const place = places.find((each) => each.account === account) ?? null;
      return { madeBy: one.madeBy, version: versionOf(scenario, ofPlace, { ...one, place, account }) };
    });
    const updates = new Map(later.map((one) => [one.madeBy!, one.version]));
    return { ...first!.version, id: ofPlace, associationId: id, createdBy, updates };
  });
}

interface Placed extends Pick<Version, 'definition' | 'place'> {
  readonly path: Written['path'];
  readonly account: string;
}

function versionOf(scenario: Scenario, id: string, { definition, place, account, path }: Placed): Version {
  const location = place?.location ?? null;
  const here: Definition = {
    ...definition,
    target: place === null ? noTargets : (location?.targets ?? definition.target),
    maxConcurrency: location?.maxConcurrency ?? definition.maxConcurrency,
    maxErrors: location?.maxErrors ?? definition.maxErrors,
    alarm: location?.alarm ?? definition.alarm,
  };
  return {
    definition: here,
    place,
    source: sourceOf(scenario, id, here, { account, path }),
    startsRunbook: isSimulated(scenario, here.documentName),
    isOnePerNode: documentSpec(scenario, here.documentName)?.isOnePerNode === true,
  };
}

/** In the order in which they happen. */
function updatesOf(scenario: Scenario, id: string) {
  const denied = deniedCalls(scenario);
  return scenario.actions
    .map((action, place) => ({ action, place }))
    .filter(({ action }) => madeBy(action, updateAssociation)?.associationId === id && !denied.has(action))
    .sort((a, b) => a.action.atMs - b.action.atMs || a.place - b.place);
}

function sourceOf(
  scenario: Scenario,
  id: string,
  definition: Definition,
  { account, path }: Pick<Placed, 'account' | 'path'>,
): RunSource {
  const { documentName, parameters, target, maxConcurrency, maxErrors, alarm, attachedPolicies, paths } =
    definition;
  const limit = maxConcurrency ?? maxConcurrencyIn(modelIn(scenario, stateManagerModel));
  return {
    ...(account === '' ? {} : { account }),
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
    ...(attachedPolicies === undefined ? {} : { attachedPolicies }),
    timezone: 'UTC',
    pathOf: (property) => paths?.[property] ?? [...path, property],
  };
}
