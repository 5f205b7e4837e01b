/** Many runs of one scenario as Markdown, for a pull request: what failed comes first. */
import type { ReplicationsReport } from '../experiment/replicated-result.ts';
import { inline, listSection, table } from './markdown-parts.ts';
import {
  expectationRows,
  figureHeads,
  metricRows,
  precisionInWords,
  verdictInWords,
} from './replications-rows.ts';
import { oneOfThem, replicationFacts } from './replications-text.ts';

export function renderReplicationsMarkdown(report: ReplicationsReport): string {
  const { result, warnings, repeat } = report;
  const precision = precisionInWords(result);
  const sections = [
    [`## ${inline(result.scenario.name)}`],
    [`**${inline(verdictInWords(result.expectations).words)}**`],
    [inline(replicationFacts(report))],
    expectationsSection(report),
    metricsSection(report),
    precision === null ? [] : [inline(precision)],
    listSection('Warnings', warnings.map(inline)),
    ['Repeat with:', '', '```sh', repeat, `# one of the runs in full: ${oneOfThem(repeat)}`, '```'],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function expectationsSection({ result }: ReplicationsReport): string[] {
  if (result.expectations.length === 0) return [];
  const rows = [...expectationRows(result.expectations)].reverse().map(({ cells }) => cells);
  return table({ head: ['', 'metric', 'expected', 'observed', 'because'], rows, numeric: new Set() });
}

function metricsSection(report: ReplicationsReport): string[] {
  const { rows } = metricRows(report);
  if (rows.length === 0) return [];
  return table({ head: [...figureHeads, ''], rows, numeric: new Set([1]) });
}
