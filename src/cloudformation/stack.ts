/** The resources of a file, read by their specs: of a scenario strictly, of a template as far as it can be known. */
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { readDeclarations } from './declarations.ts';
import { cyclesOf, type DeclaredResource } from './declared.ts';
import type { DocumentSpec } from './document-spec.ts';
import type { DocumentType } from './document-type.ts';
import { Evaluation } from './evaluation.ts';
import { type Nouns, nounsIn } from './nouns.ts';
import { type Fields, isWhole, readFields, type Seen } from './read-fields.ts';
import type { AnyResourceSpec, Made, MadeFile, References, ResourceSpec, Whole } from './resource-spec.ts';
import type { ServiceSetting } from './service-setting.ts';
import { plainOf, type Value } from './value.ts';
import { warnOfKeysWithoutEffect } from './without-effect.ts';

export interface StackFile {
  readonly root: PlainMap;
  /** The key that the resources are under. */
  readonly key: string;
  /** Whether what cannot be worked out is an error: in a scenario, and not in a template. */
  readonly isStrict: boolean;
  /** Those that are referred to go before those that refer to them. */
  readonly resources: readonly AnyResourceSpec[];
  readonly documents: readonly DocumentSpec[];
  readonly documentTypes: readonly DocumentType<unknown>[];
  readonly serviceSettings: readonly ServiceSetting[];
  /** What AWS itself makes in addition, once all resources are read. */
  readonly makes?: (references: References) => Made['resources'];
}

export interface Stack extends References {
  /** Functions of CloudFormation elsewhere in the file. */
  readonly evaluation: Evaluation;
  readonly built: Nouns;
  /** Files that deploying it makes. */
  readonly files: readonly MadeFile[];
  /** As they are written, of whatever type. */
  readonly declared: ReadonlyMap<string, DeclaredResource>;
  /** What cannot be worked out is unknown, and no error. */
  readonly lenient: Evaluation;
  /** Properties as written, and as far as they are known; of what could be read at all. */
  seen<Type extends string, F extends Fields, Noun>(
    spec: ResourceSpec<Type, F, Noun>,
  ): ReadonlyMap<string, Seen<F>>;
}

export function readStack(file: StackFile, context: LoadContext): Stack {
  const { root, key, isStrict, resources } = file;
  const types = resources.map(({ type }) => type);
  const declared = readDeclarations(root[key], key, types, context);
  for (const cycle of cyclesOf(declared)) {
    const message = `expected no circular references, found ${cycle.join(' -> ')}`;
    const options = { at: 'key', awsError: 'ValidationError' } as const;
    context.error([key, cycle[0]!], 'circular-reference', message, options);
  }
  const stack = new StackReader(file, declared, context);
  for (const spec of resources) spec.open((typed) => stack.read(typed));
  stack.add(file.makes?.(stack) ?? []);
  const isSure = isStrict ? () => true : isCertain(root, key);
  for (const spec of resources) spec.open((typed) => stack.judgeTogether(typed, isSure));
  for (const spec of resources) spec.open((typed) => stack.complete(typed));
  return stack;
}

/** Resources of a template that only exist under a condition may never exist together. */
function isCertain(root: PlainMap, key: string) {
  const resources = root[key];
  return (logicalId: string): boolean => {
    const resource = isMap(resources) ? resources[logicalId] : undefined;
    return isMap(resource) && resource['Condition'] === undefined;
  };
}

class StackReader implements Stack {
  readonly types: ReadonlyMap<string, string>;
  readonly documents: Map<string, DocumentSpec>;
  readonly documentTypes: ReadonlyMap<string, DocumentType<unknown>>;
  readonly serviceSettings: readonly ServiceSetting[];
  readonly isWhole: boolean;
  readonly evaluation: Evaluation;
  readonly lenient: Evaluation;
  readonly declared: ReadonlyMap<string, DeclaredResource>;
  private readonly whole: Whole;
  private readonly root: PlainMap;
  readonly built = new Map<string, Map<string, unknown>>();
  readonly files: MadeFile[] = [];
  private readonly looked = new Map<string, ReadonlyMap<string, unknown>>();

  constructor(
    { root, key, isStrict, resources, documents, documentTypes, serviceSettings }: StackFile,
    declared: ReadonlyMap<string, DeclaredResource>,
    context: LoadContext,
  ) {
    this.declared = declared;
    this.root = root;
    this.types = new Map([...declared].map(([logicalId, { type }]) => [logicalId, type]));
    this.documents = new Map(documents.map((document) => [document.name, document]));
    this.documentTypes = new Map(documentTypes.map((type) => [type.name, type]));
    this.serviceSettings = serviceSettings;
    this.isWhole = isStrict;
    this.whole = { key, context, references: this };
    const surroundings = {
      key,
      declared,
      types: new Map(resources.map((spec) => [spec.type, spec])),
      deployed: isStrict ? context.account : null,
      accountOf: (id: string) => context.accountOf(id),
      root,
    };
    this.evaluation = new Evaluation(surroundings, isStrict, context.error.bind(context));
    this.lenient = isStrict ? new Evaluation(surroundings, false, () => {}) : this.evaluation;
  }

  nouns<Type extends string, F extends Fields, Noun>(
    spec: ResourceSpec<Type, F, Noun>,
  ): ReadonlyMap<string, Noun> {
    return nounsIn(this.built, spec);
  }

  isText(path: DataPath): boolean {
    let at: unknown = this.root;
    for (const step of path) {
      // One scalar where a list is meant is a list of one.
      if (typeof at === 'string') break;
      at = Array.isArray(at) ? at[Number(step)] : isMap(at) ? at[step] : undefined;
    }
    return typeof at === 'string';
  }

  seen<Type extends string, F extends Fields, Noun>({
    type,
  }: ResourceSpec<Type, F, Noun>): ReadonlyMap<string, Seen<F>> {
    return (this.looked.get(type) ?? new Map()) as ReadonlyMap<string, Seen<F>>;
  }

  read<Type extends string, F extends Fields, Noun>(spec: ResourceSpec<Type, F, Noun>): void {
    const [built, looked] = [new Map<string, Noun>(), new Map<string, Seen<F>>()];
    this.built.set(spec.type, built);
    this.looked.set(spec.type, looked);
    for (const resource of this.declared.values()) {
      if (resource.type === spec.type) this.readOne(spec, resource, built, looked);
    }
    if (spec.document !== undefined) this.noteRefused(spec, built, looked);
    for (const noun of built.values()) {
      const document = spec.document?.(noun, this.documentTypes);
      if (document !== undefined) this.documents.set(document.name, document);
    }
    const account = this.whole.context.account.id;
    for (const noun of built.values()) {
      const made = spec.makes?.(noun, { account, references: this });
      this.add(made?.resources ?? []);
      this.files.push(...(made?.files ?? []));
    }
  }

  add(made: Made['resources']): void {
    for (const { type, logicalId, noun, account } of made) {
      this.built.get(type)?.set(logicalId, noun);
      if (account !== '') this.whole.context.placeIn(account, logicalId, [this.whole.key]);
    }
  }

  /** What refers to a document that was refused makes no mistake of its own. */
  private noteRefused(
    { type, nameProperty = '' }: ResourceSpec<string, Fields, unknown>,
    built: ReadonlyMap<string, unknown>,
    looked: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  ): void {
    for (const { logicalId, type: declared } of this.declared.values()) {
      if (declared !== type || built.has(logicalId)) continue;
      const written = looked.get(logicalId)?.[nameProperty];
      const name = typeof written === 'string' ? written : logicalId;
      this.documents.set(name, { name, type: null, parameters: {}, takesOthers: true });
    }
  }

  /** Once all that resources make is there, too. */
  judgeTogether<Type extends string, F extends Fields, Noun>(
    spec: ResourceSpec<Type, F, Noun>,
    isCertain: (logicalId: string) => boolean,
  ): void {
    const certain = [...this.nouns(spec)].filter(([logicalId]) => isCertain(logicalId));
    spec.together?.(new Map(certain), this.whole);
  }

  complete<Type extends string, F extends Fields, Noun>(spec: ResourceSpec<Type, F, Noun>): void {
    if (spec.complete === undefined) return;
    const nouns = [...this.nouns(spec)].map(([id, noun]) => [id, spec.complete!(noun, this)] as const);
    this.built.set(spec.type, new Map(nouns));
  }

  private readOne<F extends Fields, Noun>(
    spec: ResourceSpec<string, F, Noun>,
    { logicalId, properties }: DeclaredResource,
    built: Map<string, Noun>,
    looked: Map<string, Seen<F>>,
  ): void {
    const path: DataPath = [this.whole.key, logicalId, 'Properties'];
    const { context, refused } = counting(this.whole.context);
    const raw = plainOf(this.evaluation.valueOf(properties, path));
    const seen = readFields(spec.fields, raw, path, context, spec.awsError);
    if (seen === undefined) return;
    looked.set(logicalId, seen);
    warnOfKeysWithoutEffect({ keys: spec.withoutEffect, of: logicalId }, raw, path, context);
    const [attribute] = spec.attributes;
    const arn =
      attribute === undefined
        ? null
        : textIn(this.evaluation.valueOf({ 'Fn::GetAtt': [logicalId, attribute] }, path));
    const reading = { ...this.whole, context, logicalId, path, arn: arn ?? logicalId };
    spec.refusals(seen, reading);
    if (!refused() && isWhole(seen)) built.set(logicalId, spec.build(seen, reading));
  }
}

function textIn(value: Value): string | null {
  return value.kind === 'resource' ? value.text : null;
}

/** The same context, which knows whether an error has been reported. */
export function counting(context: LoadContext): {
  readonly context: LoadContext;
  readonly refused: () => boolean;
} {
  let isRefused = false;
  const error: LoadContext['error'] = (...problem) => {
    isRefused = true;
    context.error(...problem);
  };
  return { context: Object.create(context, { error: { value: error } }), refused: () => isRefused };
}
