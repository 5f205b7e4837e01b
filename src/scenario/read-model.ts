/** `model`, read: what is given, over the defaults of the capabilities' tables. */

import type { AnyCapability } from '../capability/capability.ts';
import type { AnyModelSection, ModelKey, ModelMap } from '../capability/model.ts';
import { describe, isMap } from '../diagnostics/plain-map.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import {
  choice,
  described,
  type Field,
  integer,
  listOf,
  map,
  mapOf,
  once,
  oncePer,
  optional,
  read,
  text,
  unknownKey,
} from '../fields/fields.ts';
import type { DocumentModel, Model, ModelOverrides } from '../world/model.ts';
import { type OperatingSystem, operatingSystems } from '../world/operating-systems.ts';
import {
  builtInDocuments,
  documentDefault,
  documentShape,
  eventLimitDefault,
  patchGroupKeysDefault,
} from './model.ts';

interface ModelRead {
  readonly model: Model;
  readonly byOs: ReadonlyMap<OperatingSystem, ModelOverrides>;
  readonly eventCountMax: number;
}

type Given = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
type GivenDocument = Partial<
  Record<'run' | 'fails' | 'outputCharacters' | 'platforms' | 'minimumAgentVersion' | 'steps', unknown>
>;

export function readModel(
  raw: unknown,
  path: DataPath,
  capabilities: readonly AnyCapability[],
  context: LoadContext,
): ModelRead {
  const given = readGiven(raw, path, modelFieldsOf(capabilities), context);
  const rules = ((given['rules'] as unknown) ?? 'aws') as Model['rules'];
  const sections = Object.fromEntries([
    ...modelSectionsOf(capabilities).map((section) => [
      section.name,
      { ...defaultsOf(section, rules), ...given[section.name] },
    ]),
    ...modelMapsOf(capabilities).map(({ name }) => [name, given[name] ?? {}]),
  ]);
  const builtIn = builtInDocuments(capabilities);
  const documents = readDocuments((given['documents'] ?? {}) as Given, builtIn);
  const model: Model = {
    rules,
    sections,
    given: Object.keys(given),
    documents: new Map([...builtIn, ...documents]),
    patchGroupKeys: (given['patchGroupKeys'] as unknown as string[]) ?? patchGroupKeysDefault[rules],
  };
  const byOs = new Map<OperatingSystem, ModelOverrides>();
  for (const [os, overrides] of Object.entries(given['byOs'] ?? {})) {
    byOs.set(os as OperatingSystem, asOverrides(overrides as Readonly<Record<string, unknown>>, model));
  }
  return {
    model,
    byOs,
    eventCountMax: (given['eventLimit'] as unknown as number) ?? Number(eventLimitDefault),
  };
}

/** `fleet.<group>.model`, which `modelOverridesField` has read. */
export function asOverrides(given: Readonly<Record<string, unknown>>, model: Model): ModelOverrides {
  const { documents, ...rest } = given;
  const sections = rest as Model['sections'];
  if (documents === undefined) return { sections };
  return { sections, documents: readDocuments(documents as Given, model.documents) };
}

/** A document that was named before keeps what is not said anew. */
function readDocuments(all: Given, base: ReadonlyMap<string, DocumentModel>): Map<string, DocumentModel> {
  const documents = new Map<string, DocumentModel>();
  for (const [name, document] of Object.entries(all)) {
    const { fails, ...rest } = document as GivenDocument;
    const before = base.get(name);
    const model = { ...documentDefault, ...before, ...rest, ...stepsOver(before, rest) } as DocumentModel;
    documents.set(name, fails === undefined ? model : { ...model, failsShare: fails as number });
  }
  return documents;
}

/** Of the time of the whole and that of the steps, what is said last counts; of the steps each by itself. */
function stepsOver(before: DocumentModel | undefined, { run, steps }: Partial<GivenDocument>): object {
  if (run !== undefined) return { isRunGiven: true };
  if (steps === undefined) return {};
  const given = Object.entries(steps as NonNullable<DocumentModel['steps']>);
  const merged = given.map(([name, step]) => [name, { ...before?.steps?.[name], ...step }]);
  return { isRunGiven: false, steps: { ...before?.steps, ...Object.fromEntries(merged) } };
}

function defaultsOf(section: AnyModelSection, rules: Model['rules']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(section.keys()).map(([name, modelKey]) => [name, defaultOf(modelKey, rules)]),
  );
}

function defaultOf(modelKey: ModelKey<unknown>, rules: Model['rules']): unknown {
  const given = rules === 'study-guide' ? (modelKey.studyGuide ?? modelKey.default) : modelKey.default;
  // A default of ours that its own field refuses is a defect, so this may throw.
  return modelKey.field.parse(given);
}

/** The sections of all capabilities; keys that two of them have under one name make one section. */
export function modelSectionsOf(capabilities: readonly AnyCapability[]): readonly AnyModelSection[] {
  const byName = new Map<string, AnyModelSection>();
  for (const section of capabilities.flatMap(({ model = [] }) => model)) {
    const known = byName.get(section.name);
    const both = { ...section, keys: once(() => ({ ...known?.keys(), ...section.keys() })) };
    byName.set(section.name, known === undefined ? section : both);
  }
  return [...byName.values()];
}

export function modelMapsOf(capabilities: readonly AnyCapability[]): readonly ModelMap[] {
  return capabilities.flatMap(({ modelMaps = [] }) => modelMaps);
}

/** By key, since most scenarios give few and each schema takes time to build. */
type ModelFields = Readonly<Record<string, () => Field<unknown>>>;

const modelFieldsOf = oncePer(
  (capabilities: readonly AnyCapability[]): ModelFields => ({
    rules: once(() => described(choice('aws', 'study-guide'), 'The rules of AWS, or those of study guides')),
    ...Object.fromEntries(
      modelSectionsOf(capabilities).map((section) => [section.name, once(() => sectionField(section))]),
    ),
    ...Object.fromEntries(
      modelMapsOf(capabilities).map(({ name, is, entry }) => [
        name,
        once(() => described(mapOf(entry(), `a map of ${name} by name`), is)),
      ]),
    ),
    documents: once(documentsField),
    patchGroupKeys: once(() =>
      described(listOf(text('a tag key', { min: 1, max: 128 })), 'Which tag keys name a patch group'),
    ),
    eventLimit: once(() =>
      described(integer(1, Number.MAX_SAFE_INTEGER), 'Events after which a run is given up'),
    ),
    byOs: once(() =>
      map(
        Object.fromEntries(operatingSystems.map((os) => [os, optional(modelOverridesField(capabilities))])),
      ),
    ),
  }),
);

/** All of `model`, as one field. */
export function modelField(capabilities: readonly AnyCapability[]): Field<unknown> {
  const fields = Object.entries(modelFieldsOf(capabilities)).map(([key, field]) => [key, optional(field())]);
  return map(Object.fromEntries(fields)) as unknown as Field<unknown>;
}

/** What a group or an operating system may say: the keys that what a node does depends on. */
export const modelOverridesField = oncePer((capabilities: readonly AnyCapability[]) => {
  const perNode = modelSectionsOf(capabilities).filter((section) => section.perNode);
  return map({
    ...Object.fromEntries(perNode.map((section) => [section.name, optional(sectionField(section))])),
    documents: optional(documentsField()),
  }) as unknown as Field<Readonly<Record<string, unknown>>>;
});

function documentsField(): Field<unknown> {
  return mapOf(documentShape() as Field<unknown>, 'a map of documents by name');
}

function sectionField(section: AnyModelSection): Field<unknown> {
  return map(
    Object.fromEntries(
      Object.entries(section.keys()).map(([name, { field, reason }]) => [
        name,
        optional(described(field, reason)),
      ]),
    ),
  );
}

function readGiven(raw: unknown, path: DataPath, modelFields: ModelFields, context: LoadContext): Given {
  if (raw === undefined || raw === null) return {};
  const keys = Object.keys(modelFields);
  if (!isMap(raw)) {
    context.error(path, 'bad-value', `expected a map with ${keys.join(', ')}, found ${describe(raw)}`);
    return {};
  }
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const field = Object.hasOwn(modelFields, key) ? modelFields[key] : undefined;
    if (field === undefined) unknownKey([...path, key], keys, context);
    else given[key] = read(field(), value ?? undefined, [...path, key], context);
  }
  return given as Given;
}
