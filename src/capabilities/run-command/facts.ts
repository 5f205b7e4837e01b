/** What Run Command tells and shows the others: a leaf that every capability may import. */

export { type CommandsView, commandOf, commandsView, type RefusedCommand } from './commands-view.ts';
export { commandFacts } from './events.ts';
export { codeWordsOf, failuresOf } from './failures.ts';
export { rateControlModel, roundingIn } from './model.ts';
export { raiseLimit } from './raise-limit.ts';
export type { CommandRequest } from './request.ts';
export { inSendingOrder } from './resolve.ts';
export { type CommandResult, commandResult, commandSchema } from './results.ts';
export type { Command } from './state.ts';
export type { CancelReason } from './statuses.ts';

export { commandStory, operationIn, timelineOf } from './stories.ts';
export { tallyOfCommand } from './tally.ts';

/** Causes of nodes that other senders left out for the same reasons. */
export const rolloutCauses = { halted: 'HALTED_BY_MAX_ERRORS', cancelled: 'CANCELLED' } as const;
