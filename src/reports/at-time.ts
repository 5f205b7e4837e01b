/** The fleet at an instant: what capabilities show of it, under one heading. */
import { type Block, command, heading, paragraph } from '../blocks/block.ts';
import { count } from '../blocks/numbers.ts';
import type { FleetAtTime } from '../explain/at-time.ts';
import { instant } from './explain-in-words.ts';

export function fleetAtTimeBlocks(
  { scenario, at, seed, replication, where }: FleetAtTime,
  shown: readonly Block[],
  repeat: string,
): Block[] {
  const run = replication === 0 ? '' : `, replication ${count(replication)}`;
  return [
    heading(where === null ? `The fleet, ${scenario.name}` : `Nodes with ${where}, ${scenario.name}`),
    paragraph(`as of ${instant(at)} · seed ${seed}${run}`, 'dim'),
    ...shown,
    command('Reproduce with', repeat),
  ];
}
