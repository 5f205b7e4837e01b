/** The documents of all capabilities by name, and how long the agent lets one run: what every sender has to know. */

import type { Parameters, RunSpec } from '../cloudformation/document-spec.ts';
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

const documentsOf = oncePer(
  (capabilities: ReturnType<typeof capabilitiesOf>) =>
    new Map(capabilities.flatMap(({ documents = [] }) => documents.map((each) => [each.name, each]))),
);

export function documentOf(scenario: object, name: string): Document {
  return { name, ...(documentsOf(capabilitiesOf(scenario)).get(name)?.run ?? otherDocument) };
}

/**
 * How long the agent lets a step run. The agent takes a value below 5 or above 172,800 seconds for its default of an
 * hour: `executionTimeout: 3` means 3,600 (amazon-ssm-agent, agent/plugins/pluginutil).
 */
export function executionTimeoutSeconds(document: RunSpec, parameters: Parameters): number {
  const { timeoutParameter } = document;
  const given = timeoutParameter === null ? undefined : parameters[timeoutParameter]?.[0];
  if (given === undefined || !/^\d+$/.test(given)) return document.executionTimeoutSeconds;
  const seconds = Number(given);
  return seconds < 5 || seconds > 172_800 ? 3600 : seconds;
}
