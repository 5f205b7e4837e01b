/** A type of CloudFormation, described once: the loader, lint, the JSON Schema and the reference page are uses of it. */
import type * as z from 'zod/mini';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { once } from '../fields/fields.ts';
import type { JsonSchema } from '../fields/json-schema.ts';
import type { TypeNames } from './declared.ts';
import type { DocumentSpec } from './document-spec.ts';
import type { DocumentType } from './document-type.ts';
import type { Fields, Known, Seen } from './read-fields.ts';
import type { ServiceSetting } from './service-setting.ts';
import type { KeysWithoutEffect } from './without-effect.ts';

export interface ResourceSpec<Type extends string, F extends Fields, Noun> extends TypeNames {
  /** `AWS::SSM::MaintenanceWindow` */
  readonly type: Type;
  /** Where AWS documents it. */
  readonly page: string;
  /** In a sentence. */
  readonly is: string;
  readonly fields: F;
  /** The id that AWS gives one, as its events have it; what `Ref` returns here is the logical id. */
  readonly madeId?: (scenarioName: string, logicalId: string) => string;
  readonly withoutEffect?: KeysWithoutEffect;
  readonly schema?: SchemaParts;
  /** What AWS answers where a field is wrong; ValidationException, unless said otherwise. */
  readonly awsError?: string;
  /** What AWS refuses beyond what each field checks. Unknown parts are not judged. */
  refusals(seen: Seen<F>, reading: Reading): void;
  /** Of a resource that is known as a whole and has not been refused. */
  /** Whether it may install patches by something that is not simulated. */
  mayInstall?(noun: Noun): boolean;
  build(known: Known<F>, reading: Reading): Noun;
  /** What deploying it makes in addition. */
  makes?(noun: Noun, making: Making): Made;
  /** Once every resource has been read: with what those of other types say of it. */
  complete?(noun: Noun, references: References): Noun;
  /** The document that it is, which what runs documents may name. */
  document?(noun: Noun, types: References['documentTypes']): DocumentSpec | undefined;
  /** What all resources of this type must not be together, such as too many. */
  together?(nouns: ReadonlyMap<string, Noun>, whole: Whole): void;
}

export interface Making {
  /** The id of the AWS account. */
  readonly account: string;
  readonly references: References;
}

/** Resources that are as if the file had them, and files that documents read when they run. */
export interface Made {
  readonly resources: readonly {
    readonly type: string;
    readonly logicalId: string;
    readonly noun: unknown;
    /** A name under `accounts`, or '' for that of `account`. */
    readonly account: string;
  }[];
  readonly files: readonly MadeFile[];
}

export interface MadeFile {
  /** Of documents. */
  readonly parameter: string;
  readonly address: string;
  /** As the reader of such files would have read it. */
  readonly content: unknown;
}

/** What a spec would have built of a resource, under a logical id that the file does not have. */
export function made<Type extends string, F extends Fields, Noun>(
  { type }: ResourceSpec<Type, F, Noun>,
  logicalId: string,
  noun: Noun,
  account: string,
): Made['resources'][number] {
  return { type, logicalId, noun, account };
}

/** For the JSON Schema, in addition to the fields. */
export interface SchemaParts {
  /** What is refused beyond the shape, as far as it can be said without looking elsewhere. */
  readonly rules?: JsonSchema;
  /** Shapes that stand in several places, by the name of their definition. */
  readonly definitions?: () => Readonly<Record<string, z.ZodMiniType>>;
}

/** What a spec is told of where it reads. */
export interface Whole {
  /** The key that resources are under. */
  readonly key: string;
  readonly context: LoadContext;
  readonly references: References;
}

export interface Reading extends Whole {
  readonly logicalId: string;
  /** Of its properties. */
  readonly path: DataPath;
  /** What Fn::GetAtt returns for Arn. */
  readonly arn: string;
}

/** What one resource, or a call, may refer to. */
export interface References {
  /** What has been built of a type, by logical id. */
  nouns<Type extends string, F extends Fields, Noun>(
    spec: ResourceSpec<Type, F, Noun>,
  ): ReadonlyMap<string, Noun>;
  /** The type of every resource, by logical id: of those too that are refused or are not simulated. */
  readonly types: ReadonlyMap<string, string>;
  /** Documents whose parameters are known, by name. */
  readonly documents: ReadonlyMap<string, DocumentSpec>;
  /** What documents of the file may be, by the name of the type. */
  readonly documentTypes: ReadonlyMap<string, DocumentType<unknown>>;
  /** Settings of Systems Manager that capabilities act on. */
  readonly serviceSettings: readonly ServiceSetting[];
  /** Whether the file has plain text there, and not a function that returns it. */
  isText(path: DataPath): boolean;
  /** A scenario is whole. A template is deployed into an account that has more than it says. */
  readonly isWhole: boolean;
}

type Open = <R>(
  use: <Type extends string, F extends Fields, Noun>(spec: ResourceSpec<Type, F, Noun>) => R,
) => R;

/** Any spec in a list of many; `open` hands it on with its types. */
export interface AnyResourceSpec extends TypeNames {
  readonly type: string;
  readonly page: string;
  readonly is: string;
  readonly fields: Readonly<Record<string, z.ZodMiniType>>;
  readonly madeId?: (scenarioName: string, logicalId: string) => string;
  readonly withoutEffect?: KeysWithoutEffect;
  readonly schema?: SchemaParts;
  readonly open: Open;
}

/** Fields that are made when a file first has the type: most files have few of all types. */
type Given<Type extends string, F extends Fields, Noun> = Omit<ResourceSpec<Type, F, Noun>, 'fields'> & {
  readonly fields: () => F;
};

/** The spec itself, typed, and with its opener. */
export function resource<const Type extends string, F extends Fields, Noun>({
  fields: given,
  ...rest
}: Given<Type, F, Noun>): ResourceSpec<Type, F, Noun> & AnyResourceSpec {
  const spec: ResourceSpec<Type, F, Noun> = withFields(rest, given);
  const open: Open = (use) => use(spec);
  return Object.assign(spec, { open });
}

/** Of any spec: its fields are made once, when they are first asked for, which a copy of the spec does not. */
export function withFields<Rest extends object, F>(rest: Rest, make: () => F): Rest & { readonly fields: F } {
  return Object.defineProperty(rest, 'fields', { get: once(make) }) as Rest & {
    readonly fields: F;
  };
}
