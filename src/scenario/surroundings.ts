/** The surroundings of the fleet: `subnets`, `instanceProfiles`, `principals`, `activations`. */
import { isKnownManagedPolicy } from '../aws/iam.ts';
import { readStatements } from '../cloudformation/world-resources/statements.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import {
  anything,
  choice,
  described,
  integer,
  listOf,
  map,
  once,
  optional,
  read,
  text,
  withDefault,
} from '../fields/fields.ts';
import { time, timeOrDuration } from '../fields/quantities.ts';
import { tagsField } from '../fields/tags-field.ts';
import type { Activation, InstanceProfile, Policies, Principal } from '../world/identity.ts';
import { endpointNames, type Subnet } from '../world/network.ts';

/** The policy that a group has whose profile is left unsaid: a world left unsaid is a healthy one. */
export const defaultInstanceProfile = 'AmazonSSMManagedInstanceCore';

const dayMs = 86_400_000;

/** The entries of a map whose keys the user chooses; none where it is left out. */
export function entriesOf(raw: unknown, path: DataPath, context: LoadContext): [string, unknown][] {
  if (raw === undefined || raw === null) return [];
  if (isMap(raw)) return Object.entries(raw);
  context.error(path, 'bad-value', `expected a map of names, such as ${path.at(-1)}: { name: … }`);
  return [];
}

export const subnetField = once(() => {
  return map({
    route: described(
      withDefault(choice('internet-gateway', 'nat-gateway', 'none'), 'nat-gateway'),
      'Where the default route leads',
    ),
    endpoints: described(withDefault(listOf(choice(...endpointNames)), []), 'VPC endpoints in the subnet'),
    egress: described(
      withDefault(choice('open', 'blocked'), 'open'),
      'Outbound TCP 443 of the security group',
    ),
    repositories: described(
      optional(choice('reachable', 'unreachable')),
      "Whether the operating system's package repositories answer. Omitted: with a route all do, without one those of Amazon Linux through an S3 endpoint, and no other system's",
    ),
  });
});

export function readSubnets(raw: unknown, context: LoadContext): Map<string, Subnet> {
  const subnets = new Map<string, Subnet>();
  for (const [name, value] of entriesOf(raw, ['subnets'], context)) {
    const subnet = read(subnetField(), value ?? {}, ['subnets', name], context);
    if (subnet !== undefined) subnets.set(name, { ...subnet, name, endpoints: new Set(subnet.endpoints) });
  }
  return subnets;
}

export function readInstanceProfiles(raw: unknown, context: LoadContext): Map<string, InstanceProfile> {
  const profiles = new Map<string, InstanceProfile>();
  for (const [name, value] of entriesOf(raw, ['instanceProfiles'], context)) {
    const path = ['instanceProfiles', name];
    if (name === 'none' || name === defaultInstanceProfile) {
      context.error(
        path,
        'reserved-name',
        `expected another name: ${name} already means something as a profile`,
        {
          at: 'key',
        },
      );
      continue;
    }
    const given = read(instanceProfileField(), value ?? {}, path, context);
    if (given !== undefined) profiles.set(name, { name, ...policiesIn(given, path, context) });
  }
  return profiles;
}

export function readPrincipals(raw: unknown, context: LoadContext): Map<string, Principal> {
  const principals = new Map<string, Principal>();
  for (const [name, value] of entriesOf(raw, ['principals'], context)) {
    const path = ['principals', name];
    if (!userName.test(name)) {
      const message = 'expected the name of a user: 1 to 64 letters, digits and _+=,.@-';
      context.error(path, 'bad-value', message, { at: 'key', awsError: 'ValidationError' });
      continue;
    }
    const given = read(principalField(), value ?? {}, path, context);
    if (given === undefined) continue;
    const { tags, sessionPolicy } = given;
    const ofSession =
      sessionPolicy === undefined
        ? {}
        : { sessionPolicy: readStatements(sessionPolicy, [...path, 'sessionPolicy'], context) };
    principals.set(name, { name, ...policiesIn(given, path, context), tags, ...ofSession });
  }
  return principals;
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
const userName = /^[\w+=,.@-]{1,64}$/;

function policiesIn(
  { policies, statements }: { readonly policies: readonly string[]; readonly statements?: unknown },
  path: DataPath,
  context: LoadContext,
): Policies {
  const managedPolicies = policies.map((policy) => policy.replace(policyArn, ''));
  for (const [index, policy] of managedPolicies.entries()) {
    if (isKnownManagedPolicy(policy)) continue;
    context.warning(
      [...path, 'policies', index],
      'unknown-policy',
      `${policy} is no AWS-managed policy that fleetsim knows: it grants nothing`,
      { help: 'write its statements under `statements`' },
    );
  }
  const read = statements === undefined ? [] : readStatements(statements, [...path, 'statements'], context);
  return { managedPolicies, statements: read };
}

const policyArn = /^arn:aws[a-z-]*:iam::aws:policy\/(service-role\/)?/;

const policyFields = () => ({
  policies: described(
    withDefault(listOf(text('the name of an AWS-managed policy', { min: 1, max: 256 })), []),
    'AWS-managed policies, by name',
  ),
  statements: described(optional(anything()), 'Statements of an IAM policy, as IAM has them'),
});

export const instanceProfileField = once(() => map(policyFields()));

export const principalField = once(() =>
  map({
    ...policyFields(),
    tags: described(
      withDefault(tagsField(), {}),
      'Tags of the user, which conditions on aws:PrincipalTag are about',
    ),
    sessionPolicy: described(
      optional(anything()),
      'Statements of the policy of its session, as AssumeRole takes one: what it does must be allowed by these too',
    ),
  }),
);

export function readActivations(raw: unknown, context: LoadContext): Map<string, Activation> {
  const activations = new Map<string, Activation>();
  for (const [name, value] of entriesOf(raw, ['activations'], context)) {
    const path = ['activations', name];
    const given = read(activationField(), value ?? {}, path, context);
    if (given === undefined) continue;
    const createdMs = given.created ?? context.startMs;
    const expiresMs = 'atMs' in given.expires ? given.expires.atMs : createdMs + given.expires.afterMs;
    if (expiresMs <= createdMs || expiresMs > createdMs + 30 * dayMs) {
      context.error(
        [...path, 'expires'],
        'out-of-range',
        'expected an expiry after the creation and at most 30 days after it',
        { awsError: 'ValidationException' },
      );
      continue;
    }
    const { registrationLimit, tags } = given;
    activations.set(name, { name, createdMs, expiresMs, registrationLimit, tags });
  }
  return activations;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html */
export const activationField = once(() => {
  return map({
    created: described(optional(time()), 'When it was made; default: `start`'),
    expires: described(
      withDefault(timeOrDuration(), '24h'),
      'When, or how long after its creation, it expires',
    ),
    registrationLimit: described(
      withDefault(integer(1, 1000, { awsError: 'ValidationException' }), '1'),
      'How many nodes it may register',
    ),
    tags: described(withDefault(tagsField(), {}), 'Tags that its nodes get'),
  });
});
