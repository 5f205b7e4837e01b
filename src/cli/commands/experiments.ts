/** What the command line loads once many replications are wanted. */
export { check } from './check.ts';
export { compare } from './compare.ts';
export { merge } from './merge.ts';
export { runReplications } from './run-replications.ts';
