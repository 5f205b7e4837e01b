/**
 * Documents that Run Command knows: on which platforms they run, from which agent on, and how long the agent lets
 * them run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import { runPatchBaselineSince } from '../../aws/agent-version.ts';
import type { PlatformType } from '../../world/operating-systems.ts';

export interface DocumentFacts {
  readonly platforms: readonly PlatformType[];
  readonly minimumAgentVersion: string | null;
  /** Seconds that a step may run unless the command says otherwise. */
  readonly executionTimeoutSeconds: number;
  /** The parameter that says otherwise. */
  readonly timeoutParameter: string | null;
}

const everywhere: readonly PlatformType[] = ['Linux', 'MacOS', 'Windows'];

const knownDocuments: Readonly<Record<string, DocumentFacts>> = {
  'AWS-RunPatchBaseline': {
    platforms: everywhere,
    minimumAgentVersion: runPatchBaselineSince,
    executionTimeoutSeconds: 7200,
    timeoutParameter: 'StepTimeoutSeconds',
  },
  'AWS-RunShellScript': {
    platforms: ['Linux', 'MacOS'],
    minimumAgentVersion: null,
    executionTimeoutSeconds: 3600,
    timeoutParameter: 'executionTimeout',
  },
  'AWS-RunPowerShellScript': {
    platforms: ['Windows', 'Linux'],
    minimumAgentVersion: null,
    executionTimeoutSeconds: 3600,
    timeoutParameter: 'executionTimeout',
  },
  'AWS-UpdateSSMAgent': {
    platforms: everywhere,
    minimumAgentVersion: null,
    executionTimeoutSeconds: 3600,
    timeoutParameter: null,
  },
  'AWS-ConfigureAWSPackage': {
    platforms: ['Linux', 'Windows', 'MacOS'],
    minimumAgentVersion: null,
    executionTimeoutSeconds: 3600,
    timeoutParameter: null,
  },
};

/** A document that only `model.documents` names runs everywhere, for at most the agent's default of one hour. */
const otherDocument: DocumentFacts = {
  platforms: everywhere,
  minimumAgentVersion: null,
  executionTimeoutSeconds: 3600,
  timeoutParameter: 'executionTimeout',
};

export function documentFacts(name: string): DocumentFacts {
  return knownDocuments[name] ?? otherDocument;
}

/**
 * How long the agent lets a step run. The agent takes a value below 5 or above 172,800 seconds for its default of an
 * hour: `executionTimeout: 3` means 3,600 (amazon-ssm-agent, agent/plugins/pluginutil).
 */
export function executionTimeoutSeconds(command: {
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}): number {
  const facts = documentFacts(command.documentName);
  const given = facts.timeoutParameter === null ? undefined : command.parameters[facts.timeoutParameter]?.[0];
  if (given === undefined || !/^\d+$/.test(given)) return facts.executionTimeoutSeconds;
  const seconds = Number(given);
  return seconds < 5 || seconds > 172_800 ? 3600 : seconds;
}
