import type { Value } from '../content/runbook.ts';
import { textOf, typed } from '../content/values.ts';
import { type ActionSpec, invocationFailure } from './action.ts';

/** #automation-action-update-variable: what a variable may hold. */
const limits: Readonly<Record<string, number>> = { MapList: 200, StringList: 50, String: 512 };

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html */
export const updateVariable: ActionSpec = {
  action: 'aws:updateVariable',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html',
  is: 'Gives a variable another value of its type',
  required: ['Name', 'Value'],
  optional: [],
  outputs: [],
  timing: 'takes no time',
  failing: 'a value of another type, or too long',
  timeoutSeconds: 3600,
  permissions: () => [],
  begin(run) {
    const { execution, inputs } = run;
    const name = textOf(inputs['Name'] ?? '').replace(/^variable:/, '');
    const variable = execution.runbook?.variables[name];
    if (variable === undefined) return run.fail(invocationFailure(`no variable ${name}`));
    const value = typed(inputs['Value'] ?? '', variable.type);
    if (value === undefined)
      return run.fail(invocationFailure(`the value of ${name} is no ${variable.type}`));
    const max = limits[variable.type] ?? Number.POSITIVE_INFINITY;
    if (lengthOf(value) > max)
      return run.fail(invocationFailure(`the value of ${name} is longer than ${max}`));
    execution.variables[name] = value;
    run.succeed();
  },
};

function lengthOf(value: Value): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}
