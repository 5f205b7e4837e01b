/** What inputs of actions may be: the same rule judges the text of a runbook and, once references have values, the step. */
import { isAssumed } from '../content/answers.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { textOf, typed } from '../content/values.ts';

/** One of some words, or of a type. */
export type InputRule = readonly string[] | 'Boolean' | 'Integer';

export interface InputProblem {
  readonly input: string;
  readonly message: string;
}

/** Null: all are as the action takes them, as far as they are known. */
export function inputProblem(
  rules: Readonly<Record<string, InputRule>>,
  inputs: ValueMap,
): InputProblem | null {
  for (const [input, rule] of Object.entries(rules)) {
    const written = inputs[input];
    const wrong = (Array.isArray(written) ? (written as readonly Value[]) : [written]).find(
      (value) => !isTaken(value, rule),
    );
    if (wrong !== undefined) return { input, message: `expected ${said(rule)}, found ${textOf(wrong)}` };
  }
  return null;
}

/** What is empty, such as an optional parameter, is not given; what is made up or refers to something may be right. */
function isTaken(value: Value | undefined, rule: InputRule): boolean {
  if (value === undefined || value === null || value === '' || isAssumed(value)) return true;
  const text = textOf(value);
  if (text.includes('{{')) return true;
  return typeof rule === 'string' ? typed(value, rule) !== undefined : rule.includes(text);
}

function said(rule: InputRule): string {
  if (rule === 'Boolean') return 'true or false';
  return rule === 'Integer' ? 'a whole number' : `one of ${rule.join(', ')}`;
}
