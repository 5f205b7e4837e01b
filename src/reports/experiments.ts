/** The reports of what takes many runs: loaded together, once they are asked for. */
export { rendered } from '../blocks/render.ts';
export { checkBlocks } from './check.ts';
export { comparisonBlocks } from './comparison.ts';
export { renderComparisonCsv } from './comparison-csv.ts';
export { renderGitHubAnnotations } from './github.ts';
export { renderJUnit } from './junit.ts';
export { replicationsBlocks } from './replications.ts';
