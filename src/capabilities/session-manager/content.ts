/**
 * Documents of type Session.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
import type { ContentReading, DocumentType } from '../../cloudformation/document-type.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import {
  anything,
  boolean,
  choice,
  type Field,
  field,
  map,
  once,
  optional,
  read,
  refuse,
  text,
} from '../../fields/fields.ts';
import { isKnown } from '../../fields/unknown.ts';
import { type DocumentParameter, readParameters, rulesOf } from '../documents/facts.ts';
import { type Preferences, preferencesOf } from './preferences.ts';

/** As `sessionType` has it. */
export const sessionTypes = [
  'InteractiveCommands',
  'NonInteractiveCommands',
  'Port',
  'Standard_Stream',
] as const;
export type SessionType = (typeof sessionTypes)[number];

export interface SessionContent {
  readonly type: SessionType;
  /** Null: those of the account. */
  readonly preferences: Preferences | null;
  readonly parameters: ReadonlyMap<string, DocumentParameter>;
}

/** Minutes, as a number or its text; an empty text: not set. */
function minutes(most: number): Field<number | null> {
  return field((value) => {
    if (value === '' || value === null) return null;
    const found = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
    return found >= 1 && found <= most ? found : refuse(value, `minutes from 1 to ${most}`);
  });
}

const contentField = once(() =>
  map({
    description: optional(anything()),
    inputs: optional(
      map({
        cloudWatchEncryptionEnabled: optional(boolean()),
        cloudWatchLogGroupName: optional(text('the name of a log group', { max: 512 })),
        cloudWatchStreamingEnabled: optional(boolean()),
        idleSessionTimeout: optional(minutes(60)),
        kmsKeyId: optional(text('the id, the ARN or the alias of a key', { max: 2048 })),
        maxSessionDuration: optional(minutes(1440)),
        runAsDefaultUser: optional(text('a user of the operating system', { max: 256 })),
        runAsEnabled: optional(boolean()),
        s3BucketName: optional(text('the name of a bucket', { max: 63 })),
        s3EncryptionEnabled: optional(boolean()),
        s3KeyPrefix: optional(text('a prefix', { max: 1024 })),
        shellProfile: optional(
          map({ linux: optional(text('commands')), windows: optional(text('commands')) }),
        ),
      }),
    ),
    parameters: optional(anything()),
    properties: optional(anything()),
    schemaVersion: choice('1.0'),
    sessionType: choice(...sessionTypes),
  }),
);

export const sessionType: DocumentType<SessionContent> = {
  name: 'Session',
  form: 'data',
  isOfPlace: true,
  read: readSession,
  spec: (name, { parameters }) => ({ name, type: 'Session', parameters: rulesOf(parameters) }),
};

/** What a type of session cannot do without. */
const needed: Readonly<Record<SessionType, 'inputs' | 'properties' | null>> = {
  Standard_Stream: 'inputs',
  InteractiveCommands: 'properties',
  NonInteractiveCommands: 'properties',
  Port: null,
};

function readSession(content: unknown, reading: ContentReading): SessionContent | undefined {
  const { path, context } = reading;
  const given = read(contentField(), content, path, context);
  if (given === undefined || !isKnown(given)) return undefined;
  const { sessionType: type, inputs } = given;
  const key = needed[type];
  if (key !== null && given[key] === undefined) {
    const message = `missing: expected ${key} in a document of the type ${type}`;
    context.error([...path, key], 'missing-key', message);
    return undefined;
  }
  const parameters = readParameters(withTypes(content), reading);
  if (parameters === undefined) return undefined;
  return { type, preferences: inputs === undefined ? null : preferencesOf(inputs), parameters };
}

/** AWS's own example of a Port document has a parameter of the type `string`. */
function withTypes(content: unknown): unknown {
  if (!isMap(content) || !isMap(content['parameters'])) return content;
  const parameters = Object.entries(content['parameters']).map(([name, one]) => {
    const type = isMap(one) ? one['type'] : undefined;
    if (typeof type !== 'string') return [name, one];
    return [name, { ...(one as object), type: type.replace(/^[a-z]/, (first) => first.toUpperCase()) }];
  });
  return { ...content, parameters: Object.fromEntries(parameters) };
}
