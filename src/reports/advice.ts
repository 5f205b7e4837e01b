/** Reports of what is found without many runs: loaded together, once they are asked for. */
export { rendered } from '../blocks/render.ts';
export { fleetAtTimeBlocks } from './at-time.ts';
export { calendarBlocks } from './calendar.ts';
export { explanationBlocks } from './explain.ts';
export { explanationsBlocks } from './explain-all.ts';
export { lintBlocks } from './lint.ts';
export { renderLintAnnotations } from './lint-github.ts';
export { renderSarif } from './sarif.ts';
export { scheduleBlocks, scheduleProblemBlocks } from './schedule.ts';
