/**
 * Conditions of aws:branch and aws:loop.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { Value, ValueMap } from './runbook.ts';
import { isValueMap, textOf, typed } from './values.ts';

type Comparison = (variable: Value, value: Value) => boolean;

const asTexts =
  (compare: (variable: string, value: string) => boolean): Comparison =>
  (variable, value) =>
    compare(textOf(variable), textOf(value));

/** What is no number is neither equal to one nor greater nor less. */
const asNumbers =
  (compare: (variable: number, value: number) => boolean): Comparison =>
  (variable, value) =>
    compare(numberIn(variable), numberIn(value));

function numberIn(value: Value): number {
  const text = textOf(value).trim();
  return text === '' ? Number.NaN : Number(text);
}

const operators: Readonly<Record<string, Comparison>> = {
  StringEquals: asTexts((variable, value) => variable === value),
  EqualsIgnoreCase: asTexts((variable, value) => variable.toLowerCase() === value.toLowerCase()),
  StartsWith: asTexts((variable, value) => variable.startsWith(value)),
  EndsWith: asTexts((variable, value) => variable.endsWith(value)),
  Contains: (variable, value) =>
    Array.isArray(variable)
      ? (variable as readonly Value[]).some((item) => textOf(item) === textOf(value))
      : textOf(variable).includes(textOf(value)),
  NumericEquals: asNumbers((variable, value) => variable === value),
  NumericGreater: asNumbers((variable, value) => variable > value),
  NumericLesser: asNumbers((variable, value) => variable < value),
  NumericGreaterOrEquals: asNumbers((variable, value) => variable >= value),
  NumericLesserOrEquals: asNumbers((variable, value) => variable <= value),
  BooleanEquals: (variable, value) => {
    const [one, other] = [typed(variable, 'Boolean'), typed(value, 'Boolean')];
    return typeof one === 'boolean' && one === other;
  },
};

/** A condition whose references are resolved. Several operators in one must all hold. */
export function holds(condition: Value | undefined): boolean {
  if (!isValueMap(condition)) return false;
  const { And: all, Or: any, Not: none, Variable: variable = null } = condition;
  const comparisons = Object.entries(condition).filter(([key]) => Object.hasOwn(operators, key));
  const hasAny = comparisons.length > 0 || all !== undefined || any !== undefined || none !== undefined;
  return (
    hasAny &&
    (all === undefined || listOf(all).every(holds)) &&
    (any === undefined || listOf(any).some(holds)) &&
    (none === undefined || !listOf(none).some(holds)) &&
    comparisons.every(([name, value]) => operators[name]!(variable, value))
  );
}

/**
 * Of the resolved inputs of aws:branch: the step of the first choice that is true, else that of `Default`. Null: the automation
 * processes the next step in the runbook.
 */
export function choose({ Choices: choices = [], Default: otherwise = null }: ValueMap): string | null {
  const chosen = listOf(choices).find(holds);
  const step = isValueMap(chosen) ? chosen['NextStep'] : otherwise;
  return typeof step === 'string' ? step : null;
}

/** The steps that a branch may go to, each with its place among the inputs. */
export function choiceTargets({ Choices: choices = [], Default: otherwise }: ValueMap) {
  const targets = listOf(choices).map((choice, index) => ({
    step: isValueMap(choice) ? choice['NextStep'] : undefined,
    path: ['Choices', index, 'NextStep'] as readonly (string | number)[],
  }));
  return [...targets, { step: otherwise, path: ['Default'] }].filter(
    (target): target is { readonly step: string; readonly path: readonly (string | number)[] } =>
      typeof target.step === 'string',
  );
}

/** AWS refuses operations that it does not know when a runbook is created. */
export function checkChoices(inputs: ValueMap, { path, context }: ContentReading): void {
  for (const [index, choice] of listOf(inputs['Choices'] ?? []).entries()) {
    const at = [...path, 'Choices', index];
    if (isValueMap(choice) && choice['NextStep'] === undefined)
      context.error([...at, 'NextStep'], 'missing-key', 'missing: expected NextStep, the name of a step');
    checkCondition(choice, { path: at, context }, ['NextStep']);
  }
}

export function checkCondition(
  condition: Value,
  { path, context }: ContentReading,
  others: readonly string[] = [],
): void {
  if (!isValueMap(condition)) {
    const message = `expected a condition with Variable and an operation, found ${describe(condition)}`;
    context.error(path, 'bad-value', message);
    return;
  }
  const known = ['Variable', ...Object.keys(operators), 'And', 'Or', 'Not', ...others];
  let hasOperation = false;
  for (const [key, value] of Object.entries(condition)) {
    if (key === 'And' || key === 'Or' || key === 'Not') {
      for (const [index, inner] of listOf(value).entries())
        checkCondition(inner, { path: [...path, key, ...(Array.isArray(value) ? [index] : [])], context });
    } else if (!known.includes(key)) {
      const help = suggestion(key, known);
      context.error([...path, key], 'unknown-key', 'unknown operation', { at: 'key', help });
    } else if (Object.hasOwn(operators, key) && condition['Variable'] === undefined)
      context.error(
        [...path, 'Variable'],
        'missing-key',
        `missing: ${key} compares a Variable with its value`,
      );
    hasOperation ||= key !== 'Variable' && !others.includes(key);
  }
  if (!hasOperation)
    context.error(path, 'missing-key', 'missing: expected an operation, such as StringEquals: Windows');
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}
