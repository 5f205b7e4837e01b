/** What the file says of runbooks in several places, against each other: calls that nothing describes, keys that no call has. */
import { suggestion } from '../../diagnostics/nearest.ts';
import { notSimulated } from '../../diagnostics/not-simulated.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { calledBy } from './actions/calls.ts';
import { allSteps, type Step } from './content/runbook.ts';
import { textOf } from './content/values.ts';
import { callModels } from './model.ts';
import { callNamed, serviceCall } from './services/index.ts';
import { startsOf } from './starts.ts';

export function checkRunbooks(scenario: Scenario, context: LoadContext): void {
  warnOfUnknownCalls(scenario, context);
  for (const [service, calls] of callModels(scenario)) {
    for (const api of Object.keys(calls)) {
      const { service: known, api: name } = callNamed(service, api);
      if (known === service && name === api) continue;
      const path = ['model', 'calls', service, ...(known === service ? [api] : [])];
      const [found, wanted] = known === service ? [api, name] : [service, known];
      const message = `expected ${wanted}, found ${found}`;
      context.error(path, 'unknown-reference', message, { at: 'key', help: suggestion(found, [wanted]) });
    }
  }
}

/** Each once, however many steps call it. */
function warnOfUnknownCalls(scenario: Scenario, context: LoadContext): void {
  const told = new Set<string>();
  const calls = startsOf(scenario).flatMap(({ document, started: { runbook } }) =>
    allSteps(runbook?.steps ?? []).map((step) => ({ document, step })),
  );
  for (const { document, step } of calls) {
    const unknown = unknownCall(scenario, document, step);
    if (unknown === null || told.has(unknown)) continue;
    told.add(unknown);
    const { message, options } = notSimulated({
      name: `the call ${unknown} of the runbook ${document}`,
      touches: 'it succeeds, and answers what the runbook looks for in its answer',
      instead: `write model.calls.${unknown} with run, fails or answer`,
    });
    context.warning(['model', 'calls'], 'not-simulated', message, options);
  }
}

/** Null: the fleet answers it, the file does, or its name is known only at run time. */
function unknownCall(scenario: Scenario, runbook: string, { action, inputs, name }: Step): string | null {
  const isCall = /^aws:(?:executeAwsApi|(?:assert|waitFor)AwsResourceProperty)$/.test(action);
  if (!isCall || `${textOf(inputs['Service'] ?? '')}${textOf(inputs['Api'] ?? '')}`.includes('{{'))
    return null;
  const called = calledBy(inputs);
  const { service, api } = called;
  const isDescribed =
    callModels(scenario).get(service)?.[api] !== undefined ||
    scenario.model.documents.get(runbook)?.steps?.[name] !== undefined;
  return isDescribed || serviceCall(called) !== undefined ? null : `${service}.${api}`;
}
