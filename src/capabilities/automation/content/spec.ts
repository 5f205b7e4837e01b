/** A runbook as a document: the parameters that a start may give, and the names of its steps. */
import { patternOf } from '../../../aws/allowed-pattern.ts';
import type { DocumentSpec, ParameterRule } from '../../../cloudformation/document-spec.ts';
import { allSteps, type Runbook, type RunbookParameter } from './runbook.ts';
import { isListType, textOf } from './values.ts';

/** What calls that start it are checked against; `model.documents` may describe its steps one by one. */
export function runbookSpec(name: string, { parameters, steps }: Runbook): DocumentSpec {
  return {
    name,
    type: 'Automation',
    stepNames: allSteps(steps).map((step) => step.name),
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([each, declared]) => [each, ruleOf(declared)]),
    ),
  };
}

/** AWS refuses a call without a value for a parameter that has no default. Lists and maps are judged when an execution starts. */
function ruleOf({ type, default: given, allowedValues, allowedPattern }: RunbookParameter): ParameterRule {
  const pattern = allowedPattern === undefined ? null : patternOf(allowedPattern);
  const isJudged = !isListType(type) && type !== 'StringMap';
  return {
    ...(given === undefined ? { isRequired: true, isDecisive: true } : {}),
    ...(allowedValues === undefined || !isJudged ? {} : { allowed: allowedValues.map(textOf) }),
    ...(pattern === null || !isJudged ? {} : { pattern, expected: `text that matches ${allowedPattern}` }),
  };
}
