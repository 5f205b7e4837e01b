/** The reports of what takes many runs: loaded together, once they are asked for. */
export { renderComparisonCsv } from './comparison-csv.ts';
export { renderComparisonMarkdown } from './comparison-markdown.ts';
export type { ComparisonReport } from './comparison-report.ts';
export { renderComparison } from './comparison-text.ts';
export { renderReplicationsMarkdown } from './replications-markdown.ts';
export { renderReplications } from './replications-text.ts';
