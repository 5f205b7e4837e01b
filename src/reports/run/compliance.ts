/** Compliance in a report of a run, and which nodes are not patched. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, counted, percent } from '../../blocks/numbers.ts';
import type { ComplianceCounts } from '../../capabilities/patch-manager/compliance-counts.ts';
import type { RunReport } from '../../result/report.ts';
import { tellingInWords } from './telling-in-words.ts';

export function complianceBlocks({ complianceBefore, complianceAfter, result }: RunReport): Block[] {
  const total = Number(result.metrics['nodes.total']);
  const patched = Number(result.metrics['patched.nodes']);
  const bars = [bar('before', complianceBefore), bar('after', complianceAfter)];
  const share = `${count(patched)} of ${counted(total, 'node')} (${percent(patched, total)})`;
  return [
    section('Compliance, as last reported', [
      { kind: 'chart', chart: { kind: 'bars', bars } },
      paragraph(`Patched in truth: ${share}, whatever was reported.`),
    ]),
  ];
}

function bar(label: string, { compliant, nonCompliant, unspecified }: ComplianceCounts) {
  const total = compliant + nonCompliant + unspecified;
  const part = (name: string, value: number) => ({
    name,
    value,
    figure: `${count(value)} (${percent(value, total)})`,
  });
  return {
    label,
    parts: [
      part('compliant', compliant),
      part('non-compliant', nonCompliant),
      part('unspecified', unspecified),
    ],
  };
}

export function unpatchedBlocks({ causes, telling, result }: RunReport): Block[] {
  const total = Number(result.metrics['nodes.total']);
  const unpatched = causes.reduce((sum, one) => sum + one.count, 0);
  const title = `Unpatched nodes, by cause: ${count(unpatched)} of ${count(total)}`;
  if (unpatched === 0) return [section(title, [])];
  const rows = causes.map(({ cause, summary, count: nodes }) => [
    cause,
    count(nodes),
    percent(nodes, total),
    summary,
  ]);
  const examples = telling.map((node) => `${node.node}, ${node.cause}: ${tellingInWords(node)}.`);
  return [
    section(title, [
      { kind: 'table', head: ['cause', 'nodes', 'of all', ''], rows, numeric: [1, 2], prose: 1 },
      section('For example', [{ kind: 'list', items: examples, isBare: true }]),
    ]),
  ];
}
