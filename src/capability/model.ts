/**
 * `model`: what AWS leaves open, and how the simulated nodes behave. A capability says its own keys in tables, each key
 * with what it may be, its default as a user would write it, and the reason for it. The loader, the JSON Schema and the
 * reference of the scenario are made from them.
 */
import type { Field } from '../fields/fields.ts';
import type { FleetGroup } from '../world/fleet.ts';
import type { FleetState } from '../world/fleet-state.ts';
import type { Model } from '../world/model.ts';
import type { Scenario } from '../world/scenario.ts';

export interface ModelKey<T> {
  readonly field: Field<T>;
  /** What it is, as the reference says it. */
  readonly is: string;
  /** What each of its words means. */
  readonly words?: Readonly<Record<string, string>>;
  readonly default: unknown;
  /** The default under `model.rules: study-guide`, where the guides differ from AWS. */
  readonly studyGuide?: unknown;
  readonly reason: string;
}

/** Keys of `model.<name>`. `T` is what they are once read. */
export interface ModelSection<T = unknown> {
  readonly name: string;
  /** What its keys are about. */
  readonly is: string;
  /** Groups and operating systems may say otherwise: what a node does depends on them. */
  readonly perNode: boolean;
  /** Made when first needed: fields take time to build, and `--help` needs none. */
  readonly keys: () => { readonly [K in keyof T]: ModelKey<T[K]> };
}

export type AnyModelSection = Pick<ModelSection, 'name' | 'is' | 'perNode'> & {
  readonly keys: () => Readonly<Record<string, ModelKey<unknown>>>;
};

/** `model.<name>` whose keys are names that a user chooses, such as those of functions. There are no defaults. */
export interface ModelMap<T = unknown> {
  readonly name: string;
  /** What its entries are about. */
  readonly is: string;
  /** Made when first needed. Each key says itself what it is. */
  readonly entry: () => Field<T>;
}

/** The entries of a map by name, in the order of the file. */
export function modelMapIn<T>(
  { model }: Pick<Scenario, 'model'>,
  { name }: ModelMap<T>,
): ReadonlyMap<string, T> {
  // The loader has read the entries with this field.
  return new Map(Object.entries(model.sections[name] ?? {})) as ReadonlyMap<string, T>;
}

/** The values of a section: those of the file over the defaults. */
export function modelIn<T>({ model }: Pick<Scenario, 'model'>, { name }: ModelSection<T>): T {
  // The loader has read the section with these keys.
  return model.sections[name] as T;
}

/** What a section comes to for a group: its own words first, then its operating system's, then the scenario's. */
export function modelOfGroup<T>(
  scenario: Pick<Scenario, 'model' | 'modelByOs'>,
  section: ModelSection<T>,
  { os, model }: Pick<FleetGroup, 'os' | 'model'>,
): T {
  const layers = [scenario.modelByOs.get(os), model].map((layer) => layer?.sections?.[section.name]);
  return Object.assign({}, modelIn(scenario, section), ...layers);
}

/** The same for all groups, ready to be used. */
export function modelByGroup<T, Compiled>(
  scenario: Scenario,
  section: ModelSection<T>,
  compile: (values: T) => Compiled,
): readonly Compiled[] {
  return scenario.fleet.map((group) => compile(modelOfGroup(scenario, section, group)));
}

/** The same for what `model.documents` says, by name. */
export function documentsByGroup(scenario: Scenario): readonly Model['documents'][] {
  return scenario.fleet.map(({ os, model }) => {
    const layers = [scenario.model, scenario.modelByOs.get(os), model];
    return new Map(layers.flatMap((layer) => [...(layer?.documents ?? [])]));
  });
}

/** What holds for each group, asked by node. */
export class OfNodes<Compiled> {
  private readonly fleet: FleetState;
  private readonly byGroup: readonly Compiled[];

  constructor(fleet: FleetState, byGroup: readonly Compiled[]) {
    this.fleet = fleet;
    this.byGroup = byGroup;
  }

  of(node: number): Compiled {
    return this.byGroup[this.fleet.cohortOf(node).groupIndex]!;
  }
}
