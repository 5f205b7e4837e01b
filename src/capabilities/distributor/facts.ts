/** What Distributor tells and shows the others: a leaf that every capability may import. */
export { configurePackage } from './documents.ts';
export { distributorFacts } from './events.ts';
