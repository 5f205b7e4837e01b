/** What the command line loads once it knows that something is to be done. */
export { useInput } from '../../library/read-file.ts';
export { useNameOfRun } from '../output-file.ts';
export { run, runAgain } from './run.ts';
export { validate } from './validate.ts';
