/**
 * The association that Inspector makes to have its inventory: none where one of `InstanceIds: ["*"]` collects already.
 *
 * AWS: https://docs.aws.amazon.com/inspector/latest/user/scanning-ec2.html
 */
import type { MakingFile } from '../../capability/capability.ts';
import { type Made, made, type References } from '../../cloudformation/resource-spec.ts';
import { gatherInventory } from '../inventory/facts.ts';
import { association, associationOf, meansAll } from '../state-manager/facts.ts';
import { inspectorModelOf } from './model.ts';

export const ownAssociation = 'InspectorInventoryCollection-do-not-delete';

export function inspectorAssociations(file: MakingFile, references: References): Made['resources'] {
  if (!inspectorModelOf(file).enabled) return [];
  const declared = [...references.nouns(association)];
  return ['', ...file.accounts.keys()].flatMap((account) => {
    const isThere = declared.some(
      ([id, { documentName, target }]) =>
        file.accountOf(id) === account && documentName === gatherInventory && meansAll(target),
    );
    if (isThere) return [];
    const id = account === '' ? ownAssociation : `${ownAssociation}-${account}`;
    const request = {
      Name: gatherInventory,
      AssociationName: ownAssociation,
      Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
      ScheduleExpression: 'rate(30 minutes)',
    };
    return [made(association, id, associationOf(request, id, references), account)];
  });
}
