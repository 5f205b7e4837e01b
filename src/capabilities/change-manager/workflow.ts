/** A change request as Automation runs it: the approvals of its template, the wait for its time and its calendar, its runbook. */
import { holdAction, type Runbook, type Step, stepDefaults } from '../automation/facts.ts';
import type { ChangeRequestCall } from './calls.ts';
import { needsApproval } from './rules.ts';
import type { ChangeTemplate } from './template.ts';

export const holdStep = 'ChangeCalendar';
export const runbookStep = 'Runbook';

export function workflowOf(template: ChangeTemplate, call: ChangeRequestCall): Runbook {
  const { approvals } = template;
  const levels = needsApproval(template, call.asksForAutoApproval) ? approvals.steps : [];
  return {
    ...approvals,
    // What Change Manager does it does in its own name.
    assumeRole: null,
    steps: [
      ...levels.map(
        (level): Step => ({
          ...level,
          onFailure: 'Abort',
          onCancel: 'Abort',
          isEnd: false,
          nextStep: null,
          isCritical: null,
        }),
      ),
      ownStep(holdStep, holdAction),
      { ...ownStep(runbookStep, 'aws:executeAutomation'), inputs: call.runbookInputs },
    ],
    outputs: [],
  };
}

function ownStep(name: string, action: string): Step {
  return { ...stepDefaults, name, action, inputs: {}, outputs: [], steps: [] };
}
