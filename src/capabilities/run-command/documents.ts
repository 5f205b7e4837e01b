/**
 * Documents that run a script or keep up what is installed on a node; and the documents of all capabilities by name, and how
 * long the agent lets one run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import { capabilitiesOf } from '../../capability/registry.ts';
import type { DocumentSpec, ParameterRule, Parameters, RunSpec } from '../../cloudformation/document-spec.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface Document extends RunSpec {
  readonly name: string;
}

/** From 1 to 172,800 seconds, as the document's own pattern has it. */
const executionTimeout: ParameterRule = {
  pattern: /^([1-9][0-9]{0,4}|1[0-6][0-9]{4}|17[01][0-9]{3}|172[0-7][0-9]{2}|172800)$/,
  expected: 'seconds from 1 to 172800',
};
const script: Readonly<Record<string, ParameterRule>> = {
  commands: { isRequired: true },
  executionTimeout,
  workingDirectory: {},
};

/** On every platform and agent, for at most the agent's default of one hour. */
const anHour: RunSpec = {
  platforms: ['Linux', 'MacOS', 'Windows'],
  minimumAgentVersion: null,
  executionTimeoutSeconds: 3600,
  timeoutParameter: null,
};

/** One that runs a script, or that only `model.documents` names. */
const otherDocument: RunSpec = { ...anHour, timeoutParameter: 'executionTimeout' };

/**
 * ASSUMPTION built-in-documents: what these documents do depends on their parameters; short runs that succeed are the
 * least that can be said of them. `model.documents` overrides each.
 */
const usually = (mean: number, sd: number): Distribution => ({ family: 'lognormal', mean, sd });

export const commandDocuments: readonly DocumentSpec[] = [
  {
    name: 'AWS-RunShellScript',
    usualTime: usually(20_000, 10_000),
    parameters: script,
    run: { ...otherDocument, platforms: ['Linux', 'MacOS'] },
  },
  {
    name: 'AWS-RunPowerShellScript',
    usualTime: usually(20_000, 10_000),
    parameters: script,
    run: { ...otherDocument, platforms: ['Windows', 'Linux'] },
  },
  {
    name: 'AWS-UpdateSSMAgent',
    usualTime: usually(60_000, 20_000),
    parameters: { allowDowngrade: { allowed: ['true', 'false'] }, version: {} },
    run: anHour,
  },
  {
    name: 'AWS-ConfigureAWSPackage',
    usualTime: usually(120_000, 60_000),
    parameters: {
      action: { isRequired: true, allowed: ['Install', 'Uninstall'] },
      additionalArguments: {},
      installationType: { allowed: ['Uninstall and reinstall', 'In-place update'] },
      name: { isRequired: true },
      version: {},
    },
    run: anHour,
  },
];

const tables = new WeakMap<object, ReadonlyMap<string, DocumentSpec>>();

export function documentOf(scenario: object, name: string): Document {
  const capabilities = capabilitiesOf(scenario);
  let table = tables.get(capabilities);
  if (table === undefined) {
    table = new Map(capabilities.flatMap(({ documents = [] }) => documents.map((each) => [each.name, each])));
    tables.set(capabilities, table);
  }
  return { name, ...(table.get(name)?.run ?? otherDocument) };
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
