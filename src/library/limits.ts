/** How many runs there may be. */

/** They are numbered in 32 bits. */
export const replicationMax = 2 ** 32 - 1;
/** Of one scenario alone: no more is kept of a run than is needed. */
export const runCountMax = 1_000_000;
/** Where every value is compared with another, as many as are kept. */
export const pairedCountMax = 100_000;
/** Of a comparison or a check, where neither the call nor the scenario says how many. */
export const defaultReplications = 200;
