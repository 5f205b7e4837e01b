/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html */

import * as z from 'zod/mini';
import { trusts } from '../../../aws/iam.ts';
import { call } from '../../../cloudformation/call-spec.ts';
import { iamRole } from '../../../cloudformation/world-resources/roles.ts';
import { tagList } from '../../../fields/aws-fields.ts';
import { anything, integer, listOf, text } from '../../../fields/fields.ts';
import { time } from '../../../fields/quantities.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { Activation } from '../../../world/identity.ts';

const hourMs = 3_600_000;
const lifetime = { defaultMs: 24 * hourMs, maxMs: 30 * 24 * hourMs };

/** The activation is known by the action's id. */
export const createActivation = call({
  call: 'CreateActivation',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html',
  is: 'Makes an activation, known by the id of the action, for hybrid nodes to register by',
  fields: () => ({
    DefaultInstanceName: z.optional(text('a name', { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u })),
    Description: z.optional(text('a description', { max: 256 })),
    ExpirationDate: z.optional(time()),
    IamRole: text('the name of a role', { min: 1, max: 64 }),
    RegistrationLimit: z.optional(integer(1, 1000)),
    RegistrationMetadata: z.optional(listOf(anything())),
    Tags: z.optional(tagList()),
  }),
  refusals({ ExpirationDate, IamRole }, { atMs, path, context, references }) {
    const awsError = 'ValidationException';
    const isDue = typeof ExpirationDate === 'number';
    if (isDue && (ExpirationDate <= atMs || ExpirationDate > atMs + lifetime.maxMs)) {
      const message = 'expected a time after at, and at most 30 days after it';
      context.error([...path, 'ExpirationDate'], 'bad-value', message, { awsError });
    }
    if (IamRole instanceof Unknown) return;
    const roleName = IamRole.split('/').at(-1);
    const role = [...references.nouns(iamRole).values()].find((one) => one.roleName === roleName);
    if (role !== undefined && !trusts(role, 'ssm.amazonaws.com')) {
      const message = `expected a role that ssm.amazonaws.com may assume; the trust policy of ${role.logicalId} does not allow it`;
      context.error([...path, 'IamRole'], 'untrusted-role', message, { awsError });
    }
  },
  build(known, { id, atMs }): Activation {
    return {
      name: id,
      createdMs: atMs,
      expiresMs: known.ExpirationDate ?? atMs + lifetime.defaultMs,
      registrationLimit: known.RegistrationLimit ?? 1,
      tags: Object.fromEntries((known.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    };
  },
  passesRole: () => '',
  activation: ({ name }) => name,
});
