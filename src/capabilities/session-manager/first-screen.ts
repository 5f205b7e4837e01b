/** What came of sessions, on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import { sessionAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { outcomeOf } from './words.ts';

export const sessionScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 29,
    of(machine, simulation) {
      const attempts = sessionAttempts(machine, simulation);
      if (attempts.length === 0) return null;
      const by = new Map<string, number>();
      for (const one of attempts) by.set(outcomeOf(one).text, (by.get(outcomeOf(one).text) ?? 0) + 1);
      const ends = [...by].map(([words, each]) => `${words} ${count(each)}`).join(', ');
      const bad = attempts.find(
        ({ session, denial }) =>
          (session === null && denial === null) ||
          session?.status === 'Failed' ||
          session?.endedBy === 'reboot',
      );
      const question =
        bad === undefined
          ? undefined
          : { place: 27, command: 'explain', rest: ['--execution', bad.action.id], takesSettings: true };
      return {
        versions: [
          [say(`${counted(attempts.length, 'session')}: ${ends}.`, bad === undefined ? 'plain' : 'odd')],
        ],
        isOptional: true,
        question,
      };
    },
  },
];
