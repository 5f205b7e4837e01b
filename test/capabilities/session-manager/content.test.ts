/** Documents of type Session: what AWS takes, and what it refuses. */
import { describe, expect, test } from 'vitest';
import { printed } from '../../scenario/load-text.ts';
import { world } from '../quiet-world.ts';
import { preferences } from './world.ts';

const refusedOf = (content: string) =>
  printed(
    world({
      resources: `{ Own: { Type: AWS::SSM::Document, Properties: { Name: Own, DocumentType: Session, Content: ${content} } } }`,
    }),
  );
const inputs = (text: string) => printed(world({ resources: preferences(text) }));

test('an empty text means that nothing is set, as in the example of AWS', () => {
  const example = [
    's3BucketName: ""',
    's3KeyPrefix: ""',
    's3EncryptionEnabled: true',
    'cloudWatchLogGroupName: ""',
    'cloudWatchEncryptionEnabled: true',
    'cloudWatchStreamingEnabled: false',
    'kmsKeyId: ""',
    'runAsEnabled: true',
    'runAsDefaultUser: ""',
    'idleSessionTimeout: ""',
    'maxSessionDuration: ""',
    'shellProfile: { windows: date, linux: pwd }',
  ].join(', ');
  expect(inputs(example)).toBe('');
});

test.each([
  ['idleSessionTimeout: 61', 'minutes from 1 to 60'],
  ['idleSessionTimeout: 0', 'minutes from 1 to 60'],
  ['maxSessionDuration: 1441', 'minutes from 1 to 1440'],
  ['idleSesionTimeout: 20', 'did you mean idleSessionTimeout?'],
  ['s3EncryptionEnabled: maybe', 'expected true or false'],
])('%s: %s', (text, expected) => {
  expect(inputs(text)).toContain(expected);
});

describe('the parts of a document', () => {
  test('schemaVersion is 1.0', () => {
    expect(refusedOf('{ schemaVersion: "2.2", sessionType: Port }')).toContain('expected 1.0');
  });

  test('a Standard_Stream document needs inputs, one of commands properties', () => {
    expect(refusedOf('{ schemaVersion: "1.0", sessionType: Standard_Stream }')).toContain('expected inputs');
    expect(refusedOf('{ schemaVersion: "1.0", sessionType: InteractiveCommands }')).toContain(
      'expected properties',
    );
  });

  test('the example of a Port document has a parameter of the type string', () => {
    expect(
      refusedOf(
        '{ schemaVersion: "1.0", sessionType: Port, parameters: { paramExample: { type: string, description: document parameter } }, properties: { portNumber: "80" } }',
      ),
    ).toBe('');
  });
});
