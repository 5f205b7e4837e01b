/**
 * What means only nodes of another account or Region.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html
 */
import { countOf, reachedBySource } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import type { RunSource } from '../../../capability/run-source.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';

function checkAccounts({ scenario, resources }: Subject, report: Report): void {
  if (scenario === null || scenario.accounts.size === 0) return;
  for (const source of sourcesOf(scenario)) {
    const { account = '' } = source;
    const means = (name: string) => reachedIn(scenario, source, name) > 0;
    const elsewhere = ['', ...scenario.accounts.keys()].filter((name) => name !== account && means(name));
    const [other] = elsewhere;
    if (means(account) || other === undefined) continue;
    const [from, to] = [accountNamed(scenario, account), accountNamed(scenario, other)];
    const where =
      from.region === to.region
        ? `account ${from.id} reaches no node of account ${to.id}`
        : `${from.region} reaches no node of ${to.region}`;
    report(
      placeOf(source, scenario, resources),
      `${source.words.name} means only nodes of another account or Region: what is in ${where}`,
      {
        at: 'key',
        help: 'write one for each account and Region, with Metadata: { fleetsim: { account: … } }',
      },
    );
  }
}

/** How many nodes it would mean if it were in that account. */
function reachedIn(scenario: Scenario, source: RunSource, account: string): number {
  const { account: _, ...nowhere } = source;
  const there = account === '' ? nowhere : { ...nowhere, account };
  const known = reachedBySource(there, scenario.fleet, true).map((reached) => ({
    ...reached,
    nodes: reached.nodes.filter(({ group }) => group !== null),
  }));
  return known.reduce((sum, reached) => sum + countOf(reached), 0);
}

/** The resource, the window that it belongs to, or the action. */
function placeOf(
  { id, parent }: RunSource,
  { actions }: Scenario,
  resources: Subject['resources'],
): DataPath {
  const resource = resources.find(({ logicalId }) => logicalId === id || logicalId === parent);
  return (
    resource?.at ?? [
      'actions',
      Math.max(
        0,
        actions.findIndex((action) => action.id === id),
      ),
    ]
  );
}

export const accountRules: readonly Rule[] = [
  {
    id: 'target-in-other-account',
    place: 445,
    severity: 'warning',
    finds:
      'a window, association, rule or command whose targets match only nodes of another account or Region',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html',
    check: checkAccounts,
  },
];
