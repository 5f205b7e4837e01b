/**
 * Hybrid activations that end before their nodes come, or that let in fewer than come.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Activation } from '../../../world/identity.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { utc } from '../../../world/time.ts';
import { createActivation } from '../calls/create-activation.ts';

interface Declared {
  readonly activation: Activation;
  /** Of its expiry, and of its limit. */
  readonly expiryPath: DataPath;
  readonly limitPath: DataPath;
  readonly groups: readonly FleetGroup[];
}

function declaredActivations({ scenario, actions }: Subject): Declared[] {
  if (scenario === null) return [];
  const groupsOf = (name: string): FleetGroup[] =>
    scenario.fleet.filter(({ hybridActivation }) => hybridActivation === name);
  const declared = [...scenario.activations.values()].map((activation): Declared => {
    const path = ['activations', activation.name];
    return {
      activation,
      expiryPath: [...path, 'expires'],
      limitPath: [...path, 'registrationLimit'],
      groups: groupsOf(activation.name),
    };
  });
  const called = scenario.actions.flatMap((action): Declared[] => {
    const path = actions.find(({ id }) => id === action.id)?.path;
    const activation = madeBy(action, createActivation);
    if (activation === undefined || path === undefined) return [];
    return [
      {
        activation,
        expiryPath: [...path, 'ExpirationDate'],
        limitPath: [...path, 'RegistrationLimit'],
        groups: groupsOf(activation.name),
      },
    ];
  });
  return [...declared, ...called];
}

function checkShort(subject: Subject, report: Report): void {
  for (const { activation, expiryPath, groups } of declaredActivations(subject)) {
    const expiry = utc(activation.expiresMs);
    for (const { name, count, joins } of groups) {
      const lastMs = lastJoinMs(joins, activation, subject.scenario!);
      if (count === 0 || lastMs === null || lastMs < activation.expiresMs) continue;
      const who =
        joins !== undefined && 'every' in joins
          ? `nodes of ${name} that launch later are`
          : `the nodes of ${name} come later and are`;
      report(expiryPath, `the activation ${activation.name} expires at ${expiry}: ${who} never registered`, {
        help: 'let it expire later, at most 30 days after it is made, or make another one by CreateActivation',
      });
    }
  }
}

/** When the last node would register; null: before the activation ends, however long the run. */
function lastJoinMs(
  joins: FleetGroup['joins'],
  { createdMs, expiresMs }: Activation,
  { startMs, endMs }: Scenario,
): number | null {
  if (joins === undefined) return Math.max(startMs, createdMs);
  if ('atMs' in joins) return Math.max(joins.atMs, createdMs);
  return endMs > expiresMs ? endMs : null;
}

function checkSmall(subject: Subject, report: Report): void {
  for (const { activation, limitPath, groups } of declaredActivations(subject)) {
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    const { name, registrationLimit } = activation;
    if (count <= registrationLimit) continue;
    const names = groups.map((group) => group.name).join(', ');
    report(
      limitPath,
      `the activation ${name} registers at most ${registrationLimit} nodes, and ${count} use it (${names}): the last ` +
        `${count - registrationLimit} are never registered`,
      { help: `write ${count} or more, at most 1000` },
    );
  }
}

/** A code registers nodes in the account and Region in which it was made, wherever they are. */
function checkReused(subject: Subject, report: Report): void {
  for (const { activation, limitPath, groups } of declaredActivations(subject)) {
    const homes = new Set(groups.map(({ account = '' }) => account));
    if (homes.size < 2) continue;
    const names = groups.map(
      ({ name, account = '' }) => `${name} in ${account === '' ? 'account' : `accounts.${account}`}`,
    );
    report(
      limitPath.slice(0, -1),
      `the activation ${activation.name} is used in ${homes.size} accounts (${names.join(', ')}): a code registers nodes only in the account and Region in which it was made`,
      { help: 'make an activation in each account and Region', at: 'key' },
    );
  }
}

const source =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html';

export const activationRules: readonly Rule[] = [
  {
    id: 'activation-short',
    place: 410,
    severity: 'warning',
    finds: 'an activation that expires before its nodes register',
    source,
    check: checkShort,
  },
  {
    id: 'activation-small',
    place: 420,
    severity: 'warning',
    finds: 'an activation that registers fewer nodes than are to use it',
    source,
    check: checkSmall,
  },
  {
    id: 'activation-reused',
    place: 425,
    severity: 'warning',
    finds: 'an activation that groups of several accounts use',
    source,
    check: checkReused,
  },
];
