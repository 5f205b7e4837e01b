/**
 * IAM, as far as a scenario tells of it: may this caller do this, to that. What is not told of an ask is weighed in favour of
 * the caller.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Policies, PolicyCondition, PolicyStatement } from '../world/identity.ts';
import { compares, isComparison } from './conditions.ts';
import { managedPolicies } from './managed-policies.ts';
import { matchesWildcard } from './wildcard.ts';

/** One thing that IAM is asked for. */
export interface Ask {
  /** `ssm:StartSession` */
  readonly action: string;
  /** The ARN of what it is done to. Absent: not told. */
  readonly resource?: string;
  /** Of the resource. Absent: not told. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Of condition keys of the call itself, in small letters. Absent: not told. */
  readonly values?: Readonly<Record<string, string>>;
  /** Asked only of a caller whose policies have a condition on this key, in small letters. */
  readonly onlyUnder?: string;
}

/** A principal, a role or an instance profile. */
export interface Asker extends Policies {
  /** What `${aws:username}` stands for. Absent: it is no user. */
  readonly name?: string;
  /** Absent: not told. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What it needs must be allowed by these too. */
  readonly sessionPolicy?: readonly PolicyStatement[];
}

export interface Verdict {
  readonly isAllowed: boolean;
  /** The policies that decided. */
  readonly kind: 'identity-based' | 'session';
  /** The statement that decided. Null: nothing allows it. */
  readonly by: PolicyStatement | null;
}

/** A session policy can only take away. AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
export function judge(asker: Asker, ask: Ask): Verdict {
  const managed = asker.managedPolicies.flatMap((name) => managedPolicies.get(name) ?? []);
  if (ask.onlyUnder !== undefined && !isUnder(asker, ask.onlyUnder)) {
    return { isAllowed: true, kind: 'identity-based', by: null };
  }
  const own = decide([...managed, ...asker.statements], asker, ask, 'identity-based');
  if (asker.sessionPolicy === undefined || !own.isAllowed) return own;
  const ofSession = decide(asker.sessionPolicy, asker, ask, 'session');
  return ofSession.isAllowed ? own : ofSession;
}

function isUnder({ statements, sessionPolicy = [] }: Asker, wanted: string): boolean {
  return [...statements, ...sessionPolicy].some(({ conditions = [] }) =>
    conditions.some(({ key, values }) => key === wanted && values.includes('true')),
  );
}

/** An explicit Deny overrides any Allow, and what nothing allows is denied. */
function decide(
  statements: readonly PolicyStatement[],
  asker: Asker,
  ask: Ask,
  kind: Verdict['kind'],
): Verdict {
  let by: PolicyStatement | null = null;
  for (const statement of statements) {
    if (!applies(statement, ask.action) || !concerns(statement, asker, ask)) continue;
    if (statement.effect === 'Deny') return { isAllowed: false, kind, by: statement };
    by ??= statement;
  }
  return { isAllowed: by !== null, kind, by };
}

/**
 * Action names are compared without regard to case, with `*` and `?`. NotAction means every action but those listed.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function applies(statement: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const names = (pattern: string): boolean => matchesWildcard(pattern.toLowerCase(), wanted);
  if (statement.notActions !== undefined) return !statement.notActions.some(names);
  return statement.actions?.some(names) ?? false;
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function concerns(statement: PolicyStatement, asker: Asker, { resource, tags, values }: Ask): boolean {
  const { effect, resources, notResources, conditions = [] } = statement;
  const inFavour = effect === 'Allow';
  const isMeant = (pattern: string): boolean => {
    const filled = fillIn(pattern, asker);
    return filled !== null && matchesWildcard(filled, resource!);
  };
  if (resources !== undefined && !(resource === undefined ? inFavour : resources.some(isMeant))) return false;
  if (notResources !== undefined && !(resource === undefined ? inFavour : !notResources.some(isMeant)))
    return false;
  return conditions.every((condition) => {
    // Holds; what it asks for is asked apart.
    if (condition.key === documentCheckKey) return true;
    if (condition.key === autoApproveKey) return values === undefined ? inFavour : isFlag(condition, values);
    const given = tagsMeant(condition.key, asker, tags);
    return given === undefined ? inFavour : holds(condition, given, asker);
  });
}

/**
 * `${aws:username}` and `${aws:PrincipalTag/Key}`; null: a variable that has no value, and matches nothing.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function fillIn(pattern: string, { name, tags = {} }: Asker): string | null {
  let isWhole = true;
  const filled = pattern.replaceAll(/\$\{([^{}]*)\}/g, (_, variable: string) => {
    const tag = /^aws:principaltag\/(.+)$/i.exec(variable)?.[1];
    const value =
      tag === undefined ? (/^aws:username$/i.test(variable) ? name : undefined) : tagIn(tags, tag);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? filled : null;
}

const resourceTag = /^(?:ssm|aws):resourcetag\//;
const principalTag = /^aws:principaltag\//;

/** Whose tags a condition is about; undefined: not told. */
function tagsMeant(key: string, asker: Asker, ofResource: Ask['tags']): Ask['tags'] {
  return resourceTag.test(key) ? ofResource : asker.tags;
}

/** A condition may write the key of a tag in either case. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html */
function tagIn(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/**
 * With it the right to start a session takes the right to its document, also where the call names none.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html
 */
export const documentCheckKey = 'ssm:sessiondocumentaccesscheck';

/**
 * Whether a change request is to do without approvals.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-auto-approval-access.html
 */
export const autoApproveKey = 'ssm:autoapprove';

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean */
function isFlag(
  { operator, key, values: wanted }: PolicyCondition,
  given: Readonly<Record<string, string>>,
): boolean {
  const value = given[key];
  if (value === undefined) return /ifexists$/i.test(operator);
  return wanted.some((one) => one.toLowerCase() === value);
}

/** Whether a condition is weighed; any other counts as satisfied, and the loader warns of it. */
export function isConditionWeighed({ operator, key }: Pick<PolicyCondition, 'operator' | 'key'>): boolean {
  if (key === documentCheckKey || key === autoApproveKey) return /^bool(?:ifexists)?$/i.test(operator);
  return (
    (resourceTag.test(key) || principalTag.test(key)) && /^string/i.test(operator) && isComparison(operator)
  );
}

function holds(
  { operator, key, values }: PolicyCondition,
  tags: NonNullable<Ask['tags']>,
  asker: Asker,
): boolean {
  const patterns = values.flatMap((written) => fillIn(written, asker) ?? []);
  return compares(operator, tagIn(tags, key.slice(key.indexOf('/') + 1)), patterns);
}

/** Actions that are asked for with what they are done to. Of all others the Resource of an Allow counts as satisfied, and a Deny on some resources does not apply. */
const weighedActions: readonly string[] = [
  ...['SendCommand', 'StartSession', 'ResumeSession', 'TerminateSession'],
  ...['PutParameter', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'],
  ...['DescribeParameters', 'LabelParameterVersion', 'UnlabelParameterVersion'],
  ...['DeleteParameter', 'DeleteParameters', 'StartChangeRequestExecution', 'PutInventory'],
  ...['CreateOpsItem', 'UpdateOpsItem'],
].map((name) => `ssm:${name}`.toLowerCase());

/** What wildcards may follow without meaning an action that is not weighed. */
const weighedBeginnings =
  /^(?:kms|s3|logs):|^ssm:(?:getparameter|putparam|deleteparam|label|sendc|startsess|resume|terminate)/;

/** Of how many of the actions that a statement names so Resource is weighed. */
export function weighsResourceOf(pattern: string): 'all' | 'some' | 'none' {
  const wanted = pattern.toLowerCase();
  const actions = ['iam:passrole', ...weighedActions];
  if (weighedBeginnings.test(wanted) || actions.includes(wanted)) return 'all';
  return actions.some((action) => matchesWildcard(wanted, action)) ? 'some' : 'none';
}

/**
 * As AWS says it, without the name of the error.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialWords(who: string, { action, resource }: Ask, { kind, by }: Verdict): string {
  const what = resource === undefined ? action : `${action} on resource: ${resource}`;
  const policy = kind === 'session' ? 'session policy' : 'identity-based policy';
  const why =
    by === null
      ? `because no ${policy} allows the ${action} action`
      : `with an explicit deny in ${kind === 'session' ? 'a' : 'an'} ${policy}`;
  return `${who} is not authorized to perform: ${what} ${why}`;
}

/** What to look for in the file; null: no statement of the file decided. */
export function statementWords({ by }: Verdict): string | null {
  if (by?.at === undefined) return null;
  return by.sid === undefined ? by.at : `${by.at} (${by.sid})`;
}
