/** AWS::IAM::Role and AWS::IAM::InstanceProfile. */
import * as z from 'zod/mini';
import { isKnownManagedPolicy } from '../../aws/iam.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength, mapOrJson, readAsAws, tagList } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, integer, map, text } from '../../fields/fields.ts';
import type { InstanceProfile, PolicyStatement, Role } from '../../world/identity.ts';
import { readPolicyDocument, readTrustedServices } from './statements.ts';

const iamName = /^[\w+=,.@-]+$/;
const pathField = () => text('a path that begins and ends with /', { pattern: /^\/(.+\/)*$/ });

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 */
export const roleFields = map({
  AssumeRolePolicyDocument: mapOrJson(),
  Description: z.optional(text('a description', { max: 1000 })),
  ManagedPolicyArns: z.optional(listOfLength(text('the ARN of a managed policy'), 'managed policies', 0, 20)),
  MaxSessionDuration: z.optional(integer(3600, 43_200)),
  Path: z.optional(pathField()),
  PermissionsBoundary: z.optional(anything()),
  Policies: z.optional(
    listOfLength(
      map({
        PolicyName: text('a policy name of letters, digits and _+=,.@-', {
          min: 1,
          max: 128,
          pattern: iamName,
        }),
        PolicyDocument: mapOrJson(),
      }),
      'inline policies',
      0,
      100,
    ),
  ),
  RoleName: z.optional(
    text('a role name of letters, digits and _+=,.@-', { min: 1, max: 64, pattern: iamName }),
  ),
  Tags: z.optional(tagList()),
});

export function readRole(
  logicalId: string,
  properties: unknown,
  arn: string,
  path: DataPath,
  context: LoadContext,
): Role | undefined {
  const read = readAsAws(roleFields, properties, path, context, 'ValidationError');
  if (read === undefined) return undefined;
  if (read.PermissionsBoundary !== undefined) {
    context.warning([...path, 'PermissionsBoundary'], 'condition-ignored', 'counts as allowing everything', {
      at: 'key',
    });
  }
  return {
    logicalId,
    roleName: read.RoleName ?? logicalId,
    arn,
    trustedServices: readTrustedServices(
      read.AssumeRolePolicyDocument,
      [...path, 'AssumeRolePolicyDocument'],
      context,
    ),
    managedPolicies: readManagedPolicies(
      read.ManagedPolicyArns ?? [],
      [...path, 'ManagedPolicyArns'],
      context,
    ),
    statements: (read.Policies ?? []).flatMap(({ PolicyDocument }, index): PolicyStatement[] =>
      readPolicyDocument(PolicyDocument, [...path, 'Policies', index, 'PolicyDocument'], context),
    ),
  };
}

/** `arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM` is known as AmazonEC2RoleforSSM. */
function readManagedPolicies(arns: readonly string[], path: DataPath, context: LoadContext): string[] {
  return arns.map((arn, index) => {
    const at = [...path, index];
    const parts = /^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy\/(?:.*\/)?([^/]+)$/.exec(arn);
    if (parts === null) {
      context.error(
        at,
        'bad-value',
        'expected an ARN, such as arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
        {
          awsError: 'InvalidInput',
          ...(isKnownManagedPolicy(arn) ? { help: `did you mean arn:aws:iam::aws:policy/${arn}?` } : {}),
        },
      );
      return arn;
    }
    const [, owner, name] = parts;
    const isKnown = owner === 'aws' && isKnownManagedPolicy(name!);
    if (!isKnown) {
      context.warning(at, 'unknown-policy', `fleetsim does not know what ${name} allows: it grants nothing`, {
        help: 'write its statements under Policies',
      });
    }
    // A customer's policy must not be taken for AWS's of the same name.
    return owner === 'aws' ? name! : arn;
  });
}

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html
 */
export const profileFields = map({
  InstanceProfileName: z.optional(
    text('a profile name of letters, digits and _+=,.@-', { min: 1, max: 128, pattern: iamName }),
  ),
  Path: z.optional(pathField()),
  Roles: listOfLength(text('the name of a role, such as !Ref NodeRole'), 'roles', 1, 1),
});

export function readInstanceProfile(
  logicalId: string,
  properties: unknown,
  roles: ReadonlyMap<string, Role>,
  path: DataPath,
  context: LoadContext,
): InstanceProfile | undefined {
  const read = readAsAws(profileFields, properties, path, context, 'ValidationError');
  if (read === undefined) return undefined;
  const wanted = read.Roles[0]!;
  const role = [...roles.values()].find(
    ({ roleName, logicalId: id }) => roleName === wanted || id === wanted,
  );
  if (role === undefined) {
    const names = [...roles.values()].map(({ roleName }) => roleName);
    context.error(
      [...path, 'Roles', 0],
      'unknown-role',
      `expected the name of an AWS::IAM::Role under resources, found ${describe(wanted)}`,
      {
        awsError: 'NoSuchEntity',
        help: suggestion(wanted, names),
      },
    );
    return undefined;
  }
  return { name: logicalId, managedPolicies: role.managedPolicies, statements: role.statements };
}
