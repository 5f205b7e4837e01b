/** The groups of a fleet at the end of a run, side by side. */
import { type Block, paragraph, section } from '../blocks/block.ts';
import { count } from '../blocks/numbers.ts';
import { eachGroup, fullName } from '../capability/metrics.ts';
import type { Scenario } from '../world/scenario.ts';
import { metricTableOf } from './metric-table.ts';
import type { ResultFrame } from './result.ts';

/** More groups than this are a table of their own making: the JSON has them. */
const groupsMax = 12;

/** Group by group, where there is more than one. */
export function groupBlocks(scenario: Scenario, metrics: ResultFrame['metrics']): Block[] {
  const groups = scenario.fleet.map(({ name }) => name);
  if (groups.length < 2) return [];
  const columns = metricTableOf(scenario)
    .entries.filter(({ subjects, metric }) => subjects === eachGroup && metric.column !== undefined)
    .map(({ metric }) => metric)
    .filter((metric) => groups.some((group) => metrics[fullName(eachGroup, group, metric)] !== 0));
  const more = groups.length - groupsMax;
  const rows = groups
    .slice(0, groupsMax)
    .map((group) => [
      group,
      ...columns.map((metric) => count(Number(metrics[fullName(eachGroup, group, metric)]))),
    ]);
  const head = ['group', ...columns.map(({ column }) => column!)];
  return [
    section('Groups at the end', [
      { kind: 'table', head, rows, numeric: columns.map((_, index) => index + 1) },
      ...(more > 0 ? [paragraph(`… and ${more} more`)] : []),
    ]),
  ];
}
