/** What the command line loads to answer without simulating, or about one run. */
export { explain } from './explain.ts';
export { inventory } from './inventory.ts';
export { lint } from './lint.ts';
export { schedule } from './schedule.ts';
