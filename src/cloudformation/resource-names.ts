/** Resources of a file by their logical ids: which there are, and what each is called. */
import { nearest, suggestion } from '../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { ProblemOptions } from '../fields/context.ts';
import type { DeclaredResource, TypeNames } from './declared.ts';
import { pseudoParametersOf, type WhereDeployed } from './parameters.ts';
import type { Value } from './value.ts';

export interface Surroundings {
  /** The key that the resources of the file are under: `resources` of a scenario, `Resources` of a template. */
  readonly key: string;
  readonly declared: ReadonlyMap<string, DeclaredResource>;
  /** By type: what `Ref` and `Fn::GetAtt` return. Types that are not simulated are not in it. */
  readonly types: ReadonlyMap<string, TypeNames>;
  /** Null: only a deployment decides it. */
  readonly deployed: WhereDeployed | null;
  /** The name under `accounts` where a resource is; the empty text: `account`. */
  readonly accountOf: (logicalId: string) => string;
  /** With the Parameters and Mappings of a template. */
  readonly root: PlainMap;
}

/** Told what cannot be worked out, and in the lenient use only what refers to nothing. */
export type Refuse = (path: DataPath, code: string, message: string, options?: ProblemOptions) => void;

/** For the ARNs of a template's own resources, which are compared with each other and nothing else. */
const anywhere: WhereDeployed = { id: '123456789012', region: 'us-east-1' };

/** Suggestions for one file. */
const likelyCountMax = 100;

export class ResourceNames {
  private readonly likely = new Map<string, string | undefined>();
  private readonly written: ReadonlySet<string>;
  /** Some resources come from a macro or a loop. */
  private readonly isMade: boolean;
  /** Resources whose name is being found: a name that depends on itself is reported as a cycle elsewhere. */
  private readonly naming = new Set<string>();
  private readonly surroundings: Surroundings;
  private readonly isStrict: boolean;
  private readonly refuse: Refuse;
  /** Parameters and pseudo parameters. */
  private readonly known: ReadonlySet<string>;
  private readonly evaluate: (raw: unknown, path: DataPath) => Value;

  constructor(
    surroundings: Surroundings,
    isStrict: boolean,
    refuse: Refuse,
    known: ReadonlySet<string>,
    evaluate: (raw: unknown, path: DataPath) => Value,
  ) {
    this.surroundings = surroundings;
    this.isStrict = isStrict;
    this.refuse = refuse;
    this.known = known;
    this.evaluate = evaluate;
    const resources = surroundings.root[surroundings.key];
    this.written = new Set(Object.keys(isMap(resources) ? resources : {}));
    this.isMade =
      surroundings.root['Transform'] !== undefined || [...this.written].some((id) => id.startsWith('Fn::'));
  }

  find(logicalId: string, path: DataPath): DeclaredResource | null {
    const { declared, key } = this.surroundings;
    const resource = declared.get(logicalId);
    if (resource !== undefined) return resource;
    if (!this.isStrict && this.mayBeElsewhere(logicalId)) return null;
    this.refuse(
      path,
      'unknown-reference',
      `expected a logical id under ${key} or a pseudo parameter, found ${describe(logicalId)}`,
      {
        awsError: 'ValidationError',
        help: this.likelyFor(logicalId),
      },
    );
    return null;
  }

  /** A large file is compared with its own names only so often. */
  private likelyFor(logicalId: string): string | undefined {
    if (!this.likely.has(logicalId) && this.likely.size < likelyCountMax) {
      const ids = [...this.surroundings.declared.keys()];
      const likely = nearest(logicalId, [...ids, ...this.known, 'AWS::NoValue']);
      this.likely.set(logicalId, likely === null ? suggestion(logicalId, ids) : `did you mean ${likely}?`);
    }
    return this.likely.get(logicalId);
  }

  /** What a parameter holds or a macro makes, only a deployment knows; what is wrong in itself has been reported. */
  private mayBeElsewhere(name: string): boolean {
    return this.isMade || name.startsWith('AWS::') || this.known.has(name) || this.written.has(name);
  }

  /** What `Ref` returns. A name left out AWS would make up; here it is the logical id. */
  nameOf({ logicalId, type, properties }: DeclaredResource): string {
    const property = this.surroundings.types.get(type)?.nameProperty;
    if (property === undefined || !isMap(properties) || this.naming.has(logicalId)) return logicalId;
    const written = properties[property];
    if (typeof written === 'string') return written;
    if (written === undefined) return logicalId;
    this.naming.add(logicalId);
    const value = this.evaluate(written, [this.surroundings.key, logicalId, 'Properties', property]);
    this.naming.delete(logicalId);
    return value.kind === 'text' || value.kind === 'resource' ? (value.text ?? logicalId) : logicalId;
  }

  /** `TopicName` is a name; every other attribute that is no ARN is an id. */
  named(resource: DeclaredResource, attribute: string): string {
    return attribute.endsWith('Name') ? this.nameOf(resource) : resource.logicalId;
  }

  /** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
  arnOf(resource: DeclaredResource): string {
    const { types, deployed } = this.surroundings;
    const where = deployed ?? anywhere;
    const name = this.nameOf(resource);
    const properties = isMap(resource.properties) ? resource.properties : {};
    const partition = String(pseudoParametersOf(where).get('AWS::Partition'));
    return types.get(resource.type)?.arn?.(name, { ...where, partition }, properties) ?? resource.logicalId;
  }

  /** What is not simulated, such as the function of a task, a scenario knows by its logical id. */
  isDecidedElsewhere({ type }: DeclaredResource): boolean {
    return !this.isStrict && !this.surroundings.types.has(type);
  }
}
