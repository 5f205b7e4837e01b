/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteAssociation.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAssociationsOnce.html
 */
import * as z from 'zod/mini';
import { type CallReading, call } from '../../cloudformation/call-spec.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength, tagList } from '../../fields/aws-fields.ts';
import { anything, once, text } from '../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import { definitionFields, definitionOf, definitionWithoutEffect, updated } from './definition.ts';
import { refuseDefinition } from './refusals.ts';
import { association } from './resources.ts';

/** What calls on associations name. Another account or Region does not have it. */
const namesAssociations = <Made>(ids: (made: Made) => readonly string[]) => ({
  ids,
  error: 'AssociationDoesNotExist',
});

/** Beside what the resource type has. */
const callFields = once(() => ({
  ...definitionFields(),
  AssociationDispatchAssumeRole: z.optional(text('the ARN of a role', { max: 512 })),
  TargetMaps: z.optional(anything()),
}));
const callWithoutEffect = {
  ...definitionWithoutEffect,
  TargetMaps: {
    touches: 'only Targets says on which nodes it runs',
    instead: 'write the same nodes as Targets',
  },
};

const associationId = () =>
  text('an association: !Ref of the resource, or the id of a CreateAssociation action');

/** API_StartAssociationsOnce.html#API_StartAssociationsOnce_RequestParameters */
const startedOnceMax = 10;

export const createAssociation = call({
  call: 'CreateAssociation',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html',
  is: 'Creates an association',
  fields: () => ({ ...callFields(), Tags: z.optional(tagList()) }),
  withoutEffect: callWithoutEffect,
  refusals(seen, reading) {
    refuseDefinition(seen, { ...reading, of: reading.id }, true);
  },
  build(known, { id, references }) {
    return updated(null, definitionOf(known, id, references));
  },
});

/** An association of one node that InstanceId names keeps it. */
const updatedFields = () => {
  const { InstanceId: _, ...fields } = callFields();
  return fields;
};

export const updateAssociation = call({
  call: 'UpdateAssociation',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html',
  is: 'Replaces the definition of an association',
  fields: () => ({
    ...updatedFields(),
    Name: z.optional(definitionFields().Name),
    AssociationId: associationId(),
    AssociationVersion: z.optional(
      text('a version of the association', { pattern: /^([$]LATEST|[1-9][0-9]*)$/ }),
    ),
  }),
  withoutEffect: callWithoutEffect,
  names: namesAssociations(({ associationId }: { readonly associationId: string }) => [associationId]),
  refusals(seen, reading) {
    refuseId(seen.AssociationId, [...reading.path, 'AssociationId'], reading);
    const { AssociationId: of } = seen;
    refuseDefinition(seen, { ...reading, of: typeof of === 'string' ? of : reading.id }, false);
  },
  build(known, { references }) {
    const { AssociationId } = known;
    return { associationId: AssociationId, definition: definitionOf(known, AssociationId, references) };
  },
});

export const deleteAssociation = call({
  call: 'DeleteAssociation',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteAssociation.html',
  is: 'Deletes an association',
  fields: () => ({ AssociationId: associationId() }),
  names: namesAssociations(({ associationId }: { readonly associationId: string }) => [associationId]),
  refusals({ AssociationId }, reading) {
    refuseId(AssociationId, [...reading.path, 'AssociationId'], reading);
  },
  build: ({ AssociationId }) => ({ associationId: AssociationId }),
});

export const startAssociationsOnce = call({
  call: 'StartAssociationsOnce',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAssociationsOnce.html',
  is: 'Runs associations now',
  fields: () => ({ AssociationIds: listOfLength(associationId(), 'associations', 1, startedOnceMax) }),
  names: namesAssociations(
    ({ associationIds }: { readonly associationIds: readonly string[] }) => associationIds,
  ),
  refusals({ AssociationIds }, reading) {
    for (const [index, id] of itemsIn(AssociationIds).entries()) {
      refuseId(id, [...reading.path, 'AssociationIds', index], reading);
    }
  },
  build: ({ AssociationIds }) => ({ associationIds: AssociationIds }),
});

/** An association that was deleted by then is refused when the call is made. */
function refuseId(id: Partly<string>, path: DataPath, { references, actions, context }: CallReading): void {
  if (id instanceof Unknown) return;
  const known = [
    ...[...references.types].filter(([, type]) => type === association.type).map(([logicalId]) => logicalId),
    ...actions.filter((action) => action.call === createAssociation.call).map((action) => action.id),
  ];
  if (known.includes(id)) return;
  const message = `expected an AWS::SSM::Association, or the id of a CreateAssociation action, found ${describe(id)}`;
  context.error(path, 'unknown-reference', message, {
    awsError: 'AssociationDoesNotExist',
    help: suggestion(id, known),
  });
}

export const associationCalls = [
  createAssociation,
  updateAssociation,
  deleteAssociation,
  startAssociationsOnce,
];
