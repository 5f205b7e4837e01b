/** AWS::SSM::MaintenanceWindowTarget. */
import * as z from 'zod/mini';
import type { CallReading } from '../../../cloudformation/call-spec.ts';
import { type AnyResourceSpec, type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import {
  criterionOf,
  refuseCriterion,
  refuseLogicalId,
  resourceGroupKeys,
  taggedNodeKeys,
  targetList,
  type WrittenTarget,
} from '../../../cloudformation/targets.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { awsName } from '../../../fields/aws-fields.ts';
import { choice, once, text } from '../../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import { uuidFrom } from '../../../world/made-ids.ts';
import type { MaintenanceWindowTarget } from '../../../world/maintenance.ts';
import { refuseTooMany } from './per-window.ts';
import { maintenanceWindow } from './windows.ts';

export const windowPartDescription = () => z.optional(text('a description', { min: 1, max: 128 }));

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const targetsPerWindowQuota = 100;

export const windowTargetFields = once(() => ({
  Description: windowPartDescription(),
  Name: z.optional(awsName()),
  OwnerInformation: z.optional(text('text', { min: 1, max: 128 })),
  ResourceType: choice('INSTANCE', 'RESOURCE_GROUP'),
  Targets: targetList(5),
  WindowId: text('a window, such as !Ref SundayWindow'),
}));

export const windowTarget = resource({
  type: 'AWS::SSM::MaintenanceWindowTarget',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtarget.html',
  is: 'On which nodes a window may work',
  attributes: ['Id', 'WindowTargetId'],
  madeId: (scenarioName, logicalId) => uuidFrom(scenarioName, 'window-target', logicalId),
  fields: windowTargetFields,
  refusals: refuseWindowTarget,
  build(
    { ResourceType, Targets, WindowId, OwnerInformation },
    { logicalId, references },
  ): MaintenanceWindowTarget {
    const targets = Targets.flatMap((criterion) => criterionOf(criterion, references));
    return {
      logicalId,
      windowId: WindowId,
      resourceType: ResourceType,
      targets,
      owner: OwnerInformation ?? null,
    };
  },
  together(targets, whole) {
    refuseTooMany(targets.values(), 'targets', targetsPerWindowQuota, whole);
  },
});

/** `ResourceType` undefined: what the target was registered with, which a call cannot change. */
export function refuseWindowTarget(
  {
    ResourceType: type,
    Targets: targets,
    WindowId,
  }: {
    readonly ResourceType?: Partly<'INSTANCE' | 'RESOURCE_GROUP'>;
    readonly Targets: Partly<WrittenTarget[]>;
    readonly WindowId: Partly<string>;
  },
  reading: PartReading,
): void {
  const { path, context } = reading;
  refuseReference(WindowId, maintenanceWindow, [...path, 'WindowId'], reading);
  for (const [index, criterion] of itemsIn(targets).entries()) {
    const at = [...path, 'Targets', index];
    const key = criterion instanceof Unknown ? criterion : criterion.Key;
    if (typeof type === 'string' && !(key instanceof Unknown)) refuseKeyOf(type, key, at, reading);
    refuseCriterion(criterion, at, reading);
  }
  if (!(targets instanceof Unknown) && targets.length === 0) {
    const message = 'expected at least one criterion';
    context.error([...path, 'Targets'], 'too-few', message, { awsError: 'ValidationException' });
  }
}

function refuseKeyOf(
  type: 'INSTANCE' | 'RESOURCE_GROUP',
  key: string,
  path: DataPath,
  { context }: PartReading,
): void {
  if (key.startsWith('resource-groups:') === (type === 'RESOURCE_GROUP')) return;
  const allowed: readonly string[] = type === 'INSTANCE' ? taggedNodeKeys : resourceGroupKeys;
  const message = `expected for ResourceType ${type} one of ${allowed.join(', ')}; found ${describe(key)}`;
  context.error([...path, 'Key'], 'bad-value', message, { awsError: 'ValidationException' });
}

/** A resource is read with it, and so is a call, which may name what an earlier call made. */
export type PartReading = Omit<Reading, 'logicalId' | 'arn'> & Partial<Pick<CallReading, 'actions'>>;

/** What a call makes is known by the id of its action. */
const callsThatMake: Readonly<Record<string, string>> = {
  'AWS::SSM::MaintenanceWindowTarget': 'RegisterTargetWithMaintenanceWindow',
  'AWS::SSM::MaintenanceWindowTask': 'RegisterTaskWithMaintenanceWindow',
};

/** Ids as AWS makes them: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html */
const idShapes: Readonly<Record<string, RegExp>> = {
  'AWS::SSM::MaintenanceWindow': /^mw-[0-9a-f]{17}$/,
  'AWS::SSM::MaintenanceWindowTarget': /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
};

/** False: `value` is no resource of that type, or none that can be known, which has been reported. */
export function refuseReference(
  value: Partly<string>,
  { type }: AnyResourceSpec,
  path: DataPath,
  reading: PartReading,
): boolean {
  const {
    key,
    context,
    references: { types, isWhole },
    actions = [],
  } = reading;
  if (value instanceof Unknown) return false;
  if (actions.some(({ id, call }) => id === value && call === callsThatMake[type])) return true;
  if (types.get(value) === type) return !refuseLogicalId(value, path, reading);
  // What a template does not declare may be there before it, and is then called by its id.
  if (!isWhole && !types.has(value)) {
    if (idShapes[type]?.test(value) !== false) return false;
    const message = `expected !Ref to an ${type}, or the id of one that exists; found the text ${describe(value)}`;
    context.error(path, 'bad-id', message, { awsError: 'ValidationException' });
    return false;
  }
  const known = [...types].filter(([, other]) => other === type).map(([id]) => id);
  const found = types.has(value) ? `${value}, an ${types.get(value)}` : describe(value);
  context.error(path, 'unknown-reference', `expected an ${type} under ${key}, found ${found}`, {
    awsError: 'DoesNotExistException',
    help: suggestion(value, known),
  });
  return false;
}
