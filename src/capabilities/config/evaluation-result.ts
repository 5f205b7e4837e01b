/** What a rule makes of a resource. */

/** AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_EvaluationResult.html */
export const evaluationResults = [
  'COMPLIANT',
  'NON_COMPLIANT',
  'NOT_APPLICABLE',
  'INSUFFICIENT_DATA',
] as const;
export type EvaluationResult = (typeof evaluationResults)[number];
