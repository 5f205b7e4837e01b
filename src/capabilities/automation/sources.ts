/** Steps of aws:runCommand, as sources of runs: what a runbook installs counts as what a task or a command installs. */
import type { RunSource } from '../../capability/run-source.ts';
import { executionSourcesOf } from '../../capability/sources.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { Scenario } from '../../world/scenario.ts';
import { resolve } from './content/references.ts';
import { allSteps, type Runbook, type Value, type ValueMap } from './content/runbook.ts';
import { textOf } from './content/values.ts';
import { runbookOf } from './runbook-of.ts';
import { type StepAddress, sentBy, sourceOfStep, textListsIn } from './sent.ts';

/** As far as the text of a runbook and the values of its start say what is sent. */
export function automationSources(scenario: Scenario): RunSource[] {
  return executionSourcesOf(scenario).flatMap(({ id, document, parameters = {} }) => {
    const runbook = runbookOf(scenario, document);
    if (runbook === null) return [];
    return sourcesIn(scenario, runbook, valuesKnown(runbook, parameters), {
      source: id,
      runbook: document,
      isOwn: true,
    });
  });
}

/** Runbooks nested into each other: AWS allows five levels. */
const levelsMax = 5;

function sourcesIn(
  scenario: Scenario,
  { steps }: Runbook,
  values: Readonly<Record<string, Value>>,
  address: StepAddress,
  level = 1,
): RunSource[] {
  return allSteps(steps).flatMap((step) => {
    const isNested = step.action === 'aws:executeAutomation';
    if (!isNested && step.action !== 'aws:runCommand') return [];
    const inputs = resolve(step.inputs, (name) => values[name]) as ValueMap;
    const name = documentName(textOf(inputs['DocumentName'] ?? ''));
    if (!isNested) return isOpen(name) ? [] : [sourceOfStep(step, address, sentBy(withoutOpen(inputs)))];
    const nested = level < levelsMax ? runbookOf(scenario, name) : null;
    if (nested === null) return [];
    const given = textListsIn(inputs['RuntimeParameters'] ?? {});
    const inner = { ...address, runbook: name, isOwn: false };
    return sourcesIn(scenario, nested, valuesKnown(nested, given), inner, level + 1);
  });
}

function valuesKnown(
  { parameters }: Runbook,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { default: otherwise }]) => {
      const value = given[name] ?? otherwise;
      return value === undefined
        ? []
        : [[name, Array.isArray(value) && value.length === 1 ? value[0]! : value]];
    }),
  );
}

const isOpen = (text: string): boolean => text.includes('{{');

/** Targets that only a run knows select no node beforehand. */
function withoutOpen(inputs: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => name === 'Parameters' || !isOpen(JSON.stringify(value))),
  );
}
