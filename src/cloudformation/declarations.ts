/**
 * The frame of each resource: its logical id, its type, its attributes.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
 */
import { otherTypes } from '../aws/not-simulated.ts';
import { propertiesNotSimulated } from '../aws/resource-types.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { notSimulated } from '../diagnostics/not-simulated.ts';
import { describe, isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { unknownKey } from '../fields/fields.ts';
import type { DeclaredResource } from './declared.ts';

export const attributeNames = [
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
];

export function readDeclarations(
  raw: unknown,
  key: string,
  simulatedTypes: readonly string[],
  context: LoadContext,
): Map<string, DeclaredResource> {
  const declared = new Map<string, DeclaredResource>();
  if (raw === undefined || raw === null) return declared;
  if (!isMap(raw)) {
    context.error([key], 'bad-value', `expected resources by logical id, found ${describe(raw)}`);
    return declared;
  }
  for (const [logicalId, resource] of Object.entries(raw)) {
    const path = [key, logicalId];
    // A loop of a template, which is no resource itself.
    if (logicalId.startsWith('Fn::ForEach')) continue;
    if (!/^[a-zA-Z0-9]{1,255}$/.test(logicalId)) {
      const message = 'expected a logical id of letters and digits only';
      context.error(path, 'bad-logical-id', message, { at: 'key', awsError: 'ValidationError' });
    }
    if (!isMap(resource)) {
      const message = `expected a resource: a map with Type and Properties, found ${describe(resource)}`;
      context.error(path, 'bad-value', message, { awsError: 'ValidationError' });
      continue;
    }
    const type = readType(resource, path, simulatedTypes, context);
    if (type === null) continue;
    const account = accountIn(resource['Metadata']);
    if (account !== null) context.placeIn(account, logicalId, [...path, 'Metadata', 'fleetsim', 'account']);
    checkProperties(type, resource['Properties'], path, context);
    declared.set(logicalId, {
      logicalId,
      type,
      properties: resource['Properties'] ?? Object.create(null),
      dependsOn: resource['DependsOn'],
    });
    checkDependsOn(resource['DependsOn'], raw, path, context);
  }
  return declared;
}

/** `Metadata: { fleetsim: { account } }`: what CloudFormation passes over. Null: it says none. */
function accountIn(metadata: unknown): string | null {
  const own = isMap(metadata) ? metadata['fleetsim'] : undefined;
  const account = isMap(own) ? own['account'] : undefined;
  return typeof account === 'string' ? account : null;
}

/** Null: it has none, or one that does not exist, which has been reported. */
function readType(
  resource: PlainMap,
  path: DataPath,
  simulatedTypes: readonly string[],
  context: LoadContext,
): string | null {
  for (const key of Object.keys(resource)) {
    if (!attributeNames.includes(key)) unknownKey([...path, key], attributeNames, context);
  }
  const type = resource['Type'];
  const at = [...path, 'Type'];
  if (typeof type !== 'string') {
    const message =
      type === undefined ? 'missing: expected Type' : `expected a type, found ${describe(type)}`;
    context.error(at, type === undefined ? 'missing-key' : 'bad-value', message, {
      awsError: 'ValidationError',
    });
    return null;
  }
  if (simulatedTypes.includes(type)) return type;
  const likely = nearest(type, simulatedTypes);
  const help = likely === null ? {} : { help: `did you mean ${likely}?` };
  const isPlausible = /^(AWS::[A-Za-z0-9]+|Custom|[A-Za-z0-9]+::[A-Za-z0-9]+)::[\w@:-]+$/.test(type);
  const isUnknown = type.startsWith('AWS::SSM::') && !Object.hasOwn(propertiesNotSimulated, type);
  if (!isPlausible || isUnknown) {
    const message = `expected a resource type that exists, found ${describe(type)}`;
    context.error(at, 'unknown-type', message, { awsError: 'ValidationError', ...help });
    return isPlausible ? type : null;
  }
  const { message, options } = notSimulated({
    name: `${type} ${path.at(-1)}`,
    ...otherTypes,
  });
  context.warning(at, 'ignored-resource', message, { ...options, ...help });
  return type;
}

/** Of a type that is not simulated only the names of its properties are known. */
function checkProperties(type: string, raw: unknown, path: DataPath, context: LoadContext): void {
  const known = Object.hasOwn(propertiesNotSimulated, type) ? propertiesNotSimulated[type]! : null;
  if (known === null || (raw !== undefined && raw !== null && !isMap(raw))) return;
  const given = Object.keys(raw ?? {});
  // A function in the place of the properties, such as Fn::Transform, adds some.
  if (given.some((key) => key.startsWith('Fn::'))) return;
  for (const key of known.required.filter((each) => !given.includes(each))) {
    const message = `missing: expected ${key}, which every ${type} must have`;
    context.error([...path, 'Properties', key], 'missing-key', message, { awsError: 'ValidationError' });
  }
  const all = [...known.required, ...known.optional];
  for (const key of given.filter((each) => !all.includes(each))) {
    unknownKey([...path, 'Properties', key], all, context);
  }
}

function checkDependsOn(raw: unknown, resources: PlainMap, path: DataPath, context: LoadContext): void {
  for (const [index, id] of (Array.isArray(raw) ? raw : raw === undefined ? [] : [raw]).entries()) {
    if (typeof id === 'string' && Object.hasOwn(resources, id)) continue;
    const at = Array.isArray(raw) ? [...path, 'DependsOn', index] : [...path, 'DependsOn'];
    const likely = typeof id === 'string' ? nearest(id, Object.keys(resources)) : null;
    context.error(at, 'unknown-reference', `expected a logical id under ${path[0]}, found ${describe(id)}`, {
      awsError: 'ValidationError',
      ...(likely === null ? {} : { help: `did you mean ${likely}?` }),
    });
  }
}
