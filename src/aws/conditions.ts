/**
 * Conditions of policies that compare texts.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { matchesWildcard } from './wildcard.ts';

/** `StringNotEqualsIfExists`. ArnEquals and ArnLike are the same. */
const operatorPattern = /^(?:string(not)?(equals|like)|arn(not)?(?:equals|like))(ifexists)?$/i;

/** Whether it is weighed here; a condition with any other operator counts as satisfied. */
export function isComparison(operator: string): boolean {
  return operatorPattern.test(operator);
}

/**
 * A key that the request lacks satisfies only what asks for another value, and operators that end in IfExists.
 *
 * @param value Of the key; undefined: the request lacks it.
 */
export function compares(operator: string, value: string | undefined, patterns: readonly string[]): boolean {
  const [, notText, comparison, notArn, ifExists] = operatorPattern.exec(operator)!;
  const isNegated = (notText ?? notArn) !== undefined;
  if (value === undefined) return isNegated || ifExists !== undefined;
  const isExact = comparison?.toLowerCase() === 'equals';
  const isOne = patterns.some((pattern) => (isExact ? pattern === value : matchesWildcard(pattern, value)));
  return isOne !== isNegated;
}
