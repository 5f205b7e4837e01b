/** `model`, read: what is given, over the defaults of the table in model.ts. */

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
  type ModelKey,
  modelSections,
  modelTable,
  patchBaselineDocument,
  patchGroupKeysDefault,
} from './model.ts';

interface ModelRead {
  readonly model: Model;
  readonly byOs: ReadonlyMap<OperatingSystem, ModelOverrides>;
  readonly eventCountMax: number;
}

type Given = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
type GivenDocument = Partial<
  Record<'run' | 'fails' | 'outputCharacters' | 'platforms' | 'minimumAgentVersion', unknown>
>;

/** What a group or an operating system may override: the keys that a node's own behaviour depends on. */
const overridableSections = ['runCommand', 'agent', 'patching'] as const;

export function readModel(raw: unknown, path: DataPath, context: LoadContext): ModelRead {
  const given = readGiven(raw, path, context);
  const rules = ((given['rules'] as unknown) ?? 'aws') as Model['rules'];
  const sections = Object.fromEntries(
    modelSections.map((section) => [section, { ...defaultsOf(section, rules), ...given[section] }]),
  ) as unknown as Pick<Model, (typeof modelSections)[number]>;
  const documents = readDocuments((given['documents'] ?? {}) as Given, builtInDocuments);
  const model: Model = {
    rules,
    ...sections,
    documents: new Map([...builtInDocuments, ...documents]),
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
  const { documents, ...sections } = given;
  if (documents === undefined) return sections;
  return { ...sections, documents: readDocuments(documents as Given, model.documents) };
}

/** A document that was named before keeps what is not said anew. */
function readDocuments(given: Given, base: ReadonlyMap<string, DocumentModel>): Map<string, DocumentModel> {
  const documents = new Map<string, DocumentModel>();
  for (const [name, document] of Object.entries(given)) {
    const { fails, ...rest } = document as GivenDocument;
    const model = { ...documentDefault, ...base.get(name), ...rest } as DocumentModel;
    documents.set(name, fails === undefined ? model : { ...model, failsShare: fails as number });
  }
  return documents;
}

/** Does the model, or fleetsim itself, say how this document runs? */
export function isKnownDocument(name: string, model: Model): boolean {
  return name === patchBaselineDocument || model.documents.has(name);
}

function defaultsOf(section: (typeof modelSections)[number], rules: Model['rules']): Record<string, unknown> {
  const keys: [string, ModelKey<unknown>][] = Object.entries(modelTable()[section]);
  return Object.fromEntries(keys.map(([name, modelKey]) => [name, defaultOf(modelKey, rules)]));
}

function defaultOf(modelKey: ModelKey<unknown>, rules: Model['rules']): unknown {
  const given = rules === 'study-guide' ? (modelKey.studyGuide ?? modelKey.default) : modelKey.default;
  // A default of ours that its own field refuses is a defect, so this may throw.
  return modelKey.field.parse(given);
}

/** By key, since most scenarios give few and each schema takes time to build. */
const modelFields: Readonly<Record<string, () => Field<unknown>>> = {
  rules: once(() => described(choice('aws', 'study-guide'), 'The rules of AWS, or those of study guides')),
  ...Object.fromEntries(modelSections.map((section) => [section, once(() => sectionField(section))])),
  documents: once(documentsField),
  patchGroupKeys: once(() =>
    described(listOf(text('a tag key', { min: 1, max: 128 })), 'Which tag keys name a patch group'),
  ),
  eventLimit: once(() =>
    described(integer(1, Number.MAX_SAFE_INTEGER), 'Events after which a run is given up'),
  ),
  byOs: once(() =>
    map(Object.fromEntries(operatingSystems.map((os) => [os, optional(modelOverridesField())]))),
  ),
};

/** All of `model`, as one field. */
export function modelField(): Field<unknown> {
  const fields = Object.entries(modelFields).map(([key, field]) => [key, optional(field())]);
  return map(Object.fromEntries(fields)) as unknown as Field<unknown>;
}

export const modelOverridesField = once(
  () =>
    map({
      ...Object.fromEntries(overridableSections.map((section) => [section, optional(sectionField(section))])),
      documents: optional(documentsField()),
    }) as unknown as Field<Readonly<Record<string, unknown>>>,
);

function documentsField(): Field<unknown> {
  return mapOf(documentShape() as Field<unknown>, 'a map of documents by name');
}

function sectionField(section: (typeof modelSections)[number]): Field<unknown> {
  const keys: [string, ModelKey<unknown>][] = Object.entries(modelTable()[section]);
  return map(
    Object.fromEntries(keys.map(([name, { field, reason }]) => [name, optional(described(field, reason))])),
  );
}

function readGiven(raw: unknown, path: DataPath, context: LoadContext): Given {
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
