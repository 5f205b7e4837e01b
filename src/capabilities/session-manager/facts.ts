/** What sessions show the others: a leaf that every capability may import. */
export { startSession } from './calls.ts';
