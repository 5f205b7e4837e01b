/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTargetWithMaintenanceWindow.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindowTarget.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterTargetFromMaintenanceWindow.html
 */
import * as z from 'zod/mini';
import { call } from '../../../cloudformation/call-spec.ts';
import { criterionOf, type WrittenTarget } from '../../../cloudformation/targets.ts';
import { boolean, text } from '../../../fields/fields.ts';
import type { MaintenanceWindowTarget } from '../../../world/maintenance.ts';
import {
  refuseReference,
  refuseWindowTarget,
  windowTarget,
  windowTargetFields,
} from '../resources/window-targets.ts';
import { maintenanceWindow } from '../resources/windows.ts';
import { readingOf, refuseMissing, windowId } from './reading.ts';

const targetId = () =>
  text('a target of the window: !Ref of the resource, or the id of the action that registered it');

/** The target is known by the id of the action. */
export const registerTarget = call({
  call: 'RegisterTargetWithMaintenanceWindow',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTargetWithMaintenanceWindow.html',
  is: 'Registers nodes with a maintenance window',
  fields: windowTargetFields,
  refusals(seen, reading) {
    refuseWindowTarget(seen, readingOf(reading));
  },
  build: (known, { id, references }): MaintenanceWindowTarget => ({
    logicalId: id,
    windowId: known.WindowId,
    resourceType: known.ResourceType,
    targets: known.Targets.flatMap((criterion) => criterionOf(criterion, references)),
    owner: known.OwnerInformation ?? null,
  }),
});

export const updateTarget = call({
  call: 'UpdateMaintenanceWindowTarget',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindowTarget.html',
  is: 'Changes which nodes a target of a window means',
  fields() {
    const { ResourceType: _, ...changeable } = windowTargetFields();
    return {
      ...changeable,
      Targets: z.optional(changeable.Targets),
      Replace: z.optional(boolean()),
      WindowTargetId: targetId(),
    };
  },
  refusals(seen, reading) {
    const { WindowTargetId, Targets } = seen;
    const place = readingOf(reading);
    refuseReference(WindowTargetId, windowTarget, [...reading.path, 'WindowTargetId'], place);
    refuseMissing(seen, ['Targets'], registerTarget.call, reading);
    const type =
      typeof WindowTargetId === 'string'
        ? reading.references.nouns(windowTarget).get(WindowTargetId)?.resourceType
        : undefined;
    if (Targets === undefined) {
      refuseReference(seen.WindowId, maintenanceWindow, [...reading.path, 'WindowId'], place);
    } else refuseWindowTarget({ ...seen, Targets, ...(type && { ResourceType: type }) }, place);
  },
  build({ WindowId, WindowTargetId, Targets, OwnerInformation, Replace = false }, { references }) {
    const targets = Targets?.flatMap((criterion: WrittenTarget) => criterionOf(criterion, references));
    return {
      windowId: WindowId,
      targetId: WindowTargetId,
      changes: {
        ...(targets && { targets }),
        ...(OwnerInformation === undefined && !Replace ? {} : { owner: OwnerInformation ?? null }),
      } satisfies Partial<MaintenanceWindowTarget>,
    };
  },
});

export const deregisterTarget = call({
  call: 'DeregisterTargetFromMaintenanceWindow',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterTargetFromMaintenanceWindow.html',
  is: 'Removes a target from a maintenance window',
  fields: () => ({ WindowId: windowId(), WindowTargetId: targetId(), Safe: z.optional(boolean()) }),
  refusals({ WindowId, WindowTargetId }, reading) {
    const place = readingOf(reading);
    refuseReference(WindowId, maintenanceWindow, [...reading.path, 'WindowId'], place);
    refuseReference(WindowTargetId, windowTarget, [...reading.path, 'WindowTargetId'], place);
  },
  build: ({ WindowId, WindowTargetId, Safe = false }) => ({
    windowId: WindowId,
    targetId: WindowTargetId,
    isSafe: Safe,
  }),
});
