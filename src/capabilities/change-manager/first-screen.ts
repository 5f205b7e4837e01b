/** What came of change requests, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import { changeAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { outcomeOf } from './words.ts';

export const changeScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 30,
    of(machine, simulation) {
      const attempts = changeAttempts(machine, simulation);
      if (attempts.length === 0) return null;
      const by = new Map<string, number>();
      for (const one of attempts) by.set(outcomeOf(one).text, (by.get(outcomeOf(one).text) ?? 0) + 1);
      const ends = [...by].map(([words, each]) => `${words} ${count(each)}`).join(', ');
      const told = attempts.find(
        ({ request }) => request?.status !== 'CompletedWithSuccess' || request.heldMs !== null,
      );
      const question =
        told === undefined
          ? undefined
          : { place: 28, command: 'explain', rest: ['--execution', told.action.id], takesSettings: true };
      return {
        versions: [
          [
            say(
              `${counted(attempts.length, 'change request')}: ${ends}.`,
              told === undefined ? 'plain' : 'odd',
            ),
          ],
        ],
        isOptional: true,
        question,
      };
    },
  },
];
