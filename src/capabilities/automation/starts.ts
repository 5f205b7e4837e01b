/** What the file starts: its runbooks and those nested in them, as far as their text and the values of the start say it. */
import type { ExecutionSource } from '../../capability/execution-source.ts';
import { executionStartsOf } from '../../capability/sources.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { resolve } from './content/references.ts';
import { allSteps, type Runbook, type Value, type ValueMap } from './content/runbook.ts';
import { textOf } from './content/values.ts';
import { placeVariable } from './lookup.ts';
import type { Started } from './roles.ts';
import { runbookOf } from './runbook-of.ts';
import { textListsIn } from './sent.ts';

export interface Start {
  readonly source: ExecutionSource;
  /** The name of the runbook alone. */
  readonly document: string;
  /** Whether the source starts it itself, and no step does. */
  readonly isOwn: boolean;
  readonly started: Started;
}

/** Runbooks nested into each other: AWS allows five levels. */
export const levelsMax = 5;
/** Of one source: more different ones are nested only by a mistake. */
const startsMax = 500;

export const startsOf = oncePer((scenario: Scenario): readonly Start[] =>
  executionStartsOf(scenario).flatMap((source) => startsBy(scenario, source)),
);

function startsBy(scenario: Scenario, source: ExecutionSource): Start[] {
  const { id, document, parameters = {}, caller, actsAs, account } = source;
  const found: Start[] = [];
  const known = new Set<string>();
  const add = (name: string, request: Started['request'], parent: string | null, level: number): void => {
    const key = JSON.stringify([name, request, parent === null]);
    if (level > levelsMax || known.size >= startsMax || known.has(key)) return;
    known.add(key);
    // What makes a runbook of its own makes it of this type.
    const own = parent === null ? (source.runbook as Runbook | undefined) : undefined;
    const runbook = own ?? runbookOf(scenario, name);
    const values = runbook === null ? {} : valuesKnown(scenario, runbook, request);
    found.push({
      source,
      document: name,
      isOwn: level === 1,
      started: { runbook, parameters: values, request, parent },
    });
    for (const { action, inputs: written } of allSteps(runbook?.steps ?? [])) {
      if (action !== 'aws:executeAutomation') continue;
      const inputs = resolve(written, (each) => values[each]) as ValueMap;
      const given = textListsIn(inputs['RuntimeParameters'] ?? {});
      add(
        documentName(textOf(inputs['DocumentName'] ?? '')),
        { ...request, parameters: given },
        id,
        level + 1,
      );
    }
  };
  const request = { parameters, account };
  const name = documentName(document);
  if (actsAs === undefined) add(name, { ...request, ...(caller === undefined ? {} : { caller }) }, null, 1);
  else for (const role of actsAs) add(name, { ...request, caller: role }, id, 1);
  return found;
}

/** One value in a list is that value; what a run alone decides stays a reference. */
export function valuesKnown(
  scenario: Scenario,
  { parameters }: Runbook,
  { parameters: given, account }: Started['request'],
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, { default: otherwise }] of Object.entries(parameters)) {
    const written = given[name];
    const value = written === undefined || written.length === 0 ? otherwise : written;
    if (value === undefined) continue;
    values[name] = Array.isArray(value) && value.length === 1 ? (value[0] as Value) : (value as Value);
  }
  const lookup = (name: string) => values[name] ?? placeVariable(scenario, account, name);
  return resolve(values, lookup) as Record<string, Value>;
}
