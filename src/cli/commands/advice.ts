/** What the command line loads to answer without simulating, or about one run. */
export { lint } from './lint.ts';
export { schedule } from './schedule.ts';
