/** What AWS Config tells the others: a leaf that every capability may import. */
export { configFacts } from './events.ts';
export type { ComplianceChange, ConfigRule, Remediation } from './state.ts';
