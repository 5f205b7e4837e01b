/** Calls and boots in words, for reports and for `explain`. */
import { type Block, type Inline, say, withoutStop } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import { type Denial, missingRight } from './access.ts';
import type { BootRecord, CallRecord } from './records.ts';
import { type Refusal, refusalText } from './refusal.ts';

/** AWS's answer, and which of the rights is missing, with where that is said. */
export function refusalSentences(refusal: Refusal | Denial, said = refusalText(refusal)): string {
  const missing = missingRight(refusal);
  const right = missing === null ? '' : ` The missing right is ${missing.action}: ${missing.because}.`;
  return `${withoutStop(said)}.${right}`;
}

/** An execution of `explain --execution`: what one call asked, how often, and what came back. */
export function callBlocks(record: CallRecord): Block[] {
  const { call, by, names, requestedMs, attempts, throttled, refusal, parameters, invalid } = record;
  const items: Inline[] = [
    `${dateAndTime(requestedMs)} UTC: ${call} of ${names.join(', ')}, ${by === null ? 'by a caller who may do everything' : `as ${by}`}.`,
  ];
  if (throttled > 0) {
    items.push(
      say(`${counted(throttled, 'attempt')} of ${count(attempts)} throttled: Rate exceeded.`, 'odd'),
    );
  }
  for (const { name, version, type, isDecrypted } of parameters) {
    items.push(`${name}: version ${version}, ${type}${isDecrypted ? ', decrypted' : ''}.`);
  }
  if (invalid.length > 0) items.push(say(`Not found, or not attached: ${invalid.join(', ')}.`, 'odd'));
  if (refusal !== null) items.push(say(`AWS answers ${refusalSentences(refusal)}`, 'bad'));
  return [{ kind: 'list', items }];
}

/** Boots that ended alike, most first. */
export function failedBoots(
  boots: readonly BootRecord[],
): { readonly words: string; readonly boots: BootRecord[] }[] {
  const found = new Map<string, BootRecord[]>();
  for (const boot of boots) {
    if (boot.refusal === null) continue;
    const words = refusalSentences(boot.refusal, boot.refusal.error);
    found.set(words, [...(found.get(words) ?? []), boot]);
  }
  return [...found]
    .map(([words, alike]) => ({ words, boots: alike }))
    .sort((a, b) => b.boots.length - a.boots.length);
}
