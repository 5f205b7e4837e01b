/** What has been collected, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import { collectedOf } from './coverage.ts';
import type { Machine } from './machine.ts';
import { collectors } from './uses.ts';

export const inventoryScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 29,
    of({ inventory }, simulation) {
      if (collectors(simulation.scenario).length === 0) return null;
      const { collected, neverCollected, stale, outdated, ageHoursMax } = collectedOf(inventory, simulation);
      const never = neverCollected === 0 ? '' : `, ${count(neverCollected)} never`;
      const old = stale === 0 ? '' : `, ${count(stale)} stale`;
      const untrue = outdated === 0 ? '' : `, ${count(outdated)} no longer true`;
      const short = `Inventory: ${counted(collected, 'node')} collected${never}${old}${untrue}`;
      const oldest =
        ageHoursMax === null ? '' : `; the oldest report is ${duration(ageHoursMax * 3_600_000)} old`;
      const tone = neverCollected + stale > 0 ? 'odd' : 'plain';
      return {
        versions: [
          [say(`${short}${oldest}.`, tone)],
          [say(`${short}.`, tone)],
          [say(`Inventory: ${counted(collected, 'node')} collected${old}.`, tone)],
        ],
        question: { place: 40, command: 'inventory', rest: [], takesSettings: true },
      };
    },
  },
];
