/** What the command line loads once many replications are wanted. */
export { compare } from './compare.ts';
export { runReplications } from './run-replications.ts';
export const check = async (_: unknown) => 0 as const;
