/** AWS::SSM::MaintenanceWindowTarget. */
import * as z from 'zod/mini';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, readAsAws } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { choice, map, text } from '../../fields/fields.ts';
import type { Role } from '../../world/identity.ts';
import type { MaintenanceWindow, MaintenanceWindowTarget } from '../../world/maintenance.ts';
import {
  type ResourceGroup,
  readCriterion,
  resourceGroupKeys,
  taggedNodeKeys,
  targetList,
} from './targets.ts';

/** What a window's targets and tasks refer to. */
export interface WindowWorld {
  readonly windows: ReadonlyMap<string, MaintenanceWindow>;
  readonly targets: ReadonlyMap<string, MaintenanceWindowTarget>;
  readonly groups: ReadonlyMap<string, ResourceGroup>;
  readonly roles: ReadonlyMap<string, Role>;
  /** Every logical id with its type: one whose resource is itself wrong is not missing. */
  readonly types: ReadonlyMap<string, string>;
}

export const windowPartDescription = () => z.optional(text('a description', { min: 1, max: 128 }));

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtarget.html
 */
export const windowTargetFields = map({
  Description: windowPartDescription(),
  Name: z.optional(awsName()),
  OwnerInformation: z.optional(text('text', { min: 1, max: 128 })),
  ResourceType: choice('INSTANCE', 'RESOURCE_GROUP'),
  Targets: targetList(5),
  WindowId: text('a window, such as !Ref SundayWindow'),
});

export function readWindowTarget(
  logicalId: string,
  properties: unknown,
  world: WindowWorld,
  path: DataPath,
  context: LoadContext,
): MaintenanceWindowTarget | undefined {
  const read = readAsAws(windowTargetFields, properties, path, context);
  if (read === undefined) return undefined;
  checkReference('WindowId', read.WindowId, 'AWS::SSM::MaintenanceWindow', world, path, context);
  const allowed: readonly string[] = read.ResourceType === 'INSTANCE' ? taggedNodeKeys : resourceGroupKeys;
  const targets = read.Targets.flatMap((criterion, index) => {
    const at = [...path, 'Targets', index];
    const isGroupKey = criterion.Key.startsWith('resource-groups:');
    if (isGroupKey !== (read.ResourceType === 'RESOURCE_GROUP')) {
      const message = `expected for ResourceType ${read.ResourceType} one of ${allowed.join(', ')}`;
      context.error([...at, 'Key'], 'bad-value', `${message}; found ${describe(criterion.Key)}`, {
        awsError: 'ValidationException',
      });
    }
    return readCriterion(criterion, at, world.groups, context);
  });
  if (read.Targets.length === 0) {
    const message = 'expected at least one criterion';
    context.error([...path, 'Targets'], 'too-few', message, { awsError: 'ValidationException' });
  }
  return { logicalId, windowId: read.WindowId, resourceType: read.ResourceType, targets };
}

/** False: `value` is no resource of that type, which has been reported. */
export function checkReference(
  key: string | null,
  value: string,
  type: string,
  { types }: WindowWorld,
  path: DataPath,
  context: LoadContext,
): boolean {
  if (types.get(value) === type) return true;
  const known = [...types].filter(([, other]) => other === type).map(([id]) => id);
  const found = types.has(value) ? `${value}, an ${types.get(value)}` : describe(value);
  context.error(
    key === null ? path : [...path, key],
    'unknown-reference',
    `expected an ${type} under resources, found ${found}`,
    { awsError: 'DoesNotExistException', help: suggestion(value, known) },
  );
  return false;
}
