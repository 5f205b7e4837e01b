/**
 * IAM policies as far as Systems Manager asks for them.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import * as z from 'zod/mini';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { readAsAws } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, choice, type Field, listOf, map, once, text } from '../../fields/fields.ts';
import { isKnown, itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import type { PolicyStatement, ResourceStatement } from '../../world/identity.ts';

import { arnsIn, readConditions, textsIn, warnOfConditions, warnOfIgnored } from './weighed.ts';

const malformed = 'MalformedPolicyDocument';

/** `service:Name` with wildcards, or `*` alone. */
const actionPattern = /^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/;

function actionList(): Field<string[]> {
  return listOf(text('an action, such as ssm:PutInventory, ssm:* or *', { pattern: actionPattern }));
}

const commonFields = () => ({
  Sid: z.optional(text('a statement id')),
  Effect: choice('Allow', 'Deny'),
  Action: z.optional(actionList()),
  NotAction: z.optional(actionList()),
  Condition: z.optional(anything()),
});

export const identityStatement = once(() =>
  map({
    ...commonFields(),
    Resource: z.optional(anything()),
    NotResource: z.optional(anything()),
  }),
);

export const trustStatement = once(() =>
  map({
    ...commonFields(),
    Principal: z.optional(anything()),
  }),
);

/** Of a policy that a resource has, which names who may use it. */
export const resourceStatement = once(() =>
  map({
    ...commonFields(),
    Principal: z.optional(anything()),
    NotPrincipal: z.optional(anything()),
    Resource: z.optional(anything()),
    NotResource: z.optional(anything()),
  }),
);

/** Either kind; an identity policy has no Principal, a trust policy no Resource. */
export type WrittenStatement = z.output<ReturnType<typeof identityStatement>> &
  z.output<ReturnType<typeof trustStatement>>;
type SeenStatement = Exclude<Partly<WrittenStatement>, Unknown>;

/** The statements of a list, or one statement alone. */
export function readStatements(raw: unknown, path: DataPath, context: LoadContext): PolicyStatement[] {
  const found: PolicyStatement[] = [];
  for (const [statement, at] of entriesOf(raw, path)) {
    const seen = readStatement(identityStatement(), statement, at, context);
    if (seen === undefined) continue;
    const conditions = warnOfConditions(seen, at, context);
    const read: Partly<Pick<WrittenStatement, 'Effect' | 'Action' | 'NotAction'>> = seen;
    if (!isKnown<Pick<WrittenStatement, 'Effect' | 'Action' | 'NotAction'>>(read)) continue;
    const { Effect: effect, Action: actions, NotAction: notActions = [] } = read;
    const { Sid: sid } = seen;
    const resources = arnsIn(seen.Resource);
    const notResources = textsIn(seen.NotResource);
    found.push({
      effect,
      at: at.join('.'),
      ...(typeof sid === 'string' ? { sid } : {}),
      ...(actions === undefined ? { notActions } : { actions }),
      ...(resources === null ? {} : { resources }),
      ...(notResources === null ? {} : { notResources }),
      ...(conditions.length === 0 ? {} : { conditions }),
    });
  }
  return found;
}

/** A whole policy document: `Version` and `Statement`, or the same as JSON text. */
export function readPolicyDocument(raw: unknown, path: DataPath, context: LoadContext): PolicyStatement[] {
  const document = readDocument(raw, path, context);
  return document === null ? [] : readStatements(document, [...path, 'Statement'], context);
}

/**
 * The services that a trust policy lets assume the role.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrustedServices(raw: unknown, path: DataPath, context: LoadContext): string[] {
  const document = readDocument(raw, path, context);
  const trusted = new Set<string>();
  const denied = new Set<string>();
  for (const [statement, at] of entriesOf(document ?? [], [...path, 'Statement'])) {
    const read = readStatement(trustStatement(), statement, at, context);
    if (read === undefined) continue;
    if (read.Condition !== undefined) warnOfIgnored(['Condition'], at, context);
    const services = readServices(read.Principal, [...at, 'Principal'], context);
    if (!allowsToAssume(read)) continue;
    for (const service of services) (read.Effect === 'Allow' ? trusted : denied).add(service);
  }
  return denied.has('*') ? [] : [...trusted].filter((service) => !denied.has(service));
}

/**
 * The statements of a resource's own policy. One that names its principals by exception is left out: whom it means is not known.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readResourcePolicy(raw: unknown, path: DataPath, context: LoadContext): ResourceStatement[] {
  const document = readDocument(raw, path, context);
  const found: ResourceStatement[] = [];
  for (const [statement, at] of entriesOf(document ?? [], [...path, 'Statement'])) {
    const read = readStatement(resourceStatement(), statement, at, context);
    if (read === undefined || !isKnown<WrittenStatement>(read)) continue;
    const { Effect: effect, Action: actions, NotAction: notActions = [] } = read;
    const conditions = readConditions(read.Condition, [...at, 'Condition'], context);
    const principals = readPrincipals(read.Principal, [...at, 'Principal'], context);
    found.push({ effect, principals, conditions, ...(actions === undefined ? { notActions } : { actions }) });
  }
  return found;
}

function readPrincipals(raw: unknown, path: DataPath, context: LoadContext): string[] {
  if (raw === '*') return ['*'];
  if (raw === undefined) return [];
  if (!isMap(raw)) {
    const message = 'expected a principal, such as { Service: events.amazonaws.com }';
    context.error(path, 'bad-value', message, { awsError: malformed });
    return [];
  }
  const names = listOf(text('a service, an account or an ARN', { min: 1, max: 2048 }));
  return ['Service', 'AWS'].flatMap((kind) =>
    raw[kind] === undefined ? [] : (readAsAws(names, raw[kind], [...path, kind], context, malformed) ?? []),
  );
}

function allowsToAssume({ Action, NotAction }: SeenStatement): boolean {
  const names = (pattern: Partly<string>): boolean =>
    typeof pattern === 'string' && ['*', 'sts:*', 'sts:assumerole'].includes(pattern.toLowerCase());
  return Action === undefined ? !itemsIn(NotAction).some(names) : itemsIn(Action).some(names);
}

/** Other accounts, users and federations that it trusts do not matter here. */
function readServices(principal: unknown, path: DataPath, context: LoadContext): readonly string[] {
  if (principal === '*') return ['*'];
  if (principal instanceof Unknown) return [];
  if (!isMap(principal)) {
    context.error(path, 'bad-value', 'expected a principal, such as { Service: ssm.amazonaws.com }', {
      awsError: malformed,
    });
    return [];
  }
  const service = principal['Service'];
  if (service === undefined) return principal['AWS'] === '*' ? ['*'] : [];
  const names = listOf(text('a service, such as ssm.amazonaws.com', { min: 1, max: 200 }));
  const read = readAsAws(names, service, [...path, 'Service'], context, malformed);
  return Array.isArray(read) ? read : [];
}

function readStatement(
  schema: Field<WrittenStatement>,
  raw: unknown,
  path: DataPath,
  context: LoadContext,
): SeenStatement | undefined {
  const statement: Partly<WrittenStatement> | undefined = readAsAws(schema, raw, path, context, malformed);
  if (statement === undefined || statement instanceof Unknown) return undefined;
  const { Action, NotAction } = statement;
  if ((Action === undefined) === (NotAction === undefined)) {
    const message = 'expected either Action or NotAction';
    context.error(path, Action === undefined ? 'missing-key' : 'bad-value', message, { awsError: malformed });
    return undefined;
  }
  return statement;
}

/** `Statement` of a document; null if it is none, which has been reported. */
function readDocument(raw: unknown, path: DataPath, context: LoadContext): unknown {
  if (raw instanceof Unknown) return null;
  const document = typeof raw === 'string' ? parseJson(raw) : raw;
  if (!isMap(document)) {
    const message = 'expected a policy document: a map with Statement, or the same as JSON text';
    context.error(path, 'bad-value', message, { awsError: malformed });
    return null;
  }
  const shape = map({
    Version: z.optional(choice('2012-10-17', '2008-10-17')),
    Id: z.optional(text()),
    Statement: z.optional(anything()),
  });
  const read = readAsAws(shape, document, path, context, malformed);
  if (read !== undefined && read.Statement === undefined) {
    context.error(path, 'missing-key', 'missing: expected Statement', { awsError: malformed });
    return null;
  }
  return read?.Statement ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => (isMap(value) ? Object.assign(Object.create(null), value) : value));
  } catch {
    return undefined;
  }
}

function entriesOf(raw: unknown, path: DataPath): [unknown, DataPath][] {
  if (!Array.isArray(raw)) return [[raw, path]];
  return raw.map((statement, index) => [statement, [...path, index]]);
}
