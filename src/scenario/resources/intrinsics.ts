/**
 * `Ref`, `Fn::GetAtt` and `Fn::Sub` among the resources of a scenario, and the pseudo parameters.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */

import { nearest, suggestion } from '../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { quietAt } from '../../fields/quiet-context.ts';

/** A resource as it is written, before its properties are read. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: unknown;
  readonly dependsOn: unknown;
}

/** What `Fn::GetAtt` may ask of each type. The others are not simulated, and answer anything. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  'AWS::SSM::PatchBaseline': ['Id'],
  'AWS::SSM::MaintenanceWindow': ['Id'],
  'AWS::SSM::MaintenanceWindowTarget': ['Id'],
  'AWS::SSM::MaintenanceWindowTask': ['Id'],
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  'AWS::IAM::InstanceProfile': ['Arn'],
  'AWS::ResourceGroups::Group': ['Arn'],
};

/** The property whose value `Ref` returns, by type; all others return an id, which here is the logical id. */
const nameProperty: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::ResourceGroups::Group': 'Name',
};

const supported = ['Ref', 'Fn::GetAtt', 'Fn::Sub'];
/** `AWS::NoValue`: the property is as if it had not been written. */
const noValue = Symbol('AWS::NoValue');
/** A function that could not be applied, which has been reported. */
const failed = Symbol('failed');
/** No policy or property nests deeper; the reader of the file has a limit of its own. */
const depthMax = 500;

export class References {
  private readonly resources: ReadonlyMap<string, DeclaredResource>;
  private readonly whole: LoadContext;
  private readonly pseudoParameters: ReadonlyMap<string, unknown>;
  /** Resources whose name is being found: a name that depends on itself is reported as a cycle elsewhere. */
  private readonly naming = new Set<string>();
  /** Paths of functions that could not be applied. */
  private readonly failedAt = new Set<string>();

  constructor(resources: ReadonlyMap<string, DeclaredResource>, context: LoadContext) {
    this.resources = resources;
    this.whole = context;
    this.context = quietAt(context, (path) =>
      path.some((_, index) => this.failedAt.has(JSON.stringify(path.slice(0, index + 1)))),
    );
    this.pseudoParameters = pseudoParametersOf(context);
  }

  /** A context that says nothing of places where a function has failed: enough has been said of those. */
  readonly context: LoadContext;

  /**
   * `value` with every function replaced by what it returns; one that fails stays as it is. Undefined: the whole is
   * AWS::NoValue.
   */
  resolve(value: unknown, path: DataPath): unknown {
    const resolved = this.resolveWithin(value, path, 0);
    return resolved === noValue ? undefined : resolved;
  }

  private resolveWithin(value: unknown, path: DataPath, depth: number): unknown {
    if (depth > depthMax) {
      this.whole.error(path, 'too-deep', `expected at most ${depthMax} levels`);
      return noValue;
    }
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolveWithin(item, [...path, index], depth + 1))
        .filter((item) => item !== noValue);
    }
    if (!isMap(value)) return value;
    const name = functionName(value);
    if (name !== null) {
      const result = this.apply(name, value[name], path, depth);
      if (result !== failed) return result;
      this.failedAt.add(JSON.stringify(path));
      return value;
    }
    const copy: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      const resolved = this.resolveWithin(item, [...path, key], depth + 1);
      if (resolved !== noValue) copy[key] = resolved;
    }
    return copy;
  }

  private apply(name: string, argument: unknown, path: DataPath, depth: number): unknown {
    if (name === 'Ref') return this.ref(argument, path);
    if (name === 'Fn::GetAtt') return this.getAtt(argument, path);
    if (name === 'Fn::Sub') return this.sub(argument, path, depth);
    this.whole.error(path, 'unsupported-function', `expected one of ${supported.join(', ')}`, {
      help: `write what ${name} returns`,
    });
    return failed;
  }

  private ref(argument: unknown, path: DataPath): unknown {
    if (typeof argument !== 'string') {
      this.whole.error(path, 'bad-value', `Ref: expected a logical id, found ${describe(argument)}`);
      return failed;
    }
    if (this.pseudoParameters.has(argument)) return this.pseudoParameters.get(argument);
    const resource = this.find(argument, path);
    return resource === null ? failed : this.nameOf(resource);
  }

  private getAtt(argument: unknown, path: DataPath): unknown {
    const words = typeof argument === 'string' ? argument.split(/\.(.*)/s).slice(0, 2) : argument;
    if (!Array.isArray(words) || words.length !== 2 || !words.every((word) => typeof word === 'string')) {
      const message = 'Fn::GetAtt: expected a logical id and an attribute, such as !GetAtt Role.Arn';
      this.whole.error(path, 'bad-value', message);
      return failed;
    }
    return this.attribute(words[0]!, words[1]!, path);
  }

  private attribute(logicalId: string, attribute: string, path: DataPath): unknown {
    const resource = this.find(logicalId, path);
    if (resource === null) return failed;
    const known = attributes[resource.type];
    if (known !== undefined && !known.includes(attribute)) {
      this.whole.error(
        path,
        'unknown-attribute',
        `expected an attribute of ${resource.type}: ${known.join(', ')}; found ${describe(attribute)}`,
        { awsError: 'ValidationError', help: suggestion(attribute, known) },
      );
      return failed;
    }
    // What is not simulated, such as the function of a task, is known by its logical id.
    return known?.includes('Arn') && attribute === 'Arn' ? this.arnOf(resource) : logicalId;
  }

  /** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`; `${!Name}` is the text `${Name}`. */
  private sub(argument: unknown, path: DataPath, depth: number): unknown {
    const [template, given] = Array.isArray(argument) ? argument : [argument, undefined];
    if (
      typeof template !== 'string' ||
      (Array.isArray(argument) && (argument.length !== 2 || !isMap(given)))
    ) {
      const message = 'Fn::Sub: expected text, or a list of text and a map of its variables';
      this.whole.error(path, 'bad-value', message);
      return failed;
    }
    const variables = new Map<string, unknown>();
    for (const [name, value] of Object.entries(isMap(given) ? given : {})) {
      variables.set(name, this.resolveWithin(value, path, depth + 1));
    }
    let isWhole = true;
    const replaced = template.replaceAll(/\$\{([^}]*)\}/g, (whole, inside: string) => {
      if (inside.startsWith('!')) return `\${${inside.slice(1)}}`;
      const name = inside.trim();
      const value = variables.has(name) ? variables.get(name) : this.variable(name, path);
      if (typeof value === 'string') return value;
      if (variables.has(name)) {
        this.whole.error(path, 'bad-value', `Fn::Sub: expected ${name} to be text`);
      }
      isWhole = false;
      return whole;
    });
    return isWhole ? replaced : failed;
  }

  private variable(name: string, path: DataPath): unknown {
    const dot = name.indexOf('.');
    return dot < 0 ? this.ref(name, path) : this.attribute(name.slice(0, dot), name.slice(dot + 1), path);
  }

  private find(logicalId: string, path: DataPath): DeclaredResource | null {
    const resource = this.resources.get(logicalId);
    if (resource !== undefined) return resource;
    const known = [...this.resources.keys()];
    const likely = nearest(logicalId, [...known, ...this.pseudoParameters.keys()]);
    this.whole.error(
      path,
      'unknown-reference',
      `expected a logical id under resources or a pseudo parameter, found ${describe(logicalId)}`,
      {
        awsError: 'ValidationError',
        help: likely === null ? suggestion(logicalId, known) : `did you mean ${likely}?`,
      },
    );
    return null;
  }

  /** What `Ref` returns. A name left out AWS would make up; here it is the logical id. */
  private nameOf(resource: DeclaredResource): string {
    const { logicalId, type, properties } = resource;
    const property = nameProperty[type];
    if (property === undefined || !isMap(properties) || this.naming.has(logicalId)) return logicalId;
    const written = properties[property];
    if (typeof written === 'string') return written;
    if (written === undefined) return logicalId;
    this.naming.add(logicalId);
    const resolved = this.resolve(written, ['resources', logicalId, 'Properties', property]);
    this.naming.delete(logicalId);
    return typeof resolved === 'string' ? resolved : logicalId;
  }

  /** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
  private arnOf(resource: DeclaredResource): string {
    const name = this.nameOf(resource);
    const { id, region } = this.whole.account;
    const partition = this.pseudoParameters.get('AWS::Partition');
    if (resource.type === 'AWS::ResourceGroups::Group') {
      return `arn:${partition}:resource-groups:${region}:${id}:group/${name}`;
    }
    const written = isMap(resource.properties) ? resource.properties['Path'] : undefined;
    const kind = resource.type === 'AWS::IAM::Role' ? 'role' : 'instance-profile';
    return `arn:${partition}:iam::${id}:${kind}${typeof written === 'string' ? written : '/'}${name}`;
  }
}

/**
 * Circular dependencies, which CloudFormation refuses. Each resource of a cycle is named once.
 */
export function reportCycles(resources: ReadonlyMap<string, DeclaredResource>, context: LoadContext): void {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (logicalId: string, trail: readonly string[]): void => {
    if (state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(logicalId)), logicalId];
      context.error(
        ['resources', cycle[0]!],
        'circular-reference',
        `expected no circular references, found ${cycle.join(' -> ')}`,
        { at: 'key', awsError: 'ValidationError' },
      );
      return;
    }
    state.set(logicalId, 'open');
    for (const next of dependenciesOf(resources.get(logicalId)!)) {
      if (resources.has(next)) visit(next, [...trail, logicalId]);
    }
    state.set(logicalId, 'done');
  };
  for (const logicalId of resources.keys()) visit(logicalId, []);
}

function dependenciesOf({ properties, dependsOn }: DeclaredResource): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (depth > depthMax) return;
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    if (!isMap(value)) return;
    const name = functionName(value);
    const argument = name === null ? undefined : value[name];
    if (name === 'Ref' && typeof argument === 'string') found.add(argument);
    if (name === 'Fn::GetAtt') {
      const first = Array.isArray(argument) ? argument[0] : argument;
      if (typeof first === 'string') found.add(first.split('.')[0]!);
    }
    if (name === 'Fn::Sub') {
      const template = Array.isArray(argument) ? argument[0] : argument;
      const variables = Array.isArray(argument) && isMap(argument[1]) ? argument[1] : {};
      for (const [, inside] of String(typeof template === 'string' ? template : '').matchAll(
        /\$\{([^}!]+)\}/g,
      )) {
        const id = inside!.trim().split('.')[0]!;
        if (!(inside!.trim() in variables)) found.add(id);
      }
    }
    for (const item of Object.values(value)) walk(item, depth + 1);
  };
  walk(properties, 0);
  for (const id of Array.isArray(dependsOn) ? dependsOn : [dependsOn]) {
    if (typeof id === 'string') found.add(id);
  }
  return found;
}

function functionName(value: PlainMap): string | null {
  const keys = Object.keys(value);
  const key = keys.length === 1 ? keys[0]! : '';
  return key === 'Ref' || key.startsWith('Fn::') ? key : null;
}

/** ASSUMPTION stack-name: the resources of a scenario form a stack called `scenario`; AWS gives it no name. */
function pseudoParametersOf({ account }: LoadContext): ReadonlyMap<string, unknown> {
  const { id, region } = account;
  const isChina = region.startsWith('cn-');
  const partition = isChina ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return new Map<string, unknown>([
    ['AWS::AccountId', id],
    ['AWS::NoValue', noValue],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${id}:stack/scenario/1`],
    ['AWS::StackName', 'scenario'],
    ['AWS::URLSuffix', isChina ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
}
