/**
 * Inventory that nothing collects, that two collect, or that is asked for in a way that collects nothing.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html
 */
import { listed } from '../../../blocks/numbers.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec, Report, Rule } from '../../../capability/lint-rule.ts';
import { asWritten } from '../../../capability/run-source.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { meansAll } from '../../state-manager/facts.ts';
import { gatherInventory } from '../documents.ts';
import { collectors } from '../uses.ts';
import { groupsMeant, groupsNotCollected } from './facts.ts';

const page = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html';

/** Others are collected: these were most likely forgotten. */
function checkCoverage(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null || collectors(scenario).length === 0) return;
  for (const group of groupsNotCollected(subject, scenario)) {
    report(
      ['fleet', group],
      `no association collects the inventory of ${group}: queries, Config rules and Inspector do not see its software`,
      {
        help: 'give its nodes the tag that an association with AWS-GatherSoftwareInventory selects, or let one mean InstanceIds: ["*"]',
        at: 'key',
      },
    );
  }
}

/** The same rule as in a run: two that name the node, or two that mean every node, exclude each other. */
function checkConflicts(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const all = collectors(scenario).map((source) => ({
    source,
    isAll: source.targetGroups.some(meansAll),
    groups: groupsMeant(subject, scenario, source),
  }));
  all.forEach((one, index) => {
    const other = all.find(
      (each, place) =>
        place < index &&
        each.source.id !== one.source.id &&
        each.isAll === one.isAll &&
        [...each.groups].some((group) => one.groups.has(group)),
    );
    if (other === undefined) return;
    const shared = [...one.groups].filter((group) => other.groups.has(group));
    report(
      one.source.pathOf('Parameters').slice(0, 2),
      `${one.source.words.name} and ${other.source.words.name} both collect the inventory of ${listed(shared)}: a node takes one, and both fail there`,
      { help: 'merge them into one association, or let their targets exclude each other', at: 'key' },
    );
  });
}

function checkSenders(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const own = new Set(collectors(scenario));
  for (const source of sourcesOf(scenario)) {
    if (source.document !== gatherInventory || own.has(asWritten(source))) continue;
    report(
      source.pathOf('Parameters').slice(0, -1),
      `${source.words.name} sends ${gatherInventory}, which collects only for an association: it fails on every node`,
      { help: 'make it an AWS::SSM::Association with a ScheduleExpression', at: 'key' },
    );
  }
}

const rules: readonly Rule[] = [
  {
    id: 'inventory-not-collected',
    place: 920,
    severity: 'warning',
    finds: 'nodes whose inventory nothing collects, while something reads it or other nodes are collected',
    source: page,
    check: checkCoverage,
  },
  {
    id: 'inventory-conflict',
    place: 921,
    severity: 'error',
    finds: 'two associations that collect the inventory of the same nodes',
    source: page,
    check: checkConflicts,
  },
  {
    id: 'inventory-without-association',
    place: 922,
    severity: 'error',
    finds: 'AWS-GatherSoftwareInventory sent by a command, a task or a runbook',
    source: page,
    check: checkSenders,
  },
];

export const inventoryLint: LintSpec = { rules };
