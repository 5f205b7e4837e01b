/**
 * Documents of type Command: parameters and steps.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import { secondsOf } from '../../../capability/documents.ts';
import type { DocumentSpec, Parameters } from '../../../cloudformation/document-spec.ts';
import type { DocumentType } from '../../../cloudformation/document-type.ts';
import { type DocumentParameter, filledIn, readParameters, rulesOf } from './parameters.ts';
import { platformsOf, type ReadSteps, readSteps, type Step } from './steps.ts';

export interface CommandContent extends ReadSteps {
  readonly parameters: ReadonlyMap<string, DocumentParameter>;
}

export const commandType: DocumentType<CommandContent> = {
  name: 'Command',
  form: 'data',
  read(content, reading) {
    const steps = readSteps(content, reading);
    if (steps === undefined) return undefined;
    const parameters = readParameters(content, reading);
    return parameters === undefined ? undefined : { ...steps, parameters };
  },
  spec(name, content): DocumentSpec {
    const { parameters, steps } = content;
    return {
      name,
      type: 'Command',
      stepNames: steps.map((step) => step.name),
      parameters: rulesOf(parameters),
      run: {
        platforms: platformsOf(steps),
        minimumAgentVersion: null,
        executionTimeoutSeconds: 3600,
        timeoutParameter: null,
        timeoutSeconds: (given) =>
          steps.reduce((sum, step) => sum + stepTimeoutSeconds(step, content, given), 0),
      },
    };
  },
};

/**
 * `inputs.timeoutSeconds`, an hour unless given.
 *
 * ASSUMPTION document-timeout: AWS names one execution timeout of a command, and a limit for each step; a document of
 * several steps may take as long as all of them together.
 */
export function stepTimeoutSeconds(
  { timeoutSeconds }: Pick<Step, 'timeoutSeconds'>,
  { parameters }: Pick<CommandContent, 'parameters'>,
  given: Parameters,
): number {
  return timeoutSeconds === null ? 3600 : secondsOf(filledIn(timeoutSeconds, parameters, given), 3600);
}
