/** What the command line loads once it knows that something is to be done. */
export { run, runAgain } from './run.ts';
export { validate } from './validate.ts';
