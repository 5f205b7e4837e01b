/**
 * Sessions that cannot start, sessions that lose their log, and rights that the user has where the node needs them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html
 */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { nodeChanges } from '../../managed-nodes/lint/facts.ts';
import { type Asked, keyArn, lackedBy } from '../asked.ts';
import { logLoss, logTargets } from '../logging.ts';
import { firstMissing } from '../prerequisites.ts';
import { declaredSessions, strayedSessions } from './declared.ts';

/** The function of the run itself; where something changes nodes or their network before, it may come out better. */
function checkStarts(subject: Subject, report: Report): void {
  for (const { action, asked, path } of declaredSessions(subject)) {
    const missing = firstMissing(asked);
    if (missing === null) continue;
    const { why, remedy, error } = missing.obstacle;
    const end = missing.prerequisite.ends === 'call' ? `is refused with ${error}` : 'fails';
    const changes = nodeChanges(subject, action.atMs);
    const unless = changes.length === 0 ? '' : `, unless ${changes.join(' or ')} changes that before`;
    report(path, `the session ${action.id} ${end}${unless}: ${why}`, {
      help: remedy,
      severity: changes.length === 0 ? 'error' : 'warning',
    });
  }
  for (const { action, missing, path } of strayedSessions(subject)) {
    const { why, remedy, error } = missing.obstacle;
    report(path, `the session ${action.id} is refused with ${error}: ${why}`, { help: remedy });
  }
}

function checkLogs(subject: Subject, report: Report): void {
  for (const { action, asked, path } of declaredSessions(subject)) {
    if (firstMissing(asked) !== null) continue;
    for (const target of logTargets(asked)) {
      const loss = logLoss(target, asked);
      if (loss === null) continue;
      const message = `the session ${action.id} works, and its log in ${target.to}, ${target.name}, is lost: ${loss.why}`;
      report(path, message, { help: loss.remedy });
    }
  }
}

/** What the agent does with rights of its own, each with what it is asked of. */
function rightsOfNode(
  asked: Asked,
): readonly { readonly actions: readonly string[]; readonly resource: string | undefined }[] {
  const { kmsKey } = asked.preferences;
  return [
    ...(kmsKey === null ? [] : [{ actions: ['kms:Decrypt'], resource: keyArn(asked) }]),
    ...logTargets(asked).map(({ writesWith, writesTo }) => ({ actions: writesWith, resource: writesTo })),
  ];
}

/** A right given to the user by name; one who may do everything was not mistaken for the node. */
function checkHolders(subject: Subject, report: Report): void {
  const told = new Set<string>();
  for (const { asked, group, path } of declaredSessions(subject)) {
    const { caller, permissions } = asked;
    if (caller === undefined) continue;
    const own = {
      managedPolicies: [],
      statements: caller.statements.filter(({ actions = [] }) => !actions.includes('*')),
    };
    const misplaced = rightsOfNode(asked).flatMap(({ actions, resource }) => {
      const ofUser = lackedBy(own, actions, resource);
      return lackedBy(permissions, actions, resource).filter((action) => !ofUser.includes(action));
    });
    const key = JSON.stringify([caller.name, group.name, misplaced]);
    if (misplaced.length === 0 || told.has(key)) continue;
    told.add(key);
    report(
      path,
      `principals.${caller.name} may do ${misplaced.join(', ')}, and the agent on ${group.name} needs to: it works with its instance profile, which does not allow it`,
      { help: `allow ${misplaced.join(', ')} in the instance profile of ${group.name}` },
    );
  }
}

const source =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html';

export const startRules: readonly Rule[] = [
  {
    id: 'session-not-started',
    place: 880,
    severity: 'error',
    finds:
      'a session that AWS refuses, or that fails, as the file has its node, its user and its preferences',
    source,
    check: checkStarts,
  },
  {
    id: 'session-log-lost',
    place: 882,
    severity: 'warning',
    finds: 'a session that works, and whose node may not write its log',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
    check: checkLogs,
  },
  {
    id: 'session-right-of-user',
    place: 884,
    severity: 'warning',
    finds: 'a right that the user of a session has, and that its node needs',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
    check: checkHolders,
  },
];
