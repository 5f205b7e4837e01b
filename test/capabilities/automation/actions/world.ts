/** One runbook, started once an hour after the start in a world in which everything takes a round time. */

import type { Execution, StepExecution } from '../../../../src/capabilities/automation/execution.ts';
import { automation } from '../../../../src/capabilities/automation/index.ts';
import type { Simulated } from '../../../support/simulate.ts';
import { at, type Sections, simulate } from '../../quiet-world.ts';

export interface RunbookOptions {
  /** Lines of `mainSteps`, in YAML's flow style: `{ name: a, action: 'aws:sleep', inputs: { Duration: PT5M } }`. */
  readonly parameters?: string;
  readonly variables?: string;
  readonly outputs?: string;
  readonly assumeRole?: string;
  /** Of StartAutomationExecution. */
  readonly given?: string;
  readonly resources?: string;
  readonly actions?: string;
  readonly sections?: Sections;
  readonly set?: readonly string[];
}

export interface Executed {
  readonly run: Simulated;
  readonly execution: Execution;
  readonly executions: readonly Execution[];
  /** The last time that a step of this name began. */
  step(name: string): StepExecution;
  /** How long it took. */
  seconds(name: string): number;
  /** `status: message` of the failure. */
  failed(name: string): string;
}

const times = [
  'model.automation.call=1s',
  'model.automation.start=30s',
  'model.automation.stop=40s',
  'model.automation.statusChecks=2m',
  'model.automation.snapshot=5m',
  'model.automation.image=8m',
  'model.automation.stack=3m',
  'model.automation.script=5s',
];

export function executed(steps: readonly string[], options: RunbookOptions = {}): Executed {
  const { parameters = '{}', variables = '{}', outputs = '[]', assumeRole, given = '{}' } = options;
  const role = assumeRole === undefined ? '' : `assumeRole: "${assumeRole}", `;
  const resources = `
  Fix:
    Type: AWS::SSM::Document
    Properties:
      Name: Fix
      DocumentType: Automation
      Content: { schemaVersion: "0.3", ${role}parameters: ${parameters}, variables: ${variables}, outputs: ${outputs}, mainSteps: [${steps.join(', ')}] }
${options.resources ?? ''}`;
  const actions = `
  - { id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: Fix, Parameters: ${given} } }
${options.actions ?? ''}`;
  const run = simulate(
    { end: '40d', resources, actions, ...options.sections },
    { set: [...times, ...(options.set ?? [])] },
  );
  const { executions } = run.outcome.machines.of(automation).automation;
  const execution = executions[0]!;
  const step = (name: string): StepExecution => execution.steps.findLast((one) => one.step.name === name)!;
  return {
    run,
    execution,
    executions,
    step,
    seconds: (name) => (step(name).endedMs! - step(name).startedMs) / 1000,
    failed: (name) => `${step(name).status}: ${step(name).failure?.message}`,
  };
}

/** `step('a', 'aws:sleep', '{ Duration: PT5M }', 'isEnd: true')` */
export function step(name: string, action: string, inputs = '{}', more = ''): string {
  return `{ name: ${name}, action: "aws:${action}", inputs: ${inputs}${more === '' ? '' : `, ${more}`} }`;
}
