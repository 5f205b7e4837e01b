/** Resources as they are written, before their properties are read, and how they refer to each other. */
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';

export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: unknown;
  readonly dependsOn: unknown;
}

/** All that have a name, whatever is wrong with them. */
export function declaredIn(resources: unknown): Map<string, DeclaredResource> {
  const entries = Object.entries(isMap(resources) ? resources : {});
  return new Map(
    entries.map(([logicalId, raw]) => {
      const { Type: type, Properties: properties, DependsOn: dependsOn } = isMap(raw) ? raw : {};
      return [logicalId, { logicalId, type: typeof type === 'string' ? type : '', properties, dependsOn }];
    }),
  );
}

/** What `Ref` and `Fn::GetAtt` return of a type. */
export interface TypeNames {
  readonly attributes: readonly string[];
  /** The property whose value `Ref` returns; all others return an id, which here is the logical id. */
  readonly nameProperty?: string;
  /** `Ref` returns the ARN. */
  readonly refersByArn?: true;
  /** A value that others may refer to by its name, such as `{{resolve:ssm:name}}`; null: none that is known here. */
  readonly keeps?: (
    logicalId: string,
    properties: PlainMap,
  ) => { readonly name: string; readonly value: string } | null;
  readonly arn?: (
    name: string,
    where: { readonly id: string; readonly region: string; readonly partition: string },
    properties: PlainMap,
  ) => string;
}

/** No policy or property nests deeper; the reader of the file has a limit of its own. */
export const depthMax = 500;

export function functionName(value: PlainMap): string | null {
  const keys = Object.keys(value);
  const key = keys.length === 1 ? keys[0]! : '';
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::') ? key : null;
}

/** Names in `Ref`, `Fn::GetAtt` and `Fn::Sub`, wherever in these parts of a file. */
export function referencesIn(...parts: readonly unknown[]): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (depth > depthMax) return;
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    if (!isMap(value)) return;
    for (const name of referredBy(value)) found.add(name);
    for (const item of Object.values(value)) walk(item, depth + 1);
  };
  for (const part of parts) walk(part, 0);
  return found;
}

/** Of one function; none of a map that is no function. */
function referredBy(value: PlainMap): string[] {
  const name = functionName(value);
  const argument = name === null ? undefined : value[name];
  if (name === 'Ref') return typeof argument === 'string' ? [argument] : [];
  if (name === 'Fn::GetAtt') {
    const first = Array.isArray(argument) ? argument[0] : argument;
    return typeof first === 'string' ? [first.split('.')[0]!] : [];
  }
  if (name !== 'Fn::Sub') return [];
  const template = Array.isArray(argument) ? argument[0] : argument;
  const variables = Array.isArray(argument) && isMap(argument[1]) ? argument[1] : {};
  const named = String(typeof template === 'string' ? template : '').matchAll(/\$\{([^}!]+)\}/g);
  return [...named]
    .map(([, inside]) => inside!.trim())
    .filter((inside) => !Object.hasOwn(variables, inside))
    .map((inside) => inside.split('.')[0]!);
}

/** Circular dependencies, which CloudFormation refuses: from a resource back to itself. Each resource is in one at most. */
export function cyclesOf(resources: ReadonlyMap<string, DeclaredResource>): string[][] {
  const cycles: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (logicalId: string, trail: readonly string[]): void => {
    if (state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(logicalId)), logicalId]);
      return;
    }
    state.set(logicalId, 'open');
    for (const next of dependenciesOf(resources.get(logicalId)!)) {
      if (resources.has(next)) visit(next, [...trail, logicalId]);
    }
    state.set(logicalId, 'done');
  };
  for (const logicalId of resources.keys()) visit(logicalId, []);
  return cycles;
}

function dependenciesOf({ properties, dependsOn }: DeclaredResource): Set<string> {
  const found = referencesIn(properties);
  for (const id of Array.isArray(dependsOn) ? dependsOn : [dependsOn]) {
    if (typeof id === 'string') found.add(id);
  }
  return found;
}
