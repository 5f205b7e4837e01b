/** What a scenario says in its own words of documents that it declares, or that something sends. */
import { sourcesOf } from '../capability/sources.ts';
import type { Stack } from '../cloudformation/stack.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { describe, isMap, namesIn, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import type { Scenario } from '../world/scenario.ts';

/** `model.documents.<Name>.steps` is about the steps of a document that the file declares. */
export function refuseUnknownSteps(data: PlainMap, { documents }: Stack, context: LoadContext): void {
  const places: DataPath[] = [
    ['model'],
    ...namesIn(entryIn(data, ['model', 'byOs'])).map((os) => ['model', 'byOs', os]),
    ...namesIn(data['fleet']).map((group) => ['fleet', group, 'model']),
  ];
  for (const place of places) {
    const described = entryIn(data, [...place, 'documents']);
    for (const name of namesIn(described)) {
      const path = [...place, 'documents', name];
      const steps = namesIn(entryIn(data, [...path, 'steps']));
      const known = documents.get(name)?.stepNames ?? [];
      for (const step of steps.filter((each) => !known.includes(each))) {
        const message =
          known.length === 0
            ? `expected no steps: the file declares no document ${name}`
            : `expected a step of ${name}, found ${describe(step)}`;
        const help = suggestion(step, known);
        context.error([...path, 'steps', step], 'unknown-reference', message, { at: 'key', help });
      }
      if (steps.length > 0 && entryIn(data, [...path, 'run']) !== undefined) {
        const message = 'expected either run, for the whole, or steps; found both';
        context.error([...path, 'run'], 'contradiction', message, { at: 'key' });
      }
    }
  }
}

function entryIn(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), data);
}

/** What a drift undoes has been set by something that sends a document. */
export function refuseUnknownDrifts(scenario: Scenario, context: LoadContext): void {
  const ids = sourcesOf(scenario).map(({ id }) => id);
  for (const [index, { association }] of scenario.faults.entries()) {
    if (association === undefined || ids.includes(association)) continue;
    const message = `expected the id of an association, found ${describe(association)}`;
    const help = suggestion(association, ids);
    context.error(['faults', index, 'association'], 'unknown-reference', message, { help });
  }
}
