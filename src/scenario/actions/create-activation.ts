/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html */
import * as z from 'zod/mini';
import { trusts } from '../../aws/iam.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { readAsAws, tagList } from '../../fields/aws-fields.ts';
import { anything, integer, listOf, map, text } from '../../fields/fields.ts';
import { time } from '../../fields/quantities.ts';
import type { Call, CallContext } from './call.ts';

const hourMs = 3_600_000;
const lifetime = { defaultMs: 24 * hourMs, maxMs: 30 * 24 * hourMs };

export const activationFields = map({
  DefaultInstanceName: z.optional(text('a name', { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u })),
  Description: z.optional(text('a description', { max: 256 })),
  ExpirationDate: z.optional(time()),
  IamRole: text('the name of a role', { min: 1, max: 64 }),
  RegistrationLimit: z.optional(integer(1, 1000)),
  RegistrationMetadata: z.optional(listOf(anything())),
  Tags: z.optional(tagList()),
});

/** The activation is known by the action's id. */
export function readCreateActivation(
  request: unknown,
  path: DataPath,
  { id, atMs, resources, context }: CallContext,
): Call | undefined {
  const read = readAsAws(activationFields, request, path, context);
  if (read === undefined) return undefined;
  const awsError = 'ValidationException';
  const expiresMs = read.ExpirationDate ?? atMs + lifetime.defaultMs;
  if (expiresMs <= atMs || expiresMs > atMs + lifetime.maxMs) {
    const message = 'expected a time after at, and at most 30 days after it';
    context.error([...path, 'ExpirationDate'], 'bad-value', message, { awsError });
  }
  const roleName = read.IamRole.split('/').at(-1);
  const role = [...resources.roles.values()].find((one) => one.roleName === roleName);
  if (role !== undefined && !trusts(role, 'ssm.amazonaws.com')) {
    const message = `expected a role that ssm.amazonaws.com may assume; the trust policy of ${role.logicalId} does not allow it`;
    context.error([...path, 'IamRole'], 'untrusted-role', message, { awsError });
  }
  return {
    call: 'CreateActivation',
    activation: {
      name: id,
      createdMs: atMs,
      expiresMs,
      registrationLimit: read.RegistrationLimit ?? 1,
      tags: Object.fromEntries((read.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    },
  };
}
