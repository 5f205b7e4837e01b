/** The fleet at the end as text: compliance, groups, who is not patched and who is not managed. */
import type { ComplianceCounts } from '../capabilities/patch-manager/compliance-counts.ts';
import type { RunReport } from '../result/report.ts';
import type { Result } from '../result/result.ts';
import { bar } from './bars.ts';
import { unmanagedTable, unpatchedTable } from './cause-tables.ts';
import { indented, type Page, wrap } from './layout.ts';
import { count, counted, percent } from './numbers.ts';
import { type Table, tableOrTurned, tableWithText } from './tables.ts';
import { tellingInWords } from './telling-in-words.ts';

/** More groups than this are a table of their own making: the JSON has them. */
const groupsMax = 12;

const barMax = 60;

/** A sentence beside its cause needs so many columns in all. */
const wideEnough = 76;

export function complianceLines(report: RunReport, page: Page): string[] {
  const { chalk, width } = page;
  const { metrics } = report.result;
  const total = Number(metrics['nodes.total']);
  const patched = Number(metrics['patched.nodes']);
  return [
    chalk.bold('Compliance, as last reported'),
    ...complianceBar('before', report.complianceBefore, page),
    ...complianceBar('after', report.complianceAfter, page),
    ...wrap(
      `Patched in truth: ${count(patched)} of ${counted(total, 'node')} (${percent(patched, total)}), whatever was reported.`,
      width - 2,
    ).map((line) => `  ${line}`),
  ];
}

function complianceBar(label: string, counts: ComplianceCounts, { chalk, width }: Page): string[] {
  const { compliant, nonCompliant, unspecified } = counts;
  const total = compliant + nonCompliant + unspecified;
  const margin = 10;
  const parts = [
    { value: compliant, sign: '█' },
    { value: nonCompliant, sign: '▒' },
    { value: unspecified, sign: '·' },
  ];
  const [good, bad, unknown] = bar(parts, Math.min(barMax, width - margin));
  const drawn = total === 0 ? '(no nodes)' : chalk.green(good) + chalk.red(bad) + chalk.dim(unknown);
  const words = [
    `█ compliant ${count(compliant)} (${percent(compliant, total)})`,
    `▒ non-compliant ${count(nonCompliant)} (${percent(nonCompliant, total)})`,
    `· unspecified ${count(unspecified)} (${percent(unspecified, total)})`,
  ].join(', ');
  return [
    `  ${label.padEnd(margin - 2)}${drawn}`,
    ...wrap(words, width - margin).map((line) => ' '.repeat(margin) + line),
  ];
}

/** Group by group, where there is more than one. */
export function fleetLines({ metrics, ...result }: Result, { chalk, width }: Page): string[] {
  const groups = groupNames({ metrics, ...result });
  if (groups.length < 2) return [];
  const shown = groups.slice(0, groupsMax);
  const columns = [
    ['nodes', 'nodes.total'],
    ['managed', 'nodes.managed'],
    ['online', 'nodes.online'],
    ['lost', 'nodes.lost'],
    ['compliant', 'compliance.compliant'],
    ['non-com-\npliant', 'compliance.nonCompliant'],
    ['unspec-\nified', 'compliance.unspecified'],
    ['patched', 'patched.nodes'],
  ] as const;
  const rows = shown.map((group) => [
    group,
    ...columns.map(([, metric]) => count(Number(metrics[`group.${group}.${metric}`]))),
  ]);
  const head = ['group', ...columns.map(([title]) => title)];
  const numeric = new Set(columns.map((_, index) => index + 1));
  const more = groups.length - shown.length;
  return [
    chalk.bold('Groups at the end'),
    ...indented(tableOrTurned({ head, rows, numeric }, width - 2)),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

export function groupNames({ metrics }: Pick<Result, 'metrics'>): string[] {
  const ending = '.nodes.total';
  return Object.keys(metrics)
    .filter((name) => name.startsWith('group.') && name.endsWith(ending))
    .map((name) => name.slice('group.'.length, -ending.length));
}

export function unpatchedLines(report: RunReport, { chalk, width }: Page): string[] {
  const { causes, telling, result } = report;
  const total = Number(result.metrics['nodes.total']);
  const unpatched = causes.reduce((sum, one) => sum + one.count, 0);
  const title = `Unpatched nodes, by cause: ${count(unpatched)} of ${count(total)}`;
  if (unpatched === 0) return [chalk.bold(title)];
  const examples = telling.map((node) => `${node.node}, ${node.cause}: ${tellingInWords(node)}.`);
  return [
    chalk.bold(title),
    ...explained(unpatchedTable(report), width),
    '  For example:',
    ...examples.flatMap((text) => wrap(text, width - 4, 2)).map((line) => `    ${line}`),
  ];
}

export function unmanagedLines(report: RunReport, { chalk, width }: Page): string[] {
  const { metrics } = report.result;
  const title = `Nodes not managed at the end, by cause: ${count(Number(metrics['nodes.unmanaged']))} of ${count(Number(metrics['nodes.total']))}`;
  if (report.unmanagedCauses.length === 0) return [chalk.bold(title)];
  return [chalk.bold(title), ...explained(unmanagedTable(report), width)];
}

/** Its last column is a sentence: beside the figures where there is room, else below them. */
function explained(table: Table, width: number): string[] {
  if (width >= wideEnough) return indented(tableWithText(table, width - 2));
  return table.rows.flatMap((row) => [
    `  ${row.slice(0, -1).join('  ')}`,
    ...wrap(row.at(-1)!, width - 6).map((line) => `      ${line}`),
  ]);
}
