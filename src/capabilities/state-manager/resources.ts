/** AWS::SSM::Association. */
import { type Reading, resource, type Whole } from '../../cloudformation/resource-spec.ts';
import {
  associationOf,
  type Definition,
  definitionFields,
  definitionWithoutEffect,
  refuseDefinition,
} from './definition.ts';
import { associationsPerRegion } from './rules.ts';

export const association = resource({
  type: 'AWS::SSM::Association',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-association.html',
  is: 'A document that State Manager keeps applied to nodes',
  attributes: ['AssociationId'],
  fields: definitionFields,
  withoutEffect: definitionWithoutEffect,
  refusals(seen, reading: Reading) {
    refuseDefinition(seen, reading, true);
  },
  build(known, { logicalId, references }: Reading): Definition {
    return associationOf(known, logicalId, references);
  },
  together(associations, { key, context }: Whole) {
    if (associations.size <= associationsPerRegion) return;
    const message = `${associations.size} associations: the default quota of an account and Region is ${associationsPerRegion}`;
    context.warning([key], 'over-quota', message, { at: 'key', awsError: 'AssociationLimitExceeded' });
  },
});
