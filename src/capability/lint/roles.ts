/**
 * IAM roles of a file, as far as it says who may assume them and what they may do.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { isKnownManagedPolicy, profileAllowsAll } from '../../aws/iam.ts';
import {
  entry,
  isPartlyUnknown,
  itemsOf,
  outlineOf,
  textOf,
  type Value,
} from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { oncePer } from '../../fields/fields.ts';
import type { PolicyStatement } from '../../world/identity.ts';
import type { DeclaredRole } from './declared-role.ts';
import type { Resource } from './resource.ts';
import type { Subject } from './subject.ts';

export interface LintRole {
  readonly name: string;
  readonly resource: Resource;
  /** `ssm.amazonaws.com`, in any partition; `*` is everybody. Null: not known. */
  readonly trusted: readonly string[] | null;
  /** Of AWS's managed policies that it has. */
  readonly policies: readonly AttachedPolicy[];
  readonly statements: readonly PolicyStatement[];
  /** False: it may be allowed more than can be seen. */
  readonly isKnown: boolean;
  /** Where permissions stand, or where they should. */
  readonly path: DataPath;
}

export interface AttachedPolicy {
  readonly name: string;
  readonly path: DataPath;
}

export function roleOf(value: Value | undefined, subject: Subject): LintRole | null {
  const resource = subject.resource(value);
  return resource?.type === 'AWS::IAM::Role' ? readRole(resource, subject) : null;
}

export function rolesOf(subject: Subject): LintRole[] {
  return subject.ofType('AWS::IAM::Role').map((role) => readRole(role, subject));
}

/** A role of the file in its use. */
export interface RoleUse extends DeclaredRole {
  readonly role: LintRole;
  /** Where it is named. */
  readonly path: DataPath;
}

export function roleUses(subject: Subject): RoleUse[] {
  return subject.roles.flatMap((declared) => {
    const role = roleOf(declared.value, subject);
    return role === null || declared.value === undefined
      ? []
      : [{ ...declared, role, path: declared.value.path }];
  });
}

/** In a scenario a role without any policy has its permissions left unsaid. */
export function isLeftUnsaid({ policies, statements }: LintRole, { kind }: Subject): boolean {
  return kind === 'scenario' && policies.length + statements.length === 0;
}

/** Whether it lets do all of these; null: that cannot be seen. What Resource and Condition say counts as satisfied. */
export function roleAllows(role: LintRole, actions: readonly string[]): boolean | null {
  const { name, policies, statements, isKnown } = role;
  const managedPolicies = policies.map((policy) => policy.name);
  if (profileAllowsAll({ name, managedPolicies, statements }, actions)) return true;
  return isKnown ? false : null;
}

/** Whether the service may assume it; null: that cannot be seen. */
export function roleTrusts({ trusted }: LintRole, service: string): boolean | null {
  if (trusted === null) return null;
  return trusted.includes('*') || trusted.includes(service);
}

function readRole(resource: Resource, subject: Subject): LintRole {
  const inline = [subject.property(resource, 'Policies'), ...policiesElsewhere(resource, subject)];
  const given = inline.map((value) => statementsOf(value));
  const managed = subject.property(resource, 'ManagedPolicyArns');
  const attached = itemsOf(managed).map((item) => readAttached(item, subject));
  return {
    name: resource.logicalId,
    resource,
    trusted: readTrust(subject.property(resource, 'AssumeRolePolicyDocument')),
    policies: attached.flatMap(({ policy }) => policy ?? []),
    statements: [...given, ...attached].flatMap(({ statements }) => statements),
    isKnown: [...given, ...attached].every(({ isKnown }) => isKnown),
    path: managed?.path ?? resource.path,
  };
}

interface Permissions {
  readonly statements: readonly PolicyStatement[];
  readonly isKnown: boolean;
}

const anything: Permissions = { statements: [], isKnown: false };

/** `arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM`; a policy of the file itself by reference. */
function readAttached(item: Value, subject: Subject): Permissions & { readonly policy?: AttachedPolicy } {
  const own = subject.resource(item);
  if (own?.type === 'AWS::IAM::ManagedPolicy')
    return statementsOf(subject.property(own, 'PolicyDocument'), true);
  const outline = outlineOf(item);
  const name = /:iam::aws:policy\/(?:.*\/)?([\w+=,.@-]+)$/.exec(outline ?? '')?.[1];
  if (name === undefined) return anything;
  const isKnown = isKnownManagedPolicy(name) || unconcerned.has(name);
  return { statements: [], isKnown, policy: { name, path: item.path } };
}

/**
 * Policies often found on nodes that grant nothing of Systems Manager, S3 or SNS that any rule asks for.
 *
 * AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const unconcerned: ReadonlySet<string> = new Set([
  'AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEC2ContainerServiceforEC2Role',
  'AmazonEC2ReadOnlyAccess',
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKS_CNI_Policy',
  'CloudWatchLogsFullAccess',
]);

/** AWS::IAM::Policy, RolePolicy and ManagedPolicy that name the role from their side. */
function policiesElsewhere(role: Resource, subject: Subject): Value[] {
  const { byHolder, ofAnyone } = heldPolicies(subject);
  const name = textOf(subject.property(role, 'RoleName'));
  const own = [role.logicalId, ...(name === null ? [] : [name])].flatMap((key) => byHolder.get(key) ?? []);
  return [...new Set(own), ...ofAnyone];
}

interface HeldPolicies {
  /** By the logical id of a role, or by its name. */
  readonly byHolder: ReadonlyMap<string, readonly Value[]>;
  /** Where only a deployment decides whose they are. */
  readonly ofAnyone: readonly Value[];
}

const heldPolicies = oncePer((subject: Subject): HeldPolicies => {
  const byHolder = new Map<string, Value[]>();
  const ofAnyone: Value[] = [];
  const types = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];
  for (const policy of types.flatMap((type) => subject.ofType(type))) {
    const holders = subject.property(policy, policy.type === 'AWS::IAM::RolePolicy' ? 'RoleName' : 'Roles');
    if (isPartlyUnknown(holders)) ofAnyone.push({ kind: 'unknown', path: policy.path, outline: null });
    for (const holder of itemsOf(holders)) {
      const key = subject.resource(holder)?.logicalId ?? textOf(holder);
      if (key !== null) byHolder.set(key, [...(byHolder.get(key) ?? []), policy.properties]);
    }
  }
  return { byHolder, ofAnyone };
});

/** Of one policy, of a list of them, or of a bare document. */
function statementsOf(value: Value | undefined, isDocument = false): Permissions {
  const documents = isDocument ? [value] : itemsOf(value).map(documentOf);
  const read = documents.flatMap((document) => itemsOf(entry(document, 'Statement')).map(readStatement));
  const isKnown = documents.every(
    (document) => document?.kind === 'map' && entry(document, 'Statement')?.kind !== 'unknown',
  );
  return {
    statements: read.flatMap((one) => one ?? []),
    isKnown: isKnown && read.every((one) => one !== null),
  };
}

function documentOf(policy: Value): Value | undefined {
  return policy.kind === 'map' ? entry(policy, 'PolicyDocument') : policy;
}

/** None for a denial that does not hold everywhere; null: not known. */
function readStatement(statement: Value): PolicyStatement[] | null {
  const effect = textOf(entry(statement, 'Effect'));
  const action = entry(statement, 'Action');
  const notAction = entry(statement, 'NotAction');
  const given = action ?? notAction;
  if ((effect !== 'Allow' && effect !== 'Deny') || given === undefined || isPartlyUnknown(given)) return null;
  const resource = entry(statement, 'Resource');
  const isEverywhere = itemsOf(resource).some((one) => textOf(one) === '*');
  if (effect === 'Deny' && (!isEverywhere || entry(statement, 'Condition') !== undefined)) return [];
  const names = itemsOf(given).flatMap((one) => textOf(one) ?? []);
  return [action === undefined ? { effect, notActions: names } : { effect, actions: names }];
}

/**
 * Services that may assume the role. Accounts and users do not matter here.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function readTrust(document: Value | undefined): string[] | null {
  const statements = entry(document, 'Statement');
  if (statements === undefined) return null;
  const trusted: string[] = [];
  for (const statement of itemsOf(statements)) {
    const effect = textOf(entry(statement, 'Effect'));
    const actions = entry(statement, 'Action');
    const principal = entry(statement, 'Principal');
    if (effect !== 'Allow' || actions === undefined || principal === undefined) return null;
    if (isPartlyUnknown(actions)) return null;
    if (!itemsOf(actions).some((one) => mayAssume(textOf(one)))) continue;
    const services = principal.kind === 'map' ? readServices(principal) : null;
    if (services !== null) trusted.push(...services);
    else if (textOf(principal) === '*') trusted.push('*');
    else return null;
  }
  return trusted;
}

function mayAssume(action: string | null): boolean {
  return ['*', 'sts:*', 'sts:assumerole', 'sts:assumerole*'].includes(action?.toLowerCase() ?? '');
}

function readServices(principal: Value): string[] | null {
  if (textOf(entry(principal, 'AWS')) === '*') return ['*'];
  const services = itemsOf(entry(principal, 'Service')).map((item) => outlineOf(item));
  const names = services.map((service) => (service === null ? null : serviceName(service)));
  return names.every((name) => name !== null) ? names : null;
}

/** In China a service has a longer name, and some have one for each Region; null: only a deployment knows. */
function serviceName(written: string): string | null {
  const name = written
    .trim()
    .toLowerCase()
    .replace(/\$\{aws::urlsuffix\}/, 'amazonaws.com')
    .replace(/\.\$\{aws::region\}/, '')
    .replace(/\.amazonaws\.com\.cn$/, '.amazonaws.com')
    .replace(/^(ssm|ec2)\.[a-z]+(-[a-z]+)+-[0-9]\./, '$1.');
  return name.includes('${') ? null : name;
}
