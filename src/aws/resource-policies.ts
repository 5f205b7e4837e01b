/**
 * Policies of resources: may this service do this with the resource. What nothing allows is denied, and a Deny overrides.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { PolicyCondition, ResourceStatement } from '../world/identity.ts';
import { applies } from './authorization.ts';
import { compares, isComparison } from './conditions.ts';

/** Who asks, and what AWS knows of the request: the condition keys that the service sends. */
export interface Caller {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** Condition keys, in lower case: `aws:sourcearn`. A key that is not here is absent from the request. */
  readonly keys: Readonly<Record<string, string>>;
}

export function policyAllows(
  statements: readonly ResourceStatement[],
  caller: Caller,
  action: string,
): boolean {
  const concerned = statements.filter(
    (one) =>
      names(one, caller) && applies(one, action) && one.conditions.every((each) => holds(each, caller)),
  );
  return concerned.length > 0 && concerned.every(({ effect }) => effect === 'Allow');
}

/**
 * A principal of `*` is anyone, services included.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function names({ principals }: ResourceStatement, { service }: Caller): boolean {
  return principals.some((principal) => principal === '*' || principal.toLowerCase() === service);
}

/** Keys that are weighed; a condition on any other counts as satisfied, and the loader warns of it. */
const weighedKeys: readonly string[] = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner'];

/** Whether a condition with this operator and key is weighed. */
export function isWeighed({ operator, key }: Pick<PolicyCondition, 'operator' | 'key'>): boolean {
  return weighedKeys.includes(key) && isComparison(operator);
}

function holds(condition: PolicyCondition, { keys }: Caller): boolean {
  const { operator, key, values } = condition;
  return !isWeighed(condition) || compares(operator, keys[key], values);
}
