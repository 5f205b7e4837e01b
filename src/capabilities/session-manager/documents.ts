/**
 * What a session is started with: AWS's own Session documents, and those of the file.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html
 */
import type { DocumentSpec, ParameterRule } from '../../cloudformation/document-spec.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { documentsOf } from '../documents/facts.ts';
import { type SessionType, sessionType } from './content.ts';
import { defaultPreferences, type Preferences } from './preferences.ts';

export interface SessionDocument {
  readonly name: string;
  readonly type: SessionType;
  /** Null: that of every session. */
  readonly minimumAgentVersion: string | null;
  /** AWS resets passwords only in sessions that a key encrypts. */
  readonly needsKey: boolean;
  /** Null: it has none of its own, and those of the account count. */
  readonly preferences: Preferences | null;
}

/** The document of an account with its preferences, which a session has unless it names another. */
export const preferencesDocument = 'SSM-SessionManagerRunShell';

const port: ParameterRule = {
  pattern: /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  expected: 'a port from 1 to 65535',
};
const localPort: ParameterRule = {
  pattern: /^(0|[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  expected: 'a port from 0 to 65535',
};
const required: ParameterRule = { isRequired: true, isDecisive: true };

interface AwsDocument extends Omit<SessionDocument, 'name' | 'preferences' | 'needsKey'> {
  readonly parameters: DocumentSpec['parameters'];
  readonly needsKey?: true;
}

const own: Readonly<Record<string, AwsDocument>> = {
  [preferencesDocument]: { type: 'Standard_Stream', minimumAgentVersion: null, parameters: {} },
  'AWS-StartPortForwardingSession': {
    type: 'Port',
    minimumAgentVersion: '3.0.222.0',
    parameters: { portNumber: port, localPortNumber: localPort },
  },
  'AWS-StartPortForwardingSessionToRemoteHost': {
    type: 'Port',
    minimumAgentVersion: '3.1.1374.0',
    parameters: { host: required, portNumber: port, localPortNumber: localPort },
  },
  'AWS-StartSSHSession': { type: 'Port', minimumAgentVersion: '3.0.222.0', parameters: { portNumber: port } },
  'AWS-StartInteractiveCommand': {
    type: 'InteractiveCommands',
    minimumAgentVersion: null,
    parameters: { command: required },
  },
  'AWS-StartNonInteractiveCommand': {
    type: 'NonInteractiveCommands',
    minimumAgentVersion: null,
    parameters: { command: required },
  },
  'AWS-PasswordReset': {
    type: 'InteractiveCommands',
    minimumAgentVersion: null,
    needsKey: true,
    parameters: { username: required },
  },
};

export const sessionDocuments: readonly DocumentSpec[] = Object.entries(own).map(
  ([name, { parameters }]) => ({
    name,
    type: 'Session',
    parameters,
  }),
);

interface World {
  readonly nouns: Nouns;
  readonly homes: ReadonlyMap<string, string>;
}

/** Of this account, '' being that of `account`. Undefined: there is none of this name. */
export function sessionDocument(world: World, name: string, account: string): SessionDocument | undefined {
  const declared = documentsOf(world, sessionType).find(
    (one) => one.name === name && (world.homes.get(one.logicalId) ?? '') === account,
  );
  if (declared !== undefined) {
    const { type, preferences } = declared.content;
    return { name, type, minimumAgentVersion: null, needsKey: false, preferences };
  }
  const known = own[name];
  return known && { ...known, name, needsKey: known.needsKey ?? false, preferences: null };
}

/**
 * ASSUMPTION session-preferences: a document without inputs of its own has those of the account, whatever type of session it
 * starts.
 */
export function preferencesFor(world: World, document: SessionDocument, account: string): Preferences {
  const { preferences } = document;
  return (
    preferences ?? sessionDocument(world, preferencesDocument, account)?.preferences ?? defaultPreferences
  );
}
