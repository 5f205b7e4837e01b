/** AWS::SSM::Association. */

import * as z from 'zod/mini';
import { warnOverQuota } from '../../cloudformation/quota.ts';
import { type Reading, resource, type Whole } from '../../cloudformation/resource-spec.ts';
import { integer } from '../../fields/fields.ts';
import { associationOf, type Definition, definitionFields, definitionWithoutEffect } from './definition.ts';
import { refuseDefinition } from './refusals.ts';
import { associationsPerRegion } from './rules.ts';

export const association = resource({
  type: 'AWS::SSM::Association',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-association.html',
  is: 'A document that State Manager keeps applied to nodes',
  attributes: ['AssociationId'],
  fields: () => ({
    ...definitionFields(),
    WaitForSuccessTimeoutSeconds: z.optional(integer(15, 172_800)),
  }),
  withoutEffect: {
    ...definitionWithoutEffect,
    WaitForSuccessTimeoutSeconds: {
      touches: 'only the deployment of a stack waits for it',
      instead: 'nothing: it may stay in the file',
    },
  },
  refusals(seen, reading: Reading) {
    refuseDefinition(seen, { ...reading, of: reading.logicalId }, true);
  },
  build(known, { logicalId, references }: Reading): Definition {
    return associationOf(known, logicalId, references);
  },
  together(associations, whole: Whole) {
    const quota = { most: associationsPerRegion, what: 'associations', awsError: 'AssociationLimitExceeded' };
    warnOverQuota(associations.keys(), quota, whole);
  },
});
