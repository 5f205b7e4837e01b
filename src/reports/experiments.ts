/** The reports of what takes many runs: loaded together, once they are asked for. */
export { renderCheckMarkdown } from './check-markdown.ts';
export { renderCheck } from './check-text.ts';
export { renderComparisonCsv } from './comparison-csv.ts';
export { renderComparisonMarkdown } from './comparison-markdown.ts';
export { renderComparison } from './comparison-text.ts';
export { renderGitHubAnnotations } from './github.ts';
export { renderJUnit } from './junit.ts';
export { renderReplicationsMarkdown } from './replications-markdown.ts';
export { renderReplications } from './replications-text.ts';
