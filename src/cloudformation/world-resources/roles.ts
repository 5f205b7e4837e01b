/** AWS::IAM::Role and AWS::IAM::InstanceProfile. */
import * as z from 'zod/mini';
import { isKnownManagedPolicy } from '../../aws/iam.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe, type PlainMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength, mapOrJson, tagList } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, integer, map, text } from '../../fields/fields.ts';
import { silenced } from '../../fields/quiet-context.ts';
import { itemsIn, Unknown } from '../../fields/unknown.ts';
import type { InstanceProfile, Role } from '../../world/identity.ts';
import { type Nouns, nounsIn } from '../nouns.ts';
import { type References, resource } from '../resource-spec.ts';
import { readPolicyDocument, readTrustedServices } from './statements.ts';

const iamName = /^[\w+=,.@-]+$/;
const pathField = () => text('a path that begins and ends with /', { pattern: /^\/(.+\/)*$/ });

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function arnOf(kind: string) {
  return (
    name: string,
    { partition, id }: { readonly partition: string; readonly id: string },
    { Path: path }: PlainMap,
  ): string => `arn:${partition}:iam::${id}:${kind}${typeof path === 'string' ? path : '/'}${name}`;
}

export const iamRole = resource({
  type: 'AWS::IAM::Role',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html',
  is: 'What a principal that assumes it may do',
  attributes: ['Arn', 'RoleId'],
  nameProperty: 'RoleName',
  arn: arnOf('role'),
  awsError: 'ValidationError',
  fields: () => ({
    AssumeRolePolicyDocument: mapOrJson(),
    Description: z.optional(text('a description', { max: 1000 })),
    ManagedPolicyArns: z.optional(
      listOfLength(text('the ARN of a managed policy'), 'managed policies', 0, 20),
    ),
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
  }),
  refusals(seen, { path, context }) {
    if (seen.PermissionsBoundary !== undefined) {
      const message = 'counts as allowing everything';
      context.warning([...path, 'PermissionsBoundary'], 'condition-ignored', message, { at: 'key' });
    }
    readTrustedServices(seen.AssumeRolePolicyDocument, [...path, 'AssumeRolePolicyDocument'], context);
    for (const [index, arn] of itemsIn(seen.ManagedPolicyArns).entries()) {
      if (!(arn instanceof Unknown)) refusePolicyArn(arn, [...path, 'ManagedPolicyArns', index], context);
    }
    for (const [index, policy] of itemsIn(seen.Policies).entries()) {
      const at = [...path, 'Policies', index, 'PolicyDocument'];
      if (!(policy instanceof Unknown)) readPolicyDocument(policy.PolicyDocument, at, context);
    }
  },
  build(known, { logicalId, path, arn, context }): Role {
    const silent = silenced(context);
    return {
      logicalId,
      roleName: known.RoleName ?? logicalId,
      arn,
      trustedServices: readTrustedServices(known.AssumeRolePolicyDocument, path, silent),
      managedPolicies: (known.ManagedPolicyArns ?? []).map(policyName),
      statements: (known.Policies ?? []).flatMap(({ PolicyDocument }, index) =>
        readPolicyDocument(PolicyDocument, [...path, 'Policies', index, 'PolicyDocument'], silent),
      ),
    };
  },
});

const policyArn = /^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy\/(?:.*\/)?([^/]+)$/;

function refusePolicyArn(arn: string, path: DataPath, context: LoadContext): void {
  const parts = policyArn.exec(arn);
  if (parts === null) {
    context.error(
      path,
      'bad-value',
      'expected an ARN, such as arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      {
        awsError: 'InvalidInput',
        ...(isKnownManagedPolicy(arn) ? { help: `did you mean arn:aws:iam::aws:policy/${arn}?` } : {}),
      },
    );
    return;
  }
  const [, owner, name] = parts;
  if (owner === 'aws' && isKnownManagedPolicy(name!)) return;
  const message = `fleetsim does not know what ${name} allows: it grants nothing`;
  context.warning(path, 'unknown-policy', message, { help: 'write its statements under Policies' });
}

/**
 * `arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM` is known as AmazonEC2RoleforSSM. A customer's policy must not
 * be taken for AWS's of the same name.
 */
function policyName(arn: string): string {
  const [, owner, name] = policyArn.exec(arn)!;
  return owner === 'aws' ? name! : arn;
}

export const instanceProfile = resource({
  type: 'AWS::IAM::InstanceProfile',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html',
  is: 'The role of an EC2 instance',
  attributes: ['Arn'],
  nameProperty: 'InstanceProfileName',
  arn: arnOf('instance-profile'),
  awsError: 'ValidationError',
  fields: () => ({
    InstanceProfileName: z.optional(
      text('a profile name of letters, digits and _+=,.@-', { min: 1, max: 128, pattern: iamName }),
    ),
    Path: z.optional(pathField()),
    Roles: listOfLength(text('the name of a role, such as !Ref NodeRole'), 'roles', 1, 1),
  }),
  refusals({ Roles }, { path, context, references }) {
    const wanted = itemsIn(Roles)[0];
    if (wanted === undefined || wanted instanceof Unknown || !references.isWhole) return;
    // A role that is itself refused has been reported.
    if (roleNamed(wanted, references) !== undefined || references.types.get(wanted) === iamRole.type) return;
    const names = [...references.nouns(iamRole).values()].map(({ roleName }) => roleName);
    const message = `expected the name of an AWS::IAM::Role under resources, found ${describe(wanted)}`;
    context.error([...path, 'Roles', 0], 'unknown-role', message, {
      awsError: 'NoSuchEntity',
      help: suggestion(wanted, names),
    });
  },
  build({ Roles, InstanceProfileName }, { logicalId, references }): InstanceProfile {
    const { managedPolicies = [], statements = [] } = roleNamed(Roles[0]!, references) ?? {};
    const named = InstanceProfileName === undefined ? {} : { profileName: InstanceProfileName };
    return { name: logicalId, ...named, managedPolicies, statements };
  },
});

function roleNamed(wanted: string, references: References): Role | undefined {
  const roles = [...references.nouns(iamRole).values()];
  return roles.find(({ roleName, logicalId }) => roleName === wanted || logicalId === wanted);
}

/** By its ARN, its name or its logical id; undefined: it is not in the file. */
export function roleMeant(nouns: Nouns, wanted: string | undefined): Role | undefined {
  return [...nounsIn(nouns, iamRole).values()].find(
    ({ arn, roleName, logicalId }) => wanted === arn || wanted === roleName || wanted === logicalId,
  );
}
