/** Calls and boots in words, for reports and for `explain`. */
import { type Block, type Inline, say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { Denial } from './access.ts';
import type { BootRecord, CallRecord } from './records.ts';
import { type Refusal, refusalText } from './refusal.ts';

/** Which of the rights lacks, and where that is said; empty: none does. */
export function lackWords(refusal: Refusal | Denial | null): string {
  if (refusal === null || !('action' in refusal)) return '';
  return ` The right that lacks is ${refusal.action}: ${refusal.because}.`;
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
  if (refusal !== null) items.push(say(`AWS answers ${refusalText(refusal)}${lackWords(refusal)}`, 'bad'));
  return [{ kind: 'list', items }];
}

/** Boots that ended alike, most first. */
export function failedBoots(
  boots: readonly BootRecord[],
): { readonly words: string; readonly boots: BootRecord[] }[] {
  const found = new Map<string, BootRecord[]>();
  for (const boot of boots) {
    if (boot.refusal === null) continue;
    const words = `${boot.refusal.error}.${lackWords(boot.refusal)}`;
    found.set(words, [...(found.get(words) ?? []), boot]);
  }
  return [...found]
    .map(([words, alike]) => ({ words, boots: alike }))
    .sort((a, b) => b.boots.length - a.boots.length);
}
