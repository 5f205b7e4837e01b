/** The nodes at the end of a run: groups, and who is not managed. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count } from '../../blocks/numbers.ts';
import type { RunReport } from '../../result/report.ts';
import type { Result } from '../../result/result.ts';

/** More groups than this are a table of their own making: the JSON has them. */
const groupsMax = 12;

const groupColumns = [
  ['nodes', 'nodes.total'],
  ['managed', 'nodes.managed'],
  ['online', 'nodes.online'],
  ['lost', 'nodes.lost'],
  ['compliant', 'compliance.compliant'],
  ['non-com\u00adpliant', 'compliance.nonCompliant'],
  ['unspec\u00adified', 'compliance.unspecified'],
  ['patched', 'patched.nodes'],
] as const;

/** Group by group, where there is more than one. */
export function groupBlocks({ result }: RunReport): Block[] {
  const groups = groupNames(result);
  if (groups.length < 2) return [];
  const more = groups.length - groupsMax;
  const rows = groups
    .slice(0, groupsMax)
    .map((group) => [
      group,
      ...groupColumns.map(([, metric]) => count(Number(result.metrics[`group.${group}.${metric}`]))),
    ]);
  const head = ['group', ...groupColumns.map(([title]) => title)];
  return [
    section('Groups at the end', [
      { kind: 'table', head, rows, numeric: groupColumns.map((_, index) => index + 1) },
      ...(more > 0 ? [paragraph(`… and ${more} more`)] : []),
    ]),
  ];
}

function groupNames({ metrics }: Pick<Result, 'metrics'>): string[] {
  const ending = '.nodes.total';
  return Object.keys(metrics)
    .filter((name) => name.startsWith('group.') && name.endsWith(ending))
    .map((name) => name.slice('group.'.length, -ending.length));
}

export function unmanagedBlocks({ unmanagedCauses, result }: RunReport): Block[] {
  const [unmanaged, total] = ['nodes.unmanaged', 'nodes.total'].map((name) =>
    count(Number(result.metrics[name])),
  );
  const title = `Nodes not managed at the end, by cause: ${unmanaged} of ${total}`;
  const rows = unmanagedCauses.map(({ cause, summary, count: nodes }) => [
    cause ?? 'BOOTING',
    count(nodes),
    summary,
  ]);
  return [section(title, [{ kind: 'table', head: ['cause', 'nodes', ''], rows, numeric: [1], prose: 1 }])];
}
