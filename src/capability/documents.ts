/** The documents of all capabilities by name, and how long the agent lets one run: what every sender has to know. */
import type { DocumentSpec, Parameters, RunSpec } from '../cloudformation/document-spec.ts';
import { type Nouns, nounsIn } from '../cloudformation/nouns.ts';
import type { Fields } from '../cloudformation/read-fields.ts';
import type { References, ResourceSpec } from '../cloudformation/resource-spec.ts';
import { oncePer } from '../fields/fields.ts';
import { capabilitiesOf } from './registry.ts';

export interface Document extends RunSpec {
  readonly name: string;
}

/** One that runs a script, or that only `model.documents` names: everywhere, for at most the agent's default of one hour. */
export const otherDocument: RunSpec = {
  platforms: ['Linux', 'MacOS', 'Windows'],
  minimumAgentVersion: null,
  executionTimeoutSeconds: 3600,
  timeoutParameter: 'executionTimeout',
};

export function documentOf(scenario: { readonly nouns: Nouns }, name: string): Document {
  return { name, ...(documentSpec(scenario, name)?.run ?? otherDocument) };
}

/** AWS's and those that the file declares. */
export function documentSpec(scenario: { readonly nouns: Nouns }, name: string): DocumentSpec | undefined {
  return documentsIn(scenario.nouns)(scenario).get(name);
}

const documentsIn = oncePer((nouns: Nouns) => {
  let documents: ReadonlyMap<string, DocumentSpec> | undefined;
  return (scenario: object) => {
    documents ??= new Map(documentsOf(scenario, nouns).map((each) => [each.name, each]));
    return documents;
  };
});

function documentsOf(scenario: object, nouns: Nouns): DocumentSpec[] {
  const capabilities = capabilitiesOf(scenario);
  const types = new Map(
    capabilities.flatMap(({ documentTypes = [] }) => documentTypes).map((type) => [type.name, type]),
  );
  const declared = capabilities.flatMap(({ resources = [] }) =>
    resources.flatMap((any) => any.open((spec) => declaredBy(spec, nouns, types))),
  );
  return [...capabilities.flatMap(({ documents = [] }) => documents), ...declared];
}

function declaredBy<Type extends string, F extends Fields, Noun>(
  spec: ResourceSpec<Type, F, Noun>,
  nouns: Nouns,
  types: References['documentTypes'],
): DocumentSpec[] {
  return [...nounsIn(nouns, spec).values()].flatMap((noun) => spec.document?.(noun, types) ?? []);
}

/**
 * How long the agent lets a step run. The agent takes a value below 5 or above 172,800 seconds for its default of an
 * hour: `executionTimeout: 3` means 3,600 (amazon-ssm-agent, agent/plugins/pluginutil).
 */
export function executionTimeoutSeconds(document: RunSpec, parameters: Parameters): number {
  const { timeoutParameter, timeoutSeconds } = document;
  if (timeoutSeconds !== undefined) return timeoutSeconds(parameters);
  const given = timeoutParameter === null ? undefined : parameters[timeoutParameter]?.[0];
  return given === undefined
    ? document.executionTimeoutSeconds
    : secondsOf(given, document.executionTimeoutSeconds);
}

/** What the agent makes of the text. */
export function secondsOf(text: string, otherwise: number): number {
  if (!/^\d+$/.test(text)) return otherwise;
  const seconds = Number(text);
  return seconds < 5 || seconds > 172_800 ? 3600 : seconds;
}
