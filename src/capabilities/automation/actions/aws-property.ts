/** aws:assertAwsResourceProperty and aws:waitForAwsResourceProperty: a call, a selector, and the values that are wanted. */
import type { Value, ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { automationModelOf } from '../model.ts';
import type { ActionSpec, StepRun } from './action.ts';
import { type Answered, callApi, calledBy, foundIn, inputsOfCall } from './calls.ts';
import { permissionsOfCall } from './execute-aws-api.ts';
import { outputsIn } from './outputs.ts';

/** A call that nothing describes answers the first value that is wanted. */
function wantedIn({ inputs }: StepRun) {
  const values = desiredIn(inputs);
  const selector = textOf(inputs['PropertySelector'] ?? '');
  const type =
    typeof values[0] === 'boolean' ? 'Boolean' : typeof values[0] === 'number' ? 'Integer' : 'String';
  return { selector, type, ...(values.length === 0 ? {} : { value: values[0]! }) };
}

function desiredIn({ DesiredValues: values = [] }: ValueMap): readonly Value[] {
  return Array.isArray(values) ? (values as readonly Value[]) : [values];
}

/** Values are compared as texts; of a list that an indefinite selector finds each has to be one of the values. */
export function isDesired(found: Value | undefined, desired: readonly Value[]): boolean {
  if (found === undefined || found === null) return found === null && desired.includes(null);
  const texts = desired.map((one) => textOf(one).toLowerCase());
  const is = (one: Value) => texts.includes(textOf(one).toLowerCase());
  if (!Array.isArray(found)) return is(found);
  return is(found) || (found.length > 0 && (found as readonly Value[]).every(is));
}

function look(run: StepRun, then: (found: Value | undefined, answered: Answered) => void): void {
  const { inputs, step } = run;
  const wanted = wantedIn(run);
  callApi(run, calledBy(inputs), inputsOfCall(inputs), [...step.outputs, wanted], (answered) =>
    then(foundIn(answered, wanted), answered),
  );
}

const common = {
  required: ['Service', 'Api', 'PropertySelector', 'DesiredValues'],
  optional: [],
  takesInputsOfCall: true,
  outputs: [],
  timing: 'model.calls.<service>.<Api>.run',
  timeoutSeconds: 3600,
  permissions: permissionsOfCall,
} as const;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html */
export const assertAwsResourceProperty: ActionSpec = {
  ...common,
  action: 'aws:assertAwsResourceProperty',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html',
  is: 'Fails unless a property of what a call answers has one of some values',
  failing: 'model.calls.<service>.<Api>.fails, .answer',
  begin(run) {
    look(run, (found, answered) => {
      const desired = desiredIn(run.inputs);
      if (isDesired(found, desired)) return run.succeed(outputsIn(run.step, answered));
      run.fail({
        stage: 'PostVerification',
        type: 'Verification',
        message: `${textOf(run.inputs['PropertySelector'] ?? '')} is ${shown(found)}; DesiredValues: ${desired.map(textOf).join(', ')}`,
      });
    });
  },
};

const shown = (found: Value | undefined): string =>
  found === undefined ? 'nothing' : textOf(found).slice(0, 200);

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html */
export const waitForAwsResourceProperty: ActionSpec = {
  ...common,
  action: 'aws:waitForAwsResourceProperty',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html',
  is: 'Asks again and again until a property of what a call answers has one of some values',
  timing: `${common.timing}, model.automation.poll`,
  failing: 'model.calls.<service>.<Api>.fails; the timeout of the step',
  begin: ask,
};

function ask(run: StepRun): void {
  look(run, (found, answered) => {
    if (isDesired(found, desiredIn(run.inputs))) return run.succeed(outputsIn(run.step, answered));
    run.after(automationModelOf(run.simulation.scenario).poll, () => ask(run));
  });
}
