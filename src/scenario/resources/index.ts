/**
 * `resources`: what is configured at AWS, in CloudFormation's types and property names.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
 */

import { nearest } from '../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { unknownKey } from '../../fields/fields.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { InstanceProfile, Role } from '../../world/identity.ts';
import type {
  MaintenanceWindow,
  MaintenanceWindowTarget,
  MaintenanceWindowTask,
} from '../../world/maintenance.ts';
import { checkPatchGroups, readBaseline } from './baselines.ts';
import { type DeclaredResource, References, reportCycles } from './intrinsics.ts';
import { readInstanceProfile, readRole } from './roles.ts';
import { type ResourceGroup, readResourceGroupResource } from './targets.ts';
import { readWindowTarget, type WindowWorld } from './window-targets.ts';
import { readWindowTask } from './window-tasks.ts';
import { readWindow } from './windows.ts';

export interface ResourcesRead {
  readonly baselines: readonly PatchBaseline[];
  /** With their tasks; all in the order of the file. */
  readonly windows: readonly MaintenanceWindow[];
  readonly windowTargets: ReadonlyMap<string, MaintenanceWindowTarget>;
  /** By logical id, like all maps here. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly instanceProfiles: ReadonlyMap<string, InstanceProfile>;
  readonly resourceGroups: ReadonlyMap<string, ResourceGroup>;
  /** Every logical id with its type, of resources that are ignored too. */
  readonly logicalIds: ReadonlyMap<string, string>;
  /** `!Ref`, `!GetAtt` and `!Sub` elsewhere in the scenario. */
  readonly references: References;
}

export const simulatedTypes = [
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::Role',
  'AWS::ResourceGroups::Group',
  'AWS::SSM::MaintenanceWindow',
  'AWS::SSM::MaintenanceWindowTarget',
  'AWS::SSM::MaintenanceWindowTask',
  'AWS::SSM::PatchBaseline',
];

/** Types of Systems Manager that exist, and have no part in a simulation. */
export const otherTypesOfSystemsManager = [
  'AWS::SSM::Association',
  'AWS::SSM::Document',
  'AWS::SSM::Parameter',
  'AWS::SSM::ResourceDataSync',
  'AWS::SSM::ResourcePolicy',
];

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

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const quotas = { windows: 50, baselines: 50, tasksPerWindow: 20, targetsPerWindow: 100 };

export function readResources(raw: unknown, whole: LoadContext): ResourcesRead {
  const declared = readDeclarations(raw, whole);
  reportCycles(declared, whole);
  const references = new References(declared, whole);
  const { context } = references;
  const ofType = <T>(
    type: string,
    read: (logicalId: string, properties: unknown, path: DataPath) => T | undefined,
  ): Map<string, T> => {
    const found = new Map<string, T>();
    for (const { logicalId, properties } of declared.values()) {
      if (declared.get(logicalId)!.type !== type) continue;
      const path = ['resources', logicalId, 'Properties'];
      const one = read(logicalId, references.resolve(properties, path), path);
      if (one !== undefined) found.set(logicalId, one);
    }
    return found;
  };

  const roles = ofType('AWS::IAM::Role', (logicalId, properties, path) => {
    const arn = references.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, path);
    return readRole(logicalId, properties, String(arn), path, context);
  });
  const instanceProfiles = ofType('AWS::IAM::InstanceProfile', (logicalId, properties, path) =>
    readInstanceProfile(logicalId, properties, roles, path, context),
  );
  const groups = ofType('AWS::ResourceGroups::Group', (logicalId, properties, path) =>
    readResourceGroupResource(logicalId, properties, path, context),
  );
  const baselines = [
    ...ofType('AWS::SSM::PatchBaseline', (logicalId, properties, path) =>
      readBaseline(logicalId, properties, path, context),
    ).values(),
  ];
  const windows = ofType('AWS::SSM::MaintenanceWindow', (logicalId, properties, path) =>
    readWindow(logicalId, properties, path, context),
  );
  const types = new Map([...declared].map(([logicalId, { type }]) => [logicalId, type]));
  const targets = new Map<string, MaintenanceWindowTarget>();
  const world: WindowWorld = { windows, targets, groups, roles, types };
  for (const [id, target] of ofType('AWS::SSM::MaintenanceWindowTarget', (logicalId, properties, path) =>
    readWindowTarget(logicalId, properties, world, path, context),
  )) {
    targets.set(id, target);
  }
  const tasks = ofType('AWS::SSM::MaintenanceWindowTask', (logicalId, properties, path) =>
    readWindowTask(logicalId, properties, world, path, context),
  );

  checkPatchGroups(baselines, context);
  checkQuotas(baselines, windows, targets, tasks, context);
  return {
    baselines,
    windows: [...windows.values()].map((window) => ({
      ...window,
      tasks: [...tasks.values()].filter(({ windowId }) => windowId === window.logicalId),
    })),
    windowTargets: targets,
    roles,
    instanceProfiles,
    resourceGroups: groups,
    logicalIds: types,
    references,
  };
}

function readDeclarations(raw: unknown, context: LoadContext): Map<string, DeclaredResource> {
  const declared = new Map<string, DeclaredResource>();
  if (raw === undefined || raw === null) return declared;
  if (!isMap(raw)) {
    context.error(['resources'], 'bad-value', `expected resources by logical id, found ${describe(raw)}`);
    return declared;
  }
  for (const [logicalId, resource] of Object.entries(raw)) {
    const path = ['resources', logicalId];
    if (!/^[a-zA-Z0-9]{1,255}$/.test(logicalId)) {
      const message = 'expected a logical id of letters and digits only';
      context.error(path, 'bad-logical-id', message, { at: 'key', awsError: 'ValidationError' });
    }
    if (!isMap(resource)) {
      const message = `expected a resource: a map with Type and Properties, found ${describe(resource)}`;
      context.error(path, 'bad-value', message, { awsError: 'ValidationError' });
      continue;
    }
    const type = readType(resource, path, context);
    if (type === null) continue;
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

/** Null: it has none, or one that does not exist, which has been reported. */
function readType(resource: PlainMap, path: DataPath, context: LoadContext): string | null {
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
  const isUnknown = type.startsWith('AWS::SSM::') && !otherTypesOfSystemsManager.includes(type);
  if (!isPlausible || isUnknown) {
    const message = `expected a resource type that exists, found ${describe(type)}`;
    context.error(at, 'unknown-type', message, { awsError: 'ValidationError', ...help });
    return isPlausible ? type : null;
  }
  context.warning(at, 'ignored-resource', `${type} is not simulated: ignored`, help);
  return type;
}

function checkDependsOn(raw: unknown, resources: PlainMap, path: DataPath, context: LoadContext): void {
  for (const [index, id] of (Array.isArray(raw) ? raw : raw === undefined ? [] : [raw]).entries()) {
    if (typeof id === 'string' && Object.hasOwn(resources, id)) continue;
    const at = Array.isArray(raw) ? [...path, 'DependsOn', index] : [...path, 'DependsOn'];
    const likely = typeof id === 'string' ? nearest(id, Object.keys(resources)) : null;
    context.error(at, 'unknown-reference', `expected a logical id under resources, found ${describe(id)}`, {
      awsError: 'ValidationError',
      ...(likely === null ? {} : { help: `did you mean ${likely}?` }),
    });
  }
}

/** What belongs to one window is refused beyond its quota; an account may have been granted more. */
function checkQuotas(
  baselines: readonly PatchBaseline[],
  windows: ReadonlyMap<string, MaintenanceWindow>,
  targets: ReadonlyMap<string, MaintenanceWindowTarget>,
  tasks: ReadonlyMap<string, MaintenanceWindowTask>,
  context: LoadContext,
): void {
  const awsError = 'ResourceLimitExceededException';
  if (windows.size > quotas.windows) {
    const message = `${windows.size} windows: the default quota of an account is ${quotas.windows}`;
    context.warning(['resources'], 'over-quota', message, { at: 'key', awsError });
  }
  if (baselines.length > quotas.baselines) {
    const message = `${baselines.length} baselines: the default quota of an account is ${quotas.baselines}`;
    context.warning(['resources'], 'over-quota', message, { at: 'key', awsError });
  }
  for (const windowId of windows.keys()) {
    const belongs = (one: { readonly windowId: string }): boolean => one.windowId === windowId;
    const taskCount = [...tasks.values()].filter(belongs).length;
    const targetCount = [...targets.values()].filter(belongs).length;
    const refuse = (message: string): void =>
      context.error(['resources', windowId], 'too-many', message, { at: 'key', awsError });
    if (taskCount > quotas.tasksPerWindow) {
      refuse(`expected at most ${quotas.tasksPerWindow} tasks of a window, found ${taskCount}`);
    }
    if (targetCount > quotas.targetsPerWindow) {
      refuse(`expected at most ${quotas.targetsPerWindow} targets of a window, found ${targetCount}`);
    }
  }
}
