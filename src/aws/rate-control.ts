/**
 * Rate control: how fast work spreads over its targets, and what stops it from spreading. Shared by Run Command and
 * maintenance window tasks.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */

/** As a user writes it: `10` targets, or `10%` of them. */
export type Limit = { readonly count: number } | { readonly percent: number };

export type Rounding = 'down' | 'up' | 'nearest';

/** `MaxConcurrency` of the API: a positive whole number, or 1% to 100%; AWS takes one to seven characters. */
export const maxConcurrencyPattern = /^([1-9][0-9]{0,6}|[1-9][0-9]%|[1-9]%|100%)$/;

/** `MaxErrors` of the API: a whole number, or 0% to 100%; AWS takes one to seven characters. */
export const maxErrorsPattern = /^([1-9][0-9]{0,6}|[0]|[1-9][0-9]%|[0-9]%|100%)$/;

/** `text` matches one of the two patterns above. */
export function parseLimit(text: string): Limit {
  return text.endsWith('%') ? { percent: Number(text.slice(0, -1)) } : { count: Number(text) };
}

/** What is no limit counts as left out. */
export function limitOr(text: string, otherwise: string): Limit {
  return parseLimit(/^\d{1,7}$|^\d{1,3}%$/.test(text) ? text : otherwise);
}

/** As it was written. */
export function formatLimit(limit: Limit): string {
  return 'count' in limit ? String(limit.count) : `${limit.percent}%`;
}

/**
 * #send-commands-velocity. ASSUMPTION rate-control-rounding: AWS's examples all divide evenly; rounded down as in
 * CloudFormation StackSets, but never to no target at all.
 */
export function resolveMaxConcurrency(limit: Limit, targetCount: number, rounding: Rounding): number {
  return Math.max(1, resolve(limit, targetCount, rounding));
}

/** #send-commands-maxerrors. ASSUMPTION rate-control-rounding: 10% of 15 targets allows 1 error. */
export function resolveMaxErrors(limit: Limit, targetCount: number, rounding: Rounding): number {
  return resolve(limit, targetCount, rounding);
}

/**
 * #send-commands-maxerrors: the error after MaxErrors stops it: with 3 allowed the fourth, with 0 the first. Study
 * guides stop on the error that reaches the value (`reaches`), which with 0 is still the first.
 */
export function mustStopSending(
  errorCount: number,
  maxErrorsCount: number,
  halt: 'exceeds' | 'reaches',
): boolean {
  return errorCount >= haltingErrorOf(maxErrorsCount, halt);
}

/** The error on which `mustStopSending` first says so. */
export function haltingErrorOf(maxErrorsCount: number, halt: 'exceeds' | 'reaches'): number {
  return halt === 'exceeds' ? maxErrorsCount + 1 : Math.max(1, maxErrorsCount);
}

function resolve(limit: Limit, targetCount: number, rounding: Rounding): number {
  if ('count' in limit) return limit.count;
  const exact = (targetCount * limit.percent) / 100;
  if (rounding === 'up') return Math.ceil(exact);
  return rounding === 'nearest' ? Math.round(exact) : Math.floor(exact);
}
