/** OpsItems on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';
import { usesOpsItems } from './sources.ts';
import { tallyOf } from './tally.ts';

export const opsItemScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 31,
    of({ opsCenter: { items, deduplicated, refused } }, { scenario }) {
      if (!usesOpsItems(scenario)) return null;
      const { created, open, inProgress, resolved, meanMs } = tallyOf(items);
      const parts = [
        ...(meanMs === null ? [] : [`${count(resolved)} resolved after ${duration(meanMs)} on average`]),
        ...(inProgress === 0 ? [] : [`${count(inProgress)} in progress`]),
        ...(open === 0 ? [] : [`${count(open)} open`]),
        ...(deduplicated === 0 ? [] : [counted(deduplicated, 'duplicate') + ' kept out']),
        ...(refused === 0 ? [] : [`${count(refused)} refused`]),
      ];
      const bad = items.find(({ status }) => status === 'Open') ?? items[0];
      const words = `${counted(created, 'OpsItem')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
      return {
        versions: [[say(words, open > 0 || refused > 0 ? 'odd' : 'plain')]],
        isOptional: true,
        question:
          bad === undefined
            ? undefined
            : { place: 28, command: 'explain', rest: ['--execution', bad.id], takesSettings: true },
      };
    },
  },
];
