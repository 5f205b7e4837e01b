/**
 * Preferences of Session Manager: logs that need not be encrypted, and a key that the nodes may not use.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html
 */
import type { Resource } from '../../../capability/lint/resource.ts';
import { roleAllows, roleUses } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { accountNamed } from '../../../world/scenario.ts';
import { documentsIn, ssmDocument } from '../../documents/facts.ts';
import { declaredAccess } from '../../managed-nodes/lint/facts.ts';
import { keyArn, lackedBy } from '../asked.ts';
import { sessionType } from '../content.ts';
import { preferencesDocument, sessionDocument } from '../documents.ts';
import { declaredSessions } from './declared.ts';

function sessionResources(subject: Subject): readonly Resource[] {
  return subject
    .ofType(ssmDocument.type)
    .filter((resource) => textOf(subject.property(resource, 'DocumentType')) === 'Session');
}

/** Undefined: not set. A reference counts as set. */
function inputOf(subject: Subject, resource: Resource, key: string): Value | undefined {
  const value = subject.property(resource, 'Content', 'inputs', key);
  return value === undefined || textOf(value) === '' ? undefined : value;
}

const logs = [
  { target: 's3BucketName', flag: 's3EncryptionEnabled', what: 'a bucket' },
  { target: 'cloudWatchLogGroupName', flag: 'cloudWatchEncryptionEnabled', what: 'a log group' },
] as const;

function checkEncryption(subject: Subject, report: Report): void {
  const told = (path: DataPath, name: string, { flag, what }: (typeof logs)[number]): void => {
    report(path, `${name} sends logs of sessions to ${what} that need not be encrypted`, {
      help: `write ${flag}: true: a session then starts only where the log is encrypted`,
    });
  };
  for (const resource of sessionResources(subject)) {
    const content = subject.property(resource, 'Content');
    if (content?.kind === 'text') continue;
    for (const log of logs) {
      const name = inputOf(subject, resource, log.target);
      const given = inputOf(subject, resource, log.flag);
      if (name === undefined || (given !== undefined && textOf(given)?.toLowerCase() !== 'false')) continue;
      told(name.path, resource.logicalId, log);
    }
  }
  // Content that is text has been parsed by its type.
  for (const { logicalId, content } of documentsIn(subject.stack, sessionType)) {
    const resource = subject.named(logicalId);
    const text = resource && subject.property(resource, 'Content');
    if (text?.kind !== 'text' || content.preferences === null) continue;
    const { bucket, logGroup, needsEncryptedBucket, needsEncryptedLogGroup } = content.preferences;
    if (bucket !== null && !needsEncryptedBucket) told(text.path, logicalId, logs[0]);
    if (logGroup !== null && !needsEncryptedLogGroup) told(text.path, logicalId, logs[1]);
  }
}

function checkKey(subject: Subject, report: Report): void {
  checkGroups(subject, report);
  if (subject.kind === 'scenario') return;
  for (const resource of sessionResources(subject)) {
    const key = inputOf(subject, resource, 'kmsKeyId');
    if (key === undefined) continue;
    for (const { role } of roleUses(subject).filter(({ purpose }) => purpose === 'nodes')) {
      if (roleAllows(role, ['kms:Decrypt']) !== false) continue;
      report(
        role.path,
        `${lacking(`the role ${role.name} of nodes`)}: ${resource.logicalId} encrypts sessions with a key`,
        {
          help: `allow kms:Decrypt in the Policies of ${role.name}`,
          at: 'key',
        },
      );
    }
  }
}

const lacking = (who: string): string => `${who} does not allow kms:Decrypt, and no session opens`;

/** Groups on which the file starts a session have the rule of sessions. */
function checkGroups(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const entered = new Set(declaredSessions(subject).map(({ group }) => group));
  for (const group of scenario.fleet.filter((one) => !entered.has(one))) {
    const { account: name = '' } = group;
    const preferences = sessionDocument(scenario, preferencesDocument, name)?.preferences ?? null;
    const { profile } = declaredAccess(scenario, group);
    if (preferences === null || preferences.kmsKey === null || profile === null) continue;
    const account = accountNamed(scenario, name);
    if (lackedBy(profile, ['kms:Decrypt'], keyArn({ preferences, account })).length === 0) continue;
    report(['fleet', group.name], lacking(`the instance profile of ${group.name}`), {
      help: 'allow kms:Decrypt in it, with the key of the preferences',
      at: 'key',
    });
  }
}

export const preferenceRules: readonly Rule[] = [
  {
    id: 'session-log-unencrypted',
    place: 886,
    severity: 'warning',
    finds: 'preferences that send logs of sessions to a bucket or a log group that need not be encrypted',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
    check: checkEncryption,
  },
  {
    id: 'session-key-denied',
    place: 888,
    severity: 'warning',
    finds: 'nodes that may not kms:Decrypt with the key that encrypts sessions',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
    check: checkKey,
  },
];
