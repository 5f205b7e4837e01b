/** What the file says of runbooks in several places, against each other: calls that nothing describes, keys that no call has. */
import { inventedDocuments } from '../../aws/invented-names.ts';
import { documentSpec } from '../../capability/documents.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
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
  warnOfUnknown(scenario, context);
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

/** Each once, however many steps need it. */
function warnOfUnknown(scenario: Scenario, context: LoadContext): void {
  const told = new Set<string>();
  const steps = startsOf(scenario).flatMap(({ document, started: { runbook } }) =>
    allSteps(runbook?.steps ?? []).map((step) => ({ document, step })),
  );
  for (const { document, step } of steps) {
    const unknown = unknownOf(scenario, context, document, step);
    if (unknown === null || told.has(unknown.instead)) continue;
    told.add(unknown.instead);
    const { message, options } = notSimulated(unknown);
    context.warning(['model', unknown.section], 'not-simulated', message, options);
  }
}

interface Unknown {
  readonly section: 'calls' | 'documents';
  readonly name: string;
  readonly touches: string;
  readonly instead: string;
}

/** What a step calls or runs and nothing describes. Null: the fleet or the file knows it, or its name is known only at run time. */
function unknownOf(scenario: Scenario, context: LoadContext, runbook: string, step: Step): Unknown | null {
  const { action, name } = step;
  if (scenario.model.documents.get(runbook)?.steps?.[name] !== undefined) return null;
  const key = `model.documents.${runbook}.steps.${name}`;
  if (action === 'aws:executeScript')
    return {
      section: 'documents',
      name: `the script of the step ${name} of the runbook ${runbook}`,
      touches: 'it succeeds, and answers what the runbook looks for in its answer',
      instead: `write ${key} with run, fails or answer`,
    };
  const runs = { 'aws:runCommand': 'document', 'aws:executeAutomation': 'runbook' }[action];
  return runs === undefined
    ? unknownCall(scenario, runbook, step)
    : unknownDocument(scenario, context, step, runs);
}

/** AWS refuses a document of another type: lint says so. */
function unknownDocument(
  scenario: Scenario,
  context: LoadContext,
  { name: step, inputs }: Step,
  runs: string,
): Unknown | null {
  const name = documentName(textOf(inputs['DocumentName'] ?? ''));
  // One that was refused is not there: what is wrong with it has been said.
  const isRefused = context.problems.errorCount > 0;
  const isKnown = isRefused || documentSpec(scenario, name) !== undefined || context.isKnownDocument(name);
  if (isKnown || name.includes('{{') || Object.hasOwn(inventedDocuments, name)) return null;
  return {
    section: 'documents',
    name: `the ${runs} ${name} of the step ${step}`,
    touches: 'what it does is unknown: it succeeds at once',
    instead: `say how long it runs and how often it fails: model.documents.${name}: { run: 2m, fails: 1% }`,
  };
}

function unknownCall(scenario: Scenario, runbook: string, { action, inputs }: Step): Unknown | null {
  const isCall = /^aws:(?:executeAwsApi|(?:assert|waitFor)AwsResourceProperty)$/.test(action);
  if (!isCall || `${textOf(inputs['Service'] ?? '')}${textOf(inputs['Api'] ?? '')}`.includes('{{'))
    return null;
  const called = calledBy(inputs);
  const { service, api } = called;
  if (callModels(scenario).get(service)?.[api] !== undefined || serviceCall(called) !== undefined)
    return null;
  return {
    section: 'calls',
    name: `the call ${service}.${api} of the runbook ${runbook}`,
    touches: 'it succeeds, and answers what the runbook looks for in its answer',
    instead: `write model.calls.${service}.${api} with run, fails or answer`,
  };
}
